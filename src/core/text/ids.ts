/** Grammar of the names that come from data: session IDs, slugs, agent IDs. Nothing else may become part of a path. */
import type { SessionId } from '../model.ts';
import { lazyRegExp } from './lazyRegExp.ts';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const uuidPrefix =
  /^[0-9a-f]{8}(?:-(?:[0-9a-f]{0,4}(?:-(?:[0-9a-f]{0,4}(?:-(?:[0-9a-f]{0,4}(?:-[0-9a-f]{0,12})?)?)?)?)?)?)?$/i;
const slugGrammar = /^[A-Za-z0-9](?:[A-Za-z0-9_-]{0,126}[A-Za-z0-9])?$/;
const agentIdGrammar = /^[A-Za-z0-9_-]{1,128}$/;
const agentFile = /^agent-([A-Za-z0-9_-]{1,128})\.jsonl$/;
const planNameGrammar = lazyRegExp(String.raw`^[^/\\:\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]{1,200}$`, 'u');
const windowsDevice = /^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])$/i;

/**
 * The session ID that `text` spells, in lower case; `undefined` when it is not a UUID. JavaScript's `$` does not match
 * before a final newline.
 */
export function parseSessionId(text: unknown): SessionId | undefined {
  return typeof text === 'string' && uuid.test(text) ? (text.toLowerCase() as SessionId) : undefined;
}

/** The start of a session ID (at least 8 characters), in lower case. */
export function parseSessionIdPrefix(text: string): string | undefined {
  return text.length < 36 && uuidPrefix.test(text) ? text.toLowerCase() : undefined;
}

/** First 8 characters, for display next to the title. */
export function shortId(id: SessionId): string {
  return id.slice(0, 8);
}

/** Whether `text` may name a plan file: one path component, no Windows device name. */
export function isSlug(text: unknown): text is string {
  return typeof text === 'string' && slugGrammar.test(text) && !windowsDevice.test(text);
}

/**
 * Whether `text` may be the name of a plan's file, without `.md`, where a log proves that it was written: people name
 * plans with blanks, dots and any script. One path component of 200 characters at most, no control or bidi character,
 * no Windows device name.
 */
export function isPlanName(text: string): boolean {
  if (slugGrammar.test(text)) return !windowsDevice.test(text);
  return planNameGrammar().test(text) && text.trim() === text && !/^\.+$/.test(text) && !windowsDevice.test(text);
}

/** Whether `text` may be an agent's ID. */
export function isAgentId(text: unknown): text is string {
  return typeof text === 'string' && agentIdGrammar.test(text);
}

/** The agent ID in an agent log's file name; `undefined` when the name does not fit the grammar. */
export function agentIdOfFile(name: string): string | undefined {
  return agentFile.exec(name)?.[1];
}
