/** Words for files that sessions changed, in rows, hovers and pickers. Everything from logs passes `toSingleLine`. */
import { t } from '@vscode/l10n';
import type { ChangeRun, FileRuns } from '../core/answers/changeRuns.ts';
import type { FileNow } from '../core/answers/fileNow.ts';
import type { SessionFile } from '../core/answers/filesOfSession.ts';
import { isInside } from '../core/disk/paths.ts';
import { rulesOf } from '../core/disk/otherSystem.ts';
import type { Evidence, FileChange, FileChangeKind, SessionId } from '../core/model.ts';
import { formatPlural, joinParts } from '../core/text/format.ts';
import { toSingleLine, toSingleLinePath } from '../core/text/singleLine.ts';
import type { Fact, FactSource } from './facts.ts';
import { displayPath, sessionLabel } from './rowText.ts';

const maxLabel = 80;

/** As short as an ID can stand between other words: `4f0c…`. */
export function briefId(id: SessionId): string {
  return `${id.slice(0, 4)}…`;
}

/** Base name of a logged path, by the rules of the system that wrote it. */
export function fileLabel(file: string): string {
  return toSingleLine(rulesOf(file).basename(file), maxLabel);
}

/** `+12 −3`; `undefined` where the log does not tell. */
export function lineCounts({ added, removed }: Pick<FileChange, 'added' | 'removed'>): string | undefined {
  return added === undefined || removed === undefined ? undefined : `+${added} −${removed}`;
}

/** Marks, lines, then the folder below the innermost of `places` that has the file. */
export function changedFileDescription(file: SessionFile, places: Places): string {
  return joinParts(...fileMarks(file), lineCounts(file), folderBelow(file.path, places));
}

/** What a screen reader says for the row. */
export function changedFileAccessibleLabel(file: SessionFile, places: Places): string {
  const { added, removed, changes } = file;
  const lines = added === undefined || removed === undefined ? undefined : t('{0} added, {1} removed', added, removed);
  const folder = folderBelow(file.path, places);
  const parts = [
    t('Changed file {0}', fileLabel(file.path)),
    formatPlural(changes, t('1 change'), t('{0} changes')),
    lines,
    ...fileMarks(file),
    folder === undefined ? undefined : t('in {0}', folder),
  ];
  return parts.filter((part) => part !== undefined).join(', ');
}

/** Most important first. */
export function fileMarks({ takenBack, copiedFrom, alsoBy, now }: SessionFile): string[] {
  const others = alsoBy.filter((id) => id !== copiedFrom);
  const [first] = others;
  // Taking it back changed it, unless the conversation alone was taken back.
  const isRewound = takenBack === 'all' && now === 'changed';
  const marks = [
    takenBack === 'all' ? t('taken back') : takenBack === 'some' ? t('partly taken back') : undefined,
    copiedFrom === undefined ? undefined : copiedFrom === '' ? t('copied') : t('copied from {0}', briefId(copiedFrom)),
    first === undefined
      ? undefined
      : others.length > 1
        ? t('also {0} and {1} more', briefId(first), others.length - 1)
        : t('also {0}', briefId(first)),
    isRewound ? undefined : nowMarks[now],
  ];
  return marks.filter((mark) => mark !== undefined);
}

const nowMarks: Readonly<Record<FileNow, string | undefined>> = {
  'as-logged': undefined,
  changed: t('changed since'),
  found: undefined,
  gone: t('gone'),
  'not-a-regular-file': t('not a regular file'),
  'not-looked-at': undefined,
};

const nowSentences: Readonly<Record<FileNow, string>> = {
  'as-logged': t('as this session left it'),
  changed: t('not what the last of these changes left'),
  found: t('there; the log does not hold the whole text to compare it with'),
  gone: t('no such file is there now'),
  'not-a-regular-file': t('a link, folder or device stands there or on the way, and it was not opened'),
  'not-looked-at': t('not looked at: it lies outside of the opened folders'),
};

const kindWords: Readonly<Record<FileChangeKind, string>> = {
  write: 'Write',
  edit: 'Edit',
  'multi-edit': 'MultiEdit',
  'notebook-edit': 'NotebookEdit',
};

/** The tool's name, as the client has it. */
export function changeTool(kind: FileChangeKind): string {
  return kindWords[kind];
}

/** `the result of an Edit, line 4 of ~/…`: what proves a change. */
export function changeProof(
  kind: FileChangeKind,
  { file, line }: Pick<Evidence, 'file' | 'line'>,
  home: string,
): string {
  const place = displayPath(file, home);
  // The article is the tool's.
  return kind === 'edit'
    ? t('the result of an {0}, line {1} of {2}', kindWords[kind], line, place)
    : t('the result of a {0}, line {1} of {2}', kindWords[kind], line, place);
}

/** The hover of a row. */
export function changedFileFacts(file: SessionFile, { titleOf, formatTime, home }: FactSource): Fact[] {
  const { path, changes, last, agents, alsoBy, takenBack, copiedFrom, now } = file;
  const sessionWords = (id: SessionId): string => `${id} (${sessionLabel({ title: titleOf(id) })})`;
  const facts: (readonly [string, string | undefined])[] = [
    [t('File'), displayPath(path, home)],
    [t('Changes'), joinParts(formatPlural(changes, t('1 change'), t('{0} changes')), lineCounts(file))],
    [t('Last change'), last.time === undefined ? undefined : t('{0}, by the log', formatTime(last.time))],
    [t('Proved by'), changeProof(last.kind, last.evidence, home)],
    [t('By agents'), agents.length === 0 ? undefined : agents.map((id) => toSingleLine(id, maxLabel)).join(', ')],
    ...alsoBy.map((id) => [t('Also touched by'), sessionWords(id)] as const),
    [t('Taken back'), takenBackSentence(takenBack)],
    [t('Copied'), copiedFrom === undefined ? undefined : copiedSentence(copiedFrom, sessionWords)],
    [t('The file now'), nowSentences[now]],
  ];
  return facts.flatMap(([name, value]) => (value === undefined ? [] : [{ name, value }]));
}

function takenBackSentence(takenBack: SessionFile['takenBack']): string | undefined {
  if (takenBack === 'all') return t('/rewind took back the turns that made these changes');
  if (takenBack === 'some') return t('/rewind took back some of the turns that made these changes');
  return takenBack === undefined ? t('not known: the log forks, and a second terminal may have done that') : undefined;
}

function copiedSentence(copiedFrom: SessionId | '', words: (id: SessionId) => string): string {
  return copiedFrom === ''
    ? t('the log has copies of entries of another session; this session itself did not change the file')
    : t('the log has copies of entries of {0}; this session itself did not change the file', words(copiedFrom));
}

/** Folders below which files are shown. */
export interface Places {
  /** Of the window; where they are several, each stands before what lies in it. */
  readonly opened: readonly string[];
  /** Working directories of the session. */
  readonly cwds?: readonly string[];
  /** Shown as `~`. */
  readonly home: string;
}

/** The folder of a file below the innermost of `places`; as the whole path outside of all; `undefined` right in one. */
export function folderBelow(file: string, { opened, cwds = [], home }: Places): string | undefined {
  const rules = rulesOf(file);
  const folder = rules.dirname(file);
  const [base] = [...opened, ...cwds].filter((one) => isInside(file, one, rules)).sort((a, b) => b.length - a.length);
  if (base === undefined) return displayPath(folder, home);
  const name = opened.length > 1 && opened.includes(base) ? rules.basename(base) : '';
  const below = rules.join(name, rules.relative(base, folder));
  return below === '.' ? undefined : toSingleLinePath(below, 400);
}

/** Whether a file lies in one of `folders`, by its path alone. */
export function isInOneOf(file: string, folders: readonly string[]): boolean {
  return folders.some((one) => isInside(file, one, rulesOf(file)));
}

/** Whether a regular file stands there, reached from an opened folder without any link. */
export function isOnDisk({ now }: Pick<SessionFile, 'now'>): boolean {
  return now === 'as-logged' || now === 'changed' || now === 'found';
}

/** The title of the editor that shows runs of changes. */
export function changesTitle(name: string, id: SessionId, runs: readonly ChangeRun[]): string {
  const changes = runs.reduce((sum, run) => sum + run.changes, 0);
  const lines = runs.some(({ holds }) => holds === 'lines') ? t('changed lines alone') : undefined;
  return `${name} ${joinParts(briefId(id), formatPlural(changes, t('1 change'), t('{0} changes')), lines)}`;
}

/** What is said of changes that are not shown; `undefined` where there are none. */
export function notShownSentence(files: readonly FileRuns[]): string | undefined {
  if (files.length === 0) return t('No change of a file stands in the logs of this session.');
  const without = files.reduce((sum, file) => sum + file.withoutText, 0);
  const beyond = files.reduce((sum, file) => sum + file.beyond, 0);
  const shown = files.some(({ runs }) => runs.length > 0);
  if (!shown) return t('The log does not hold the text of these changes, so there is nothing to compare.');
  const parts = [
    without > 0
      ? formatPlural(
          without,
          t('The log does not hold the text of 1 change: not shown.'),
          t('The log does not hold the text of {0} changes: not shown.'),
        )
      : '',
    beyond > 0
      ? formatPlural(
          beyond,
          t('An editor shows no more than this: 1 change is left out.'),
          t('An editor shows no more than this: {0} changes are left out.'),
        )
      : '',
  ];
  return parts.filter(Boolean).join(' ') || undefined;
}
