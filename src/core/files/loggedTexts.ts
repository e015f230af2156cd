/** The texts of one change, as far as its log holds them: nothing is guessed, and no file but the log is read. */
import { editedText } from '../log/planTexts.ts';
import { recordAt } from '../log/recordAt.ts';
import { fileWrite } from '../log/recordShapes.ts';
import type { FileChange } from '../model.ts';
import { array, number, object, safeParse, string, type Infer } from '../text/schema.ts';
import { fileResult, notebookResult, type FileResult } from './changesInRecord.ts';

const hunk = object({ oldStart: number, oldLines: number, newStart: number, newLines: number, lines: array(string) });

export interface LoggedTexts {
  /** Empty for a file that the call made; `undefined` where the log does not hold it. */
  readonly before: string | undefined;
  readonly after: string | undefined;
  /** Whether the call made the file. */
  readonly isNew: boolean;
  /** The change as a unified diff of this file, without a head; `undefined` where the log does not hold it. */
  readonly diff: string | undefined;
}

/** A change by the line of its result. */
export interface LoggedChangePlace extends Pick<FileChange, 'toolUseId'> {
  readonly evidence: Pick<FileChange['evidence'], 'file' | 'offset'>;
}

/** Reads the line of the change again; all `undefined` where it cannot be read, or is not the same any more. */
export function loggedTexts({ evidence, toolUseId }: LoggedChangePlace): LoggedTexts {
  const record = recordAt(evidence.file, evidence.offset);
  const isSame = record !== undefined && JSON.stringify(record.message ?? null).includes(JSON.stringify(toolUseId));
  const result = isSame ? record.toolUseResult : undefined;
  const notebook = safeParse(notebookResult, result);
  if (notebook !== undefined) {
    const { original_file: old, updated_file: now } = notebook;
    return { before: old ?? undefined, after: now ?? undefined, isNew: false, diff: undefined };
  }
  const file = safeParse(fileResult, result);
  if (file === undefined) return { before: undefined, after: undefined, isNew: false, diff: undefined };
  const isNew = file.type === 'create';
  const before = file.originalFile ?? file.originalFileContents ?? (isNew ? '' : undefined);
  const write = safeParse(fileWrite, record)?.toolUseResult;
  return { before, after: file.content ?? (write && editedText(write)), isNew, diff: diffOf(file) };
}

function diffOf({ structuredPatch, type, content }: FileResult): string | undefined {
  if (!structuredPatch || structuredPatch.length === 0) return type === 'create' ? additions(content ?? '') : undefined;
  const hunks = structuredPatch.map((one) => safeParse(hunk, one));
  return hunks.every((one) => one !== undefined) ? hunks.map(hunkText).join('') : undefined;
}

function hunkText({ oldStart, oldLines, newStart, newLines, lines }: Infer<typeof hunk>): string {
  return `@@ -${oldStart},${oldLines} +${newStart},${newLines} @@\n${lines.join('\n')}\n`;
}

function additions(text: string): string {
  if (text === '') return '';
  const lines = text.replace(/\n$/, '').split('\n');
  const end = text.endsWith('\n') ? '' : '\\ No newline at end of file\n';
  return `@@ -0,0 +1,${lines.length} @@\n${lines.map((line) => `+${line}\n`).join('')}${end}`;
}
