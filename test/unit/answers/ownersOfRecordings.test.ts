/**
 * `owner` and `session` agree on every file that we have of real clients, of people's reports and of published logs;
 * and the lines that they name hold what they say.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { countOfEvidences, holds, lineOf, proofsOf } from '../../fixtures/evidenceLines.ts';
import { makeHome } from '../../fixtures/indexed.ts';
import { answersOfHome, expectOwnerLaw, slashed, type AnswersOfHome } from '../../fixtures/ownerLaw.ts';
import { layOutReport, reports } from '../../fixtures/publicReports.ts';
import { recordings, restoreRecording } from '../../fixtures/recordings.ts';
import { layOutSamples, noSamples } from '../../fixtures/samples.ts';
import { skip } from '../../fixtures/skip.ts';

interface Restored {
  /** The folders that are the client's: data roots, and its temporary one. */
  readonly clients: readonly string[];
  readonly answers: AnswersOfHome;
}

const asked = new Map<string, Restored>();

function restored(recording: string): Restored {
  const known = asked.get(recording);
  if (known !== undefined) return known;
  const home = makeHome();
  const { roots } = restoreRecording(recording, home.folder, { moved: true });
  const made = { clients: [...roots, home.path('tmp')], answers: answersOfHome(home, roots) };
  asked.set(recording, made);
  return made;
}

describe('owners of files are the sessions that list them', () => {
  it.each(recordings)('in the recording %s', (recording) => {
    const { clients, answers } = restored(recording);
    const unowned = expectOwnerLaw(answers);
    // A client that was killed leaves outputs that no log names.
    const logs = answers.files.flatMap(({ file }) => (file.endsWith('.jsonl') ? [fs.readFileSync(file, 'utf8')] : []));
    const isNamed = (file: string) =>
      // A background agent's is a link, which is not laid out on Windows.
      !file.endsWith('.output') ||
      (process.platform !== 'win32' && logs.some((text) => text.includes(path.basename(file, '.output'))));
    const isClients = (file: string) => clients.some((one) => file.startsWith(one + path.sep));
    const isLeft = (file: string) =>
      isClients(file) && isNamed(file) && !isOfNobody.some((some) => some.test(slashed(file)));
    expect(unowned.filter(isLeft)).toEqual([]);
  });

  it.each(reports)('in the report of $name', (report) => {
    const home = makeHome();
    layOutReport(report, home);
    const answers = answersOfHome(home, [home.root]);
    expect(answers.files).not.toEqual([]);
    expectOwnerLaw(answers);
  });

  it('in the published logs', skip(noSamples), () => {
    const home = makeHome();
    layOutSamples(home);
    const answers = answersOfHome(home, [home.root]);
    expect(answers.sessions.length).toBeGreaterThan(30);
    expectOwnerLaw(answers);
  });
});

describe('every evidence with a line names one that holds the path, the ID or the task', () => {
  it.each(recordings)('in the recording %s', (recording) => {
    const { answers } = restored(recording);
    const proofs = proofsOf(answers);
    expect(proofs).toHaveLength(countOfEvidences([answers.files.map(({ owners }) => owners), answers.sessions]));
    const wrong = proofs.filter(({ evidence, holds: texts }) => {
      if (kindsWithoutLine.has(evidence.kind)) return evidence.line !== 0 || evidence.offset !== 0;
      const line = lineOf(evidence);
      return line === undefined || !texts.some((text) => holds(line, text));
    });
    expect(wrong).toEqual([]);
  });
});

/** What is a name itself, of a file or a folder, or where a link leads: no line holds it. */
const kindsWithoutLine = new Set(['file-name', 'folder-name', 'link-target', 'session-folder']);

/**
 * What is no session's: registries, lists of teams, the client's own state, and files that two sessions cannot be told
 * apart by.
 */
const isOfNobody = [
  /\/(?:sessions|plans|plugins|shell-snapshots|paste-cache|daemon)\//,
  /\/(?:debug\/latest|sessions-index\.json|jobs\/pins\.json|tasks\/session-[0-9a-f]{8}\/[^/]+)$/,
  /\/(?:\.claude|conf)\/[^/]+$|-cwd$/,
];
