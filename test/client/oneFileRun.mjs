/** What a run of the scenario `oneFile` proves. The truth is which calls the scripted model made in which session. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { isAtLeast, jsonLines } from './runFolder.mjs';

/** Each `{ what, isRight, detail }`. */
export function judgeOneFileRun(version, out) {
  const { failed } = JSON.parse(readFileSync(path.join(out, 'rec', 'run.json'), 'utf8'));
  if (failed !== undefined)
    return { checks: [{ what: 'the scenario runs to its end', isRight: false, detail: failed }], answers: [] };
  const answers = JSON.parse(readFileSync(path.join(out, 'rec', 'answers.json'), 'utf8'));
  const calls = jsonLines(path.join(out, 'rec', 'mock.jsonl')).flatMap(({ session, calls: of = [] }) =>
    of.map(({ id, name, file_path: file }) => ({ session, id, name, file })),
  );
  const ofFile = (name, tool) => calls.filter(({ file, name: by }) => by === tool && file?.endsWith(name)).map(pair);
  const shared = ofFile('shared.txt', 'Edit');
  const own = ofFile('own.txt', 'Write');
  const sessions = [...new Set(calls.map(({ session }) => session))].sort();
  const named = (files) => files.map(({ sessionId, toolUseId }) => pair({ session: sessionId, id: toolUseId })).sort();
  const isSame = (a, b) => JSON.stringify([...a].sort()) === JSON.stringify([...b].sort());
  const touched = (what, { json }, expected) => ({
    what,
    isRight: isSame(named(json.files ?? [{}]), expected) && json.files.every((one) => hasLine(one, out)),
    detail: { json, expected },
  });
  const found = answers.collisions.json.collisions;
  const groups = Object.fromEntries((answers.dirty.json.dirty ?? []).map((one) => [path.basename(one.path), one]));
  // Before, no registry proves who is live.
  const provesLive = isAtLeast(version, '2.1.100');
  const checks = [
    { what: 'two sessions edited one file', isRight: sessions.length === 2 && shared.length === 2, detail: calls },
    provesLive
      ? {
          what: 'collisions names both live sessions, and no other file',
          isRight:
            answers.collisions.code === 1 &&
            found?.length === 1 &&
            found[0].path.endsWith('/shared.txt') &&
            isSame(named(found[0].sessions), shared),
          detail: answers.collisions,
        }
      : {
          what: 'collisions names no session that is not proved to be live',
          isRight: answers.collisions.code === 0 && found?.length === 0,
          detail: answers.collisions,
        },
    touched('touched names both, with the calls and their lines', answers.shared, shared),
    touched('touched names the one that wrote alone', answers.own, own),
    touched('touched names nobody for what Bash wrote', answers.bash, []),
    {
      what: 'touched --dirty: shared of several, own of one, the one of Bash without proof',
      isRight:
        groups['shared.txt']?.group === 'severalSessions' &&
        isSame(
          groups['shared.txt'].sessions.map(({ sessionId }) => sessionId),
          sessions,
        ) &&
        groups['own.txt']?.group === 'otherSessions' &&
        groups['bash.txt']?.group === 'noProof' &&
        groups['bash.txt'].sessions.length === 0,
      detail: answers.dirty,
    },
    {
      what: 'collisions names nothing once one of the two has ended',
      isRight: answers.collisionsOfOne.code === 0 && answers.collisionsOfOne.json.collisions?.length === 0,
      detail: answers.collisionsOfOne,
    },
    touched('touched still names both then', answers.sharedAfterwards, shared),
  ];
  return { checks, answers: [] };
}

function pair({ session, id }) {
  return `${session} ${id}`;
}

/** Whether the line that is named as evidence holds the call. */
function hasLine({ toolUseId, evidence }, out) {
  const file = evidence?.file?.replace(/^\/home\/dev\//, `${path.join(out, 'home')}/`);
  return file !== undefined && readFileSync(file, 'utf8').split('\n')[evidence.line - 1].includes(toolUseId);
}
