/** The text of one of a session's extras, as a read-only document shows it. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { openRegularFile, readAt } from '../disk/openRegularFile.ts';
import { formatBytes } from '../text/format.ts';
import type { ExtraKind, SessionId } from '../model.ts';
import { toVisibleText } from '../text/visibleText.ts';
import { parseExtraPath } from './extrasLayout.ts';
import { parseTask, parseTodos, taskText, todosText } from './todoFiles.ts';

/** Why there is no text. `too-large`: a copy that cannot be shown whole. `not-text`: it holds NUL. */
export type ExtraTextProblem =
  'not-of-session' | 'missing' | 'not-a-regular-file' | 'unreadable' | 'not-text' | 'too-large';

export interface ExtraText {
  readonly text: string;
}

/** Of a longer file a part is shown; VS Code itself is slow with more. */
const longestText = 8 * 1024 * 1024;

/**
 * Reads a file that its path below one of the roots gives to this session, never through a link. Todos and tasks become
 * readable lines, of tool results and debug logs every control character becomes visible; a checkpoint stays as it is.
 */
export function readExtra(
  roots: readonly string[],
  id: SessionId,
  file: string,
  longest = longestText,
): ExtraText | ExtraTextProblem {
  const parsed = roots.map((root) => parseExtraPath(file, root)).find((one) => one?.sessionId === id);
  if (parsed === undefined || path.normalize(file) !== file) return 'not-of-session';
  const own = parsed.named === file ? [] : foldersBetween(parsed.named, parsed.folder);
  // The index does not follow a link in the place of a project directory either.
  if (parsed.kind === 'tool-result' || parsed.kind === 'session-file') own.unshift(path.dirname(parsed.named));
  if (!own.every(isDirectory)) return own.some((one) => !fs.existsSync(one)) ? 'missing' : 'not-a-regular-file';
  const opened = openRegularFile(file);
  if (opened.state !== 'open') return opened.state;
  try {
    const { size } = opened.stats;
    if (size > longest && parsed.kind === 'checkpoint') return 'too-large';
    // A reader looks for the end of a debug log.
    const start = parsed.kind === 'debug-log' ? Math.max(0, size - longest) : 0;
    const bytes = readAt(opened.fd, start, Math.min(size, longest));
    if (bytes.includes(0)) return 'not-text';
    const text = readable(parsed.kind, bytes.toString('utf8'));
    return { text: size > longest ? `${partNote(start > 0, longest, size)}\n\n${text}` : text };
  } catch {
    return 'unreadable';
  } finally {
    fs.closeSync(opened.fd);
  }
}

/** `top`, and the folders on the way from it to `folder`, which lies in it or is it. */
function foldersBetween(top: string, folder: string): string[] {
  const names = path.relative(top, folder).split(path.sep).filter(Boolean);
  return [top, ...names.map((_name, i) => path.join(top, ...names.slice(0, i + 1)))];
}

/** Whether a folder, and no link, stands at `location`. */
function isDirectory(location: string): boolean {
  try {
    return fs.lstatSync(location).isDirectory();
  } catch {
    return false;
  }
}

function partNote(isEnd: boolean, shown: number, size: number): string {
  return `(The ${isEnd ? 'last' : 'first'} ${formatBytes(shown)} of ${formatBytes(size)} are shown.)`;
}

function readable(kind: ExtraKind, text: string): string {
  switch (kind) {
    case 'todos': {
      const todos = parseTodos(text);
      return todos ? todosText(todos) : `(This is no list of todos as clients write it.)\n\n${toVisibleText(text)}`;
    }
    case 'task': {
      const task = parseTask(text);
      return task ? taskText(task) : `(This is no task as clients write it.)\n\n${toVisibleText(text)}`;
    }
    case 'tool-result':
    case 'debug-log':
    case 'session-file':
      return toVisibleText(text);
    case 'checkpoint':
      return text;
  }
}
