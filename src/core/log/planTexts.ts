/** The text of a plan, as records of a log have it. */
import {
  array,
  boolean,
  nullish,
  number,
  object,
  optional,
  safeParse,
  string,
  type Infer,
  type Json,
} from '../text/schema.ts';
import * as records from './recordShapes.ts';

type FileWrite = Infer<typeof records.fileWrite>['toolUseResult'];

/** One replacement of an Edit or MultiEdit. */
export interface TextEdit {
  readonly oldText: string;
  readonly newText: string;
  readonly all: boolean;
}

/** What an Edit or MultiEdit did to a file. */
export interface LoggedEdit {
  readonly edits: readonly TextEdit[];
  /** The whole text before; `undefined` where it is not logged. */
  readonly before: string | undefined;
  /** Lines that the file has more now (or fewer: negative), by the patch that the client logs. */
  readonly moreLines: number | undefined;
}

const multiEdit = object({
  edits: array(object({ old_string: string, new_string: string, replace_all: optional(boolean) })),
  originalFileContents: nullish(string),
});
const patch = array(object({ oldLines: number, newLines: number }));

/** The text that a record which proves a plan logs of it; `undefined` when it logs none, or none as a whole. */
export function planTextIn(record: Json): string | undefined {
  const result = safeParse(records.fileWrite, record)?.toolUseResult;
  return (
    safeParse(records.planAttachment, record)?.attachment.planContent ??
    safeParse(records.planApproval, record)?.toolUseResult.plan ??
    safeParse(records.planPrompt, record)?.planContent ??
    result?.content ??
    (result && editedText(result))
  );
}

/** The whole text after an Edit, which logs the text before it. */
export function editedText(result: FileWrite): string | undefined {
  const edit = editIn(result);
  return edit?.before === undefined ? undefined : applyEdit(edit.before, edit);
}

/** The Edit or MultiEdit that the result of a tool tells of; `undefined` when it is of another tool. */
export function editIn(result: FileWrite): LoggedEdit | undefined {
  const hunks = safeParse(patch, result.structuredPatch);
  const moreLines = hunks && hunks.reduce((sum, { oldLines, newLines }) => sum + newLines - oldLines, 0);
  const { oldString, newString, originalFile, replaceAll } = result;
  if (typeof oldString === 'string' && typeof newString === 'string') {
    const edit = { oldText: oldString, newText: newString, all: replaceAll === true };
    return { edits: [edit], before: originalFile ?? undefined, moreLines };
  }
  const several = safeParse(multiEdit, result);
  if (several === undefined) return undefined;
  const edits = several.edits.map(({ old_string: oldText, new_string: newText, replace_all: all }): TextEdit => {
    return { oldText, newText, all: all === true };
  });
  return { edits, before: several.originalFileContents ?? undefined, moreLines };
}

/**
 * `text` with the edit applied; `undefined` where it does not apply without doubt: the client edits only what it finds,
 * and only once unless told to replace all. An edit that empties a line may take the line with it: what the patch says
 * counts.
 */
export function applyEdit(text: string, { edits, moreLines }: LoggedEdit): string | undefined {
  const plain = allReplaced(text, edits, false);
  if (edits.every(({ newText }) => newText !== '')) return plain;
  const wholeLines = allReplaced(text, edits, true);
  if (plain === wholeLines) return plain;
  return [plain, wholeLines].find((one) => one !== undefined && linesIn(one) - linesIn(text) === moreLines);
}

function allReplaced(text: string, edits: readonly TextEdit[], wholeLines: boolean): string | undefined {
  let now: string | undefined = text;
  for (const edit of edits) now = now === undefined ? undefined : replaced(now, edit, wholeLines);
  return now;
}

/** `wholeLines`: the line feed behind text that is deleted goes as well. */
function replaced(text: string, { oldText, newText, all }: TextEdit, wholeLines: boolean): string | undefined {
  if (oldText === '') return text === '' ? newText : undefined;
  const takesLine = wholeLines && newText === '' && !oldText.endsWith('\n') && text.includes(`${oldText}\n`);
  const sought = takesLine ? `${oldText}\n` : oldText;
  const at = text.indexOf(sought);
  if (at === -1) return undefined;
  if (all) return text.replaceAll(sought, () => newText);
  if (text.includes(oldText, text.indexOf(oldText) + oldText.length)) return undefined;
  return text.slice(0, at) + newText + text.slice(at + sought.length);
}

function linesIn(text: string): number {
  let lines = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines++;
  return lines;
}
