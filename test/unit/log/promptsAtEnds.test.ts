import { describe, expect, it } from 'vitest';
import { promptsOf } from '../../../src/core/answers/promptsOf.ts';
import { parseSessionId } from '../../../src/core/text/ids.ts';
import { answer, call, copiedFrom, prompt, result, type Entry } from '../../fixtures/entries.ts';
import { sessionA, sessionB, sessionC } from '../../fixtures/homes.ts';
import { indexOf, makeHome } from '../../fixtures/indexed.ts';

function promptsIn(entries: readonly (Entry | string)[]): readonly string[] | undefined {
  const home = makeHome();
  home.log(sessionA, entries);
  const id = parseSessionId(sessionA) ?? expect.unreachable();
  return promptsOf(indexOf(home), [id]).get(id);
}

describe('the first and the last prompt of a session', () => {
  it('are what a person typed in this session', () => {
    expect(
      promptsIn([
        prompt('<command-name>/clear</command-name>'),
        copiedFrom(sessionB, prompt('copied')),
        prompt('another session', { sessionId: sessionC }),
        prompt('an agent', { isSidechain: true }),
        prompt('meta', { isMeta: true }),
        prompt('First "tool_result" of all'),
        answer('x'),
        prompt('Last'),
        call('t', 'Bash', {}),
        result('t', {}),
        prompt('[Request interrupted by user]'),
        prompt('Another Claude session sent a message:\n<teammate-message teammate_id="ann">\nx\n</teammate-message>'),
        prompt('an agent again', { isSidechain: true }),
      ]),
    ).toEqual(['First "tool_result" of all', 'Last']);
  });

  it('are one where there is one, and none where nobody typed', () => {
    expect(promptsIn([prompt('Only')])).toEqual(['Only']);
    expect(promptsIn([answer('x')])).toEqual([]);
  });

  it('are found behind more than a piece of results, and as the client repeats the last one', () => {
    const long = result('t', { content: 'x'.repeat(100_000) });
    expect(promptsIn([prompt('First'), prompt('Last'), long, long])).toEqual(['First', 'Last']);
    const repeated = { type: 'last-prompt', lastPrompt: 'Repeated', leafUuid: 'u' };
    expect(promptsIn([prompt('First'), prompt('Before'), repeated])).toEqual(['First', 'Repeated']);
    expect(promptsIn([prompt('First'), repeated, prompt('Later')])).toEqual(['First', 'Later']);
  });

  it('are not looked for further than a mebibyte from the end', () => {
    const long = result('t', { content: 'x'.repeat(1024 * 1024) });
    expect(promptsIn([prompt('First'), prompt('Last'), long])).toEqual(['First']);
  });

  it('are read around a line that is torn', () => {
    expect(promptsIn(['{"type":"user","mess', prompt('First'), '\0\0"user"'])).toEqual(['First']);
  });
});
