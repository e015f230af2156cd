/** Where each recorded session comes from, held against what was typed into the client. */
import { afterAll, expect, it } from 'vitest';
import { relationsOf, reverseRelationsOf } from '../../../src/core/answers/relationsOf.ts';
import { sessionEvents } from '../../../src/core/answers/sessionEvents.ts';
import { SessionIndex } from '../../../src/core/index/sessionIndex.ts';
import { makeHome } from '../../fixtures/indexed.ts';
import { recordings, restoreRecording, type RecordedCommand, type RestoredHome } from '../../fixtures/recordings.ts';

const counts = { relations: 0, implements: 0, forks: 0, processes: 0, compactions: 0, clears: 0 };
afterAll(() => console.log(`relations of ${recordings.length} recordings: ${JSON.stringify(counts)}`));

/** `session kind other`, of what the person did. */
function truthOf(recording: string, { commands, order }: RestoredHome): string[] {
  const before = (t: string) => order.findLast((one) => one.t < t)?.session;
  const after = (t: string) => order.find((one) => one.t > t)?.session;
  const first = order[0]?.session;
  const [, minor = 0, patch = 0] = (recording.split('-')[0] ?? '').split('.').map(Number);
  const namesProcess = minor >= 1 && patch >= 240;
  return commands.flatMap((command): string[] => {
    const { t, argv = [] } = command;
    const [from, to] = [before(t), after(t)];
    const resumed = argv[argv.indexOf('--resume') + 1];
    if (argv.includes('--fork-session')) return [`${command.result?.session} forked-from ${resumed}`];
    if (argv.includes('--bg') && argv.includes('--resume')) return [`${to} forked-from ${resumed}`];
    const goesOn = commands.some(({ t: later, name, typed }) => {
      return name === command.name && later > t && typed?.startsWith('/') === false;
    });
    const isApproval = command.chose !== undefined;
    if (from === to || from === undefined || to === undefined || !(goesOn || isApproval)) return [];
    const process = first !== from && namesProcess ? [`${to} continues-process-of ${first}`] : [];
    if (isClearedContext(command)) return [`${to} implements-plan-of ${from}`, ...process];
    if (command.typed?.startsWith('/branch')) return [`${to} forked-from ${from}`, ...process];
    if (command.typed !== '/clear') return [];
    // 2.1.181 says it only by the place of a task's output.
    return namesProcess || recording === '2.1.181-split' ? [`${to} continues-process-of ${first}`] : [];
  });
}

function isClearedContext({ chose = '' }: RecordedCommand): boolean {
  return /clear context/i.test(chose);
}

it.each(recordings)('sessions of %s come from what was done, and both sides say so', (recording) => {
  const home = makeHome();
  const restored = restoreRecording(recording, home.folder, { moved: true });
  const index = new SessionIndex({ roots: restored.roots, processes: { startOf: () => undefined } });
  index.refresh();
  const ids = [...index.rows.keys()];
  const forward = ids.flatMap((id) => relationsOf(index, id).map((one) => ({ ...one, from: id })));
  const origins = forward.filter(({ kind }) => kind !== 'foreign-entries');
  const found = origins.map(({ from, kind, sessionId }) => `${from} ${kind} ${sessionId}`).sort();
  expect(found).toEqual(truthOf(recording, restored).sort());
  const reverse = ids.flatMap((id) => reverseRelationsOf(index, id).map((one) => ({ ...one, to: id })));
  expect(reverse.map(({ sessionId, kind, to }) => `${sessionId} ${kind} ${to}`).sort()).toEqual(
    forward.map(({ from, kind, sessionId }) => `${from} ${kind} ${sessionId}`).sort(),
  );
  counts.relations += found.length;
  counts.implements += origins.filter(({ kind }) => kind === 'implements-plan-of').length;
  counts.forks += origins.filter(({ kind }) => kind === 'forked-from').length;
  counts.processes += origins.filter(({ kind }) => kind === 'continues-process-of').length;
  const events = ids.flatMap((id) => sessionEvents(index, id));
  const typed = (command: string) => restored.commands.filter((one) => one.typed === command).length;
  const compactions = events.filter(({ kind }) => kind === 'compacted').length;
  const clears = events.filter(({ kind }) => kind === 'cleared').length;
  // A log that grew large before its client was killed is compacted by the client itself at the resume.
  const automatic = recording.endsWith('-kill') ? compactions : 0;
  expect(compactions).toBe(typed('/compact') + automatic);
  expect(clears).toBe(typed('/clear'));
  counts.compactions += compactions;
  counts.clears += clears;
});
