/** Entries with which the context of a session begins anew. */
import { asString, type Json } from '../text/schema.ts';
import { typedCommand } from './prompts.ts';

/** In each line that can hold one. */
export const compactionNeedle = Buffer.from('"compact_boundary"');
export const clearNeedle = Buffer.from('/clear');

/** Whether the client replaced the talk by a summary; `microcompact_boundary` only drops old results of tools. */
export function isCompaction({ type, subtype }: Json): boolean {
  return type === 'system' && subtype === 'compact_boundary';
}

/** Whether a person typed /clear. Clients write it as a prompt, or as an entry of the system (2.1.12, 2.1.47). */
export function isClear(record: Json): boolean {
  const command = record['type'] === 'system' ? systemCommand(record) : typedCommand(record);
  return command !== undefined && /^\/clear(?:\s|$)/.test(command);
}

function systemCommand({ content }: Json): string | undefined {
  return /^\s*<command-name>\s*(\/\S+)\s*<\/command-name>/.exec(asString(content) ?? '')?.[1];
}
