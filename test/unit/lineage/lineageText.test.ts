import { expect, it } from 'vitest';
import { lineageOf } from '../../../src/core/answers/lineage.ts';
import { lineageLines, lineageMermaid } from '../../../src/presentation/lineageText.ts';
import { prompt } from '../../fixtures/entries.ts';
import { sessionA, sessionB } from '../../fixtures/homes.ts';
import { detailsOf, indexOf, makeHome } from '../../fixtures/indexed.ts';

function family() {
  const home = makeHome();
  home.log(sessionA, [prompt('Say "hi"]<br> --> `x`;#35 click s0 "javascript:alert(1)"')]);
  home.log(sessionB, [
    { ...prompt('Say'), forkedFrom: { sessionId: sessionA, messageUuid: 'uuid-1' } },
    prompt('Branch talk'),
  ]);
  return indexOf(home);
}

it('the family of a branch is the same asked from either side', () => {
  const index = family();
  expect(lineageOf(index, sessionA)).toEqual(lineageOf(index, sessionB));
  expect(lineageLines(lineageOf(index, sessionB)).slice(1)).toEqual([
    '22222222 · Branch talk',
    '    forked from 11111111',
  ]);
});

it('a title with the signs of Mermaid stays text in the flowchart', () => {
  const lines = lineageMermaid(lineageOf(family(), sessionA)).split('\n');
  expect(lines[0]).toBe('flowchart TD');
  expect(lines[3]).toBe('  s0 -->|"forked into"| s1');
  for (const line of lines.slice(1, 3)) expect(line).toMatch(/^ {2}s\d\["(?:[\p{L}\p{N} .,_-]|#\d+;|<br>)*"\]$/u);
});

it('a session whose entries stand in the log of another, for no known reason, is told so', () => {
  const home = makeHome();
  home.log(sessionA, [prompt('Mine')]);
  home.log(sessionB, [{ ...prompt('Not mine'), sessionId: sessionA }, prompt('Other')]);
  const [relation] = detailsOf(indexOf(home), sessionA).reverseRelations;
  expect(relation).toMatchObject({ kind: 'foreign-entries', sessionId: sessionB, evidence: { line: 1 } });
});

it('a session that was teleported says from where, though its log has nothing else', () => {
  const home = makeHome();
  home.log(sessionA, [{ type: 'teleported-from', remoteSessionId: 'session_01AbC', messageCount: 12 }]);
  expect(detailsOf(indexOf(home), sessionA).teleportedFrom).toMatchObject({
    remoteSessionId: 'session_01AbC',
    messages: 12,
    evidence: { kind: 'teleported-from', line: 1 },
  });
});
