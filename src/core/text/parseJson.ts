import { asObject, type Json } from './schema.ts';

/** The value of a JSON text, given as a string or in UTF-8; `undefined` for anything else. Never throws. */
export function parseJson(text: string | Buffer | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(typeof text === 'string' ? text : text.toString('utf8'));
  } catch {
    return undefined;
  }
}

/** The object of a JSON text; `undefined` when it is no JSON, or an array or a single value. Never throws. */
export function parseJsonObject(text: string | Buffer | undefined): Json | undefined {
  return asObject(parseJson(text));
}
