/** Where each recorded session comes from, held against what was typed into the client. */
import { afterAll, expect, it } from 'vitest';
import { relationsOf, reverseRelationsOf, teleportedFrom } from '../../../src/core/answers/relationsOf.ts';
import { sessionEvents } from '../../../src/core/answers/sessionEvents.ts';
import { timelineLane, timelineMarks } from '../../../src/core/answers/timelineOf.ts';
import { SessionIndex } from '../../../src/core/index/sessionIndex.ts';
import type { SessionId } from '../../../src/core/model.ts';
import { markKinds, type TimelineMark } from '../../../src/core/timeline/timelineTypes.ts';
import { makeHome } from '../../fixtures/indexed.ts';
import { recordings, restoreRecording, type RecordedCommand, type RestoredHome } from '../../fixtures/recordings.ts';

/** How often the recordings hold each kind of relation and event, told by what proves it. */
const counts = new Map<string, number>(
  [
    ['implements-plan-of by implements-plan-of', 'implements-plan-of by plan-content'],
    ['forked-from by forked-from', 'forked-from by same-uuids'],
    ['continues-process-of by process-session', 'continues-process-of by task-output'],
    ['teammate-of by teammate-of', 'foreign-entries by foreign-entries'],
    ['compacted', 'cleared', 'resumed', 'background', 'teleported'],
  ]
    .flat()
    .map((kind) => [kind, 0]),
);
const count = (kind: string): void => void counts.set(kind, (counts.get(kind) ?? 0) + 1);
afterAll(() => {
  const held = [...counts].filter(([, number]) => number > 0).map(([kind, number]) => `${kind}: ${number}`);
  const missing = [...counts].filter(([, number]) => number === 0).map(([kind]) => kind);
  console.log(`relations in ${recordings.length} recordings: ${held.join(', ')}; in none: ${missing.join(', ')}`);
});

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

/** Sessions that `--bg` began and whose jobs are left. */
const jobs: Readonly<Record<string, readonly string[]>> = {
  '2.1.240-bg': ['8d4dbfb1', 'da7b41d0'],
  '2.1.240-live': ['6508996d'],
};

/** Whether a recording is of that version of the client or a later one. */
function isSince(recording: string, version: string): boolean {
  return (recording.split('-')[0] ?? '').localeCompare(version, 'en', { numeric: true }) >= 0;
}

/** What the timeline shows of a session. */
function marksOf(index: SessionIndex, id: SessionId): readonly TimelineMark[] {
  const lane = timelineLane(index, id);
  return lane === undefined ? [] : timelineMarks(lane).marks;
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
  for (const { kind, evidence } of forward) count(`${kind} by ${evidence.kind}`);
  const events = ids.flatMap((id) => sessionEvents(index, id));
  const typed = (command: string) => restored.commands.filter((one) => one.typed === command).length;
  const compactions = events.filter(({ kind }) => kind === 'compacted').length;
  const clears = events.filter(({ kind }) => kind === 'cleared').length;
  // A log that grew large before its client was killed is compacted by the client itself at the resume.
  const automatic = recording.endsWith('-kill') ? compactions : 0;
  expect(compactions).toBe(typed('/compact') + automatic);
  expect(clears).toBe(typed('/clear'));
  const marks = ids.flatMap((id) => marksOf(index, id));
  const chosen = (choice: RegExp) => restored.commands.filter(({ chose = '' }) => choice.test(chose)).length;
  const marked = Object.fromEntries(markKinds.map((kind) => [kind, marks.filter((one) => one.kind === kind).length]));
  expect(marked).toMatchObject({
    compaction: compactions,
    clear: clears,
    'plan-approved': isSince(recording, '2.0.60') ? chosen(/^Yes, (?:and )?auto-accept edits/) : 0,
    'plan-received': isSince(recording, '2.1.40') ? chosen(/^Yes, clear context/) : 0,
  });
  // The client removed the folder of one job, with it the proof.
  const background = ids.filter((id) => sessionEvents(index, id).some(({ kind }) => kind === 'background'));
  expect(background.map((id) => id.slice(0, 8)).sort()).toEqual(jobs[recording] ?? []);
  for (const { kind } of events) count(kind);
  for (const id of ids) if (teleportedFrom(index, id) !== undefined) count('teleported');
});
