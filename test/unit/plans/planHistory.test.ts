import { createHash } from 'node:crypto';
import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { planHistoryOf, planTextNow, planVersionText } from '../../../src/core/answers/planHistoryOf.ts';
import { planOwnersOf } from '../../../src/core/answers/planOwnersOf.ts';
import { plansOf } from '../../../src/core/answers/plansOf.ts';
import { applyEdit, type LoggedEdit, type TextEdit } from '../../../src/core/log/planTexts.ts';
import type { SessionId } from '../../../src/core/model.ts';
import {
  approved,
  copiedFrom,
  edited,
  implementPlan,
  planMode,
  prompt,
  result,
  snapshot,
  written,
  type Entry,
} from '../../fixtures/entries.ts';
import { sessionA, sessionB, type Home } from '../../fixtures/homes.ts';
import { indexOf, makeHome } from '../../fixtures/indexed.ts';

const slug = 'calm-painting-otter';

/** An Edit of a client that does not log the whole text. */
function blindEdit(file: string, oldString: string, newString: string, replaceAll = false): Entry {
  return result('toolu_edit', { filePath: file, oldString, newString, originalFile: null, replaceAll });
}

/** `number kind@line marks text` of every version of the plan in force. */
function historyOf(home: Home, id: SessionId = sessionA, name = slug): string[] {
  const index = indexOf(home);
  const plan = plansOf(index, id).find((one) => one.slug === name);
  if (plan === undefined) throw new Error('no plan');
  return (planHistoryOf(index, id, plan.path)?.versions ?? []).map((version) => {
    const marks = [
      version.copied && 'copied',
      version.restores !== undefined && `again-${version.restores}`,
      version.isGap && 'gap',
      version.author?.isAgent === true && `agent-${version.author.agentId}`,
      !version.isGap && !version.isExact && 'about',
    ].filter((mark) => mark !== false);
    const places = version.evidence.map(({ kind, line }) => `${kind}@${line}`);
    const text = planVersionText(index, id, plan.path, version.number)?.text;
    return [version.number, ...places, ...marks, JSON.stringify(text)].join(' ');
  });
}

describe('the history of a plan', () => {
  it('is every text that was written, edited and approved, with the lines that log it', () => {
    const home = makeHome();
    const file = home.plan(slug);
    home.log(sessionA, [
      written(file, '# A\n\none\n'),
      blindEdit(file, 'one', 'two'),
      approved(file, '# A\n\ntwo'),
      blindEdit(file, 't', 'T', true),
      result('toolu_multi', {
        filePath: file,
        edits: [
          { old_string: '# A', new_string: '# B' },
          { old_string: 'Two', new_string: 'three', replace_all: true },
        ],
        originalFileContents: '# A\n\nTwo\n',
      }),
    ]);
    expect(historyOf(home)).toEqual([
      '1 written@1 "# A\\n\\none\\n"',
      '2 edited@2 approved@3 "# A\\n\\ntwo\\n"',
      '3 edited@4 before-edit@5 "# A\\n\\nTwo\\n"',
      '4 edited@5 "# B\\n\\nthree\\n"',
    ]);
  });

  it('has a gap where an edit does not apply to the text before, and goes on where a whole text is logged', () => {
    const home = makeHome();
    const file = home.plan(slug);
    home.log(sessionA, [
      written(file, '# A\n\none one\n'),
      blindEdit(file, 'not there', 'x'),
      blindEdit(file, 'one', 'two'),
      written(file, '# A\n\none one\n'),
      blindEdit(file, 'one', 'two'),
      approved(file, '# B'),
    ]);
    expect(historyOf(home)).toEqual([
      '1 written@1 "# A\\n\\none one\\n"',
      '2 edited@2 gap ',
      '3 edited@3 gap ',
      '4 written@4 again-1 "# A\\n\\none one\\n"',
      '5 edited@5 gap ',
      '6 approved@6 about "# B"',
    ]);
  });

  it('begins with the text before an edit, and shows what was changed outside of the log', () => {
    const home = makeHome();
    const file = home.plan(slug, '# C\n');
    home.log(sessionA, [edited(file, '# A\n', 'A', 'B'), edited(file, '# By hand\n', 'By hand', 'C')]);
    expect(historyOf(home)).toEqual([
      '1 before-edit@1 "# A\\n"',
      '2 edited@1 "# B\\n"',
      '3 before-edit@2 "# By hand\\n"',
      '4 edited@2 "# C\\n"',
    ]);
  });

  it('has a version of its own where /rewind set the file back, once an entry finds the text there', () => {
    const home = makeHome();
    const file = home.plan(slug, '# A\n');
    home.log(sessionA, [written(file, '# A\n'), written(file, '# B\n'), edited(file, '# A\n', '# A', '# C')]);
    expect(historyOf(home)).toEqual([
      '1 written@1 "# A\\n"',
      '2 written@2 "# B\\n"',
      '3 before-edit@3 again-1 "# A\\n"',
      '4 edited@3 "# C\\n"',
    ]);
    const index = indexOf(home);
    expect(planHistoryOf(index, sessionA, file)?.fileIs).toBe(3);
  });

  it('has the checkpoints that the session kept of the file, where the log names them', () => {
    const home = makeHome();
    const file = home.plan(slug, '# Edited by hand\n');
    const hash = createHash('sha256').update(file).digest('hex').slice(0, 16);
    home.write(path.join('.claude', 'file-history', sessionA, `${hash}@v2`), '# Edited by hand\n');
    home.write(path.join('.claude', 'file-history', sessionA, `${hash}@v3`), '# Not named\n');
    const kept = (name: string, backupFileName: string): Entry => {
      const backup = { backupFileName, version: 2, backupTime: '2026-01-02T03:04:05.000Z' };
      return { ...snapshot, snapshot: { trackedFileBackups: { [name]: backup } } };
    };
    home.log(sessionA, [
      written(file, '# A\n'),
      kept(file, `${hash}@v2`),
      kept(file, `${hash}@v2`),
      kept(file, '../../../../../etc/passwd'),
      kept('/elsewhere/calm-painting-otter.md', `${hash}@v3`),
    ]);
    expect(historyOf(home)).toEqual(['1 written@1 "# A\\n"', '2 checkpoint@2 "# Edited by hand\\n"']);
  });

  it('has each entry once, also where a copy of the log was left behind', () => {
    const home = makeHome();
    const file = home.plan(slug);
    const hash = createHash('sha256').update(file).digest('hex').slice(0, 16);
    home.write(path.join('.claude', 'file-history', sessionA, `${hash}@v1`), '# By hand\n');
    const backup = { backupFileName: `${hash}@v1`, version: 1, backupTime: '2026-01-02T03:04:05.000Z' };
    const kept = { ...snapshot, snapshot: { trackedFileBackups: { [file]: backup } } };
    const id = (number: number): Entry => ({ uuid: `00000000-0000-4000-8000-00000000000${number}` });
    const begun = [kept, { ...written(file, '# A\n'), ...id(1) }, { ...written(file, '# B\n'), ...id(2) }];
    const ofAgent = [{ ...edited(file, '# C\n', 'C', 'D'), ...id(4), timestamp: '2026-01-02T04:00:00.000Z' }];
    home.log(sessionA, begun, { cwd: 'before' });
    home.agentLog(sessionA, 'a1b2c3d', ofAgent, false, { cwd: 'before' });
    home.log(sessionA, [...begun, { ...written(file, '# C\n'), ...id(3) }]);
    home.agentLog(sessionA, 'a1b2c3d', ofAgent);
    expect(historyOf(home)).toEqual([
      '1 checkpoint@1 "# By hand\\n"',
      '2 written@2 "# A\\n"',
      '3 written@3 "# B\\n"',
      '4 written@4 before-edit@1 "# C\\n"',
      '5 edited@1 agent-a1b2c3d "# D\\n"',
    ]);
  });

  it('names the agent that wrote the plan, in the order of the times in the logs', () => {
    const home = makeHome();
    const file = home.plan(slug);
    const at = (seconds: number): Entry => ({ timestamp: `2026-01-02T03:00:${String(seconds).padStart(2, '0')}.000Z` });
    home.log(sessionA, [written(file, '# A\n', at(10)), written(file, '# C\n', at(30))]);
    home.agentLog(sessionA, 'a1b2c3d', [prompt('Go', at(11)), written(file, '# B\n', at(20))]);
    expect(historyOf(home)).toEqual([
      '1 written@1 "# A\\n"',
      '2 written@2 agent-a1b2c3d "# B\\n"',
      '3 written@2 "# C\\n"',
    ]);
  });

  it('tells copied entries as copies; a plan that was copied for a branch has the texts of the original', () => {
    const home = makeHome();
    const original = home.plan('first-plan-here', '# A\n');
    const copy = home.plan(slug, '# A\n');
    home.log(sessionB, [
      ...[written(original, '# A\n'), approved(original, '# A')].map((entry) => copiedFrom(sessionA, entry)),
      prompt('Go on', { slug }),
    ]);
    expect(historyOf(home, sessionB)).toEqual(['1 written@1 approved@2 copied "# A\\n"']);
    const index = indexOf(home);
    expect(planHistoryOf(index, sessionB, copy)).toMatchObject({
      fileIs: 1,
      versions: [{ author: { sessionId: sessionA, isAgent: false } }],
    });
  });

  it('an entry of another session, and one that names the file elsewhere, are no versions', () => {
    const home = makeHome();
    const file = home.plan(slug, '# A\n');
    home.log(sessionA, [
      written(file, '# A\n'),
      written(file, '# Of B\n', { sessionId: sessionB }),
      written(`/elsewhere/${slug}.md`, '# Elsewhere\n'),
      prompt('Just talk', { slug: 'other-slug-here', planContent: '# Of another plan\n' }),
    ]);
    expect(historyOf(home)).toEqual(['1 written@1 "# A\\n"']);
  });

  it('reads what damaged lines still hold, and a long one whole', () => {
    const home = makeHome();
    const file = home.plan(slug);
    const long = `# Long\n${'x'.repeat(2_000_000)}\n`;
    home.log(sessionA, [written(file, '# A\n'), '{"type":"user","mess', written(file, long), '{"cut']);
    expect(historyOf(home).map((line) => line.slice(0, 30))).toEqual([
      '1 written@1 "# A\\n"',
      '2 written@3 "# Long\\nxxxxxxxxx',
    ]);
  });

  it('of a missing plan gives the text as last logged; of a gap nothing', () => {
    const home = makeHome();
    const file = home.planPath(slug);
    home.log(sessionA, [implementPlan(slug, '# Do it\n'), planMode(file, true)]);
    home.log(sessionB, [written(file, '# A\n'), blindEdit(file, 'nowhere', 'x')]);
    const index = indexOf(home);
    const textNow = (id: SessionId) => plansOf(index, id).map((plan) => planTextNow(index, id, plan));
    expect(textNow(sessionA)).toEqual([{ from: 'log', version: 1, isExact: false, text: '# Do it\n' }]);
    expect(textNow(sessionB)).toEqual([undefined]);
    expect(planOwnersOf(index, file).owners.map(({ sessionId }) => sessionId)).toEqual([sessionA, sessionB]);
  });
});

describe('an edit', () => {
  const one = (oldText: string, newText: string, all = false): TextEdit => ({ oldText, newText, all });
  const of = (moreLines: number | undefined, ...edits: TextEdit[]): LoggedEdit => ({
    edits,
    before: undefined,
    moreLines,
  });

  it.each<[string, string, LoggedEdit, string | undefined]>([
    ['replaces what it names', 'a b', of(undefined, one('b', '$&')), 'a $&'],
    ['replaces all of it where it says so', 'a a', of(undefined, one('a', '', true)), ' '],
    ['fails where the text has it not', 'a', of(undefined, one('b', 'c')), undefined],
    ['fails where the text has it twice', 'a a', of(undefined, one('a', 'c')), undefined],
    ['creates a text', '', of(undefined, one('', 'new')), 'new'],
    ['creates none over another', 'a', of(undefined, one('', 'new')), undefined],
    ['takes the line with it where the patch says so', 'a\nb\nc', of(-1, one('b', '')), 'a\nc'],
    ['leaves the line where the patch says so', 'a\nb\nc', of(0, one('b', '')), 'a\n\nc'],
    ['that may take the line is not guessed', 'a\nb\nc', of(undefined, one('b', '')), undefined],
    ['goes on from what the one before left', 'a', of(undefined, one('a', 'b'), one('b', 'c')), 'c'],
    ['fails as a whole', 'a', of(undefined, one('a', ''), one('x', 'c')), undefined],
  ])('%s', (_, before, edit, after) => {
    expect(applyEdit(before, edit)).toBe(after);
  });
});
