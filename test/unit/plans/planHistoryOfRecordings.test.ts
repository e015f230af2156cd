/**
 * The history of every plan that a real client recorded, against a plain pass of one JSON a line and the plan files.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { planHistoryOf, planVersionText } from '../../../src/core/answers/planHistoryOf.ts';
import { plansOf } from '../../../src/core/answers/plansOf.ts';
import { SessionIndex } from '../../../src/core/index/sessionIndex.ts';
import type { SessionId } from '../../../src/core/model.ts';
import { makeHome } from '../../fixtures/indexed.ts';
import { recordings, restoreRecording } from '../../fixtures/recordings.ts';
import { noSamples, samples } from '../../fixtures/samples.ts';
import { skip } from '../../fixtures/skip.ts';

const counts = { plans: 0, versions: 0, asFile: 0, ofOthers: 0, copies: 0, missing: 0 };
afterAll(() => console.log(`plans of recordings: ${JSON.stringify(counts)}`));

interface Entry {
  readonly sessionId?: string;
  readonly forkedFrom?: object;
  readonly slug?: string;
  readonly planContent?: string;
  readonly attachment?: { readonly planFilePath?: string; readonly planContent?: string };
  readonly toolUseResult?: { readonly filePath?: string; readonly content?: string; readonly plan?: string };
}

/** Texts of a plan as its session's log has them one after the other, each once while it stays. */
function loggedTexts(log: string, id: string, file: string): string[] {
  const slug = path.basename(file, '.md');
  const texts: string[] = [];
  for (const line of fs.readFileSync(log, 'utf8').split('\n')) {
    let entry: Entry;
    try {
      entry = JSON.parse(line) as Entry;
    } catch {
      continue;
    }
    if (entry.sessionId !== id || entry.forkedFrom !== undefined) continue;
    const { toolUseResult: result, attachment } = entry;
    const text =
      (result?.filePath === file ? (result.plan ?? result.content) : undefined) ??
      (attachment?.planFilePath === file ? attachment.planContent : undefined) ??
      (entry.slug === slug ? entry.planContent : undefined);
    if (text !== undefined && text.trimEnd() !== texts.at(-1)?.trimEnd()) texts.push(text);
  }
  return texts;
}

function lastText(index: SessionIndex, id: SessionId, file: string): string | undefined {
  const last = planHistoryOf(index, id, file)?.versions.at(-1)?.number ?? 0;
  return planVersionText(index, id, file, last)?.text;
}

it.each(recordings)('every plan of %s is rebuilt byte for byte, or is not what this session wrote', (recording) => {
  const home = makeHome();
  const { roots } = restoreRecording(recording, home.folder, { moved: true });
  const index = new SessionIndex({ roots, processes: { startOf: () => undefined } });
  index.refresh();
  for (const id of index.rows.keys()) {
    for (const plan of plansOf(index, id)) {
      counts.plans++;
      const history = planHistoryOf(index, id, plan.path);
      const versions = history?.versions ?? [];
      counts.versions += versions.length;
      const texts = versions.map(({ number }) => planVersionText(index, id, plan.path, number)?.text);
      expect(versions.map(({ number }) => number)).toEqual(versions.map((_, at) => at + 1));
      const own = versions.every(({ copied }) => !copied);
      if (own) {
        const logs = [...(index.sessionLogs(id)?.logs ?? [])].map((log) => log.file.path);
        expect(texts).toEqual(logs.flatMap((log) => loggedTexts(log, id, plan.path)));
      } else counts.copies++;
      for (const { evidence } of versions) {
        for (const { file, line, offset } of evidence) {
          const lines = fs.readFileSync(file, 'utf8').split('\n');
          expect(Buffer.byteLength(lines.slice(0, line - 1).join('\n')) + (line === 1 ? 0 : 1)).toBe(offset);
        }
      }
      if (plan.state !== 'found') {
        counts.missing++;
        continue;
      }
      const now = fs.readFileSync(plan.path, 'utf8');
      if (lastText(index, id, plan.path) === now) {
        counts.asFile++;
        expect(history?.fileIs).toBe(versions.length);
      } else {
        // Forks up to 2.0.76 write over their parent's plan: the file is the last text of another session.
        counts.ofOthers++;
        expect(history?.fileIs).toBeUndefined();
        expect(plan.differs).toBe(true);
        const others = plan.sharedWith.map((other) => lastText(index, other, plan.path));
        expect(others).toContain(now);
      }
    }
  }
});

it('nothing that a recording wrote is left out', () => {
  expect(counts).toMatchObject({ missing: 0, ofOthers: 2 });
  expect(counts.asFile).toBeGreaterThan(130);
  expect(counts.copies).toBeGreaterThan(0);
});

describe('plans of published logs', skip(noSamples), () => {
  it(
    'every Edit of a plan begins with the text that was rebuilt before it, and none is a gap',
    { timeout: 60_000 },
    () => {
      const files = fs
        .readdirSync(samples, { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.jsonl'));
      const found = { logs: 0, plans: 0, versions: 0, gaps: 0, beforeEdits: 0, otherTexts: 0 };
      files.forEach((name, n) => {
        const bytes = fs.readFileSync(path.join(samples, name));
        if (!bytes.includes('/plans/') || !bytes.includes('toolUseResult')) return;
        const id = idIn(bytes) ?? `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
        const home = makeHome();
        // The plans directory of whoever published it is not here.
        const text = bytes.toString('utf8').replaceAll(/(?:\/[\w.-]+)+\/\.claude\/plans\//g, `${home.root}/plans/`);
        const log = home.write(path.join('.claude', 'projects', '-sample', `${id}.jsonl`), text);
        const index = new SessionIndex({ roots: [home.root], processes: { startOf: () => undefined } });
        index.refresh();
        found.logs++;
        for (const session of index.rows.keys()) {
          for (const plan of plansOf(index, session)) {
            const { versions = [] } = planHistoryOf(index, session, plan.path) ?? {};
            found.plans++;
            found.versions += versions.length;
            found.gaps += versions.filter(({ isGap }) => isGap).length;
            found.beforeEdits += versions.filter(({ kind }) => kind === 'before-edit').length;
            const texts = new Set(
              versions.map(({ number }) => planVersionText(index, session, plan.path, number)?.text.trimEnd()),
            );
            found.otherTexts += loggedTexts(log, session, plan.path).filter((one) => !texts.has(one.trimEnd())).length;
          }
        }
      });
      console.log(`plans of published logs: ${JSON.stringify(found)}`);
      expect(found).toMatchObject({ gaps: 0, beforeEdits: 0, otherTexts: 0 });
      expect(found.versions).toBeGreaterThan(20);
    },
  );
});

/** The session that most entries name. */
function idIn(bytes: Buffer): string | undefined {
  const named = new Map<string, number>();
  for (const [, id = ''] of bytes
    .toString('utf8')
    .matchAll(/"sessionId":"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"/g))
    named.set(id, (named.get(id) ?? 0) + 1);
  return [...named].sort((a, b) => b[1] - a[1])[0]?.[0];
}
