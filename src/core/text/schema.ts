/**
 * Schemas of parsed JSON, with the names that zod gives them. zod itself costs 18 KB and some milliseconds of each
 * start of the CLI. A schema is a type guard: it copies nothing, drops nothing, and accepts objects with more fields
 * than it names.
 */
export type Schema<T> = (value: unknown) => value is T;
/** The type of the values that a schema accepts. */
export type Infer<S> = S extends Schema<infer T> ? T : never;

export const string: Schema<string> = (value): value is string => typeof value === 'string';
/** Infinities and NaN are no numbers: JSON has none, and they cannot be shown. */
export const number: Schema<number> = (value): value is number => Number.isFinite(value);
export const boolean: Schema<boolean> = (value): value is boolean => typeof value === 'boolean';
export const unknown: Schema<unknown> = (_value): _value is unknown => true;

/** One of these strings or numbers. */
export function literal<const T extends string | number>(...values: readonly T[]): Schema<T> {
  return (value): value is T => values.includes(value as T);
}

export function optional<T>(schema: Schema<T>): Schema<T | undefined> {
  return (value): value is T | undefined => value === undefined || schema(value);
}

/** Clients leave out what they do not know, or write `null`. */
export function nullish<T>(schema: Schema<T>): Schema<T | null | undefined> {
  return (value): value is T | null | undefined => value === undefined || value === null || schema(value);
}

export function union<Schemas extends readonly Schema<unknown>[]>(...schemas: Schemas): Schema<Infer<Schemas[number]>> {
  return (value): value is Infer<Schemas[number]> => schemas.some((schema) => schema(value));
}

/** A string of at most `length` UTF-16 units. */
export function maxLength(length: number): Schema<string> {
  return (value): value is string => typeof value === 'string' && value.length <= length;
}

/** The same, and not empty. */
export function someText(length: number): Schema<string> {
  return (value): value is string => typeof value === 'string' && value !== '' && value.length <= length;
}

/** A safe integer that is not negative. */
export const count: Schema<number> = (value): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

export function array<T>(schema: Schema<T>): Schema<readonly T[]> {
  return (value): value is readonly T[] => Array.isArray(value) && value.every(schema);
}

/** An array that begins with these; more may follow. */
export function tuple<const Schemas extends readonly Schema<unknown>[]>(
  ...schemas: Schemas
): Schema<{ readonly [At in keyof Schemas]: Infer<Schemas[At]> }> {
  return (value): value is { readonly [At in keyof Schemas]: Infer<Schemas[At]> } =>
    Array.isArray(value) && schemas.every((schema, at) => schema(value[at]));
}

/** An object with at least these fields. */
export function object<Fields extends Readonly<Record<string, Schema<unknown>>>>(
  fields: Fields,
): Schema<{ readonly [Name in keyof Fields]: Infer<Fields[Name]> }> {
  const schemas = Object.entries(fields);
  return (value): value is { readonly [Name in keyof Fields]: Infer<Fields[Name]> } => {
    const json = asObject(value);
    return json !== undefined && schemas.every(([name, schema]) => schema(json[name]));
  };
}

/** An object with these fields and no other: for messages, of which nothing unlooked at is passed on. */
export function exactObject<Fields extends Readonly<Record<string, Schema<unknown>>>>(
  fields: Fields,
): Schema<{ readonly [Name in keyof Fields]: Infer<Fields[Name]> }> {
  const schema = object(fields);
  return (value): value is { readonly [Name in keyof Fields]: Infer<Fields[Name]> } =>
    schema(value) && Object.keys(value).every((name) => Object.hasOwn(fields, name));
}

/** An object whose values are all of one schema, under any names. */
export function record<T>(schema: Schema<T>): Schema<Readonly<Record<string, T>>> {
  return (value): value is Readonly<Record<string, T>> => {
    const json = asObject(value);
    return json !== undefined && Object.values(json).every(schema);
  };
}

/** The value, if the schema accepts it; never throws. */
export function safeParse<T>(schema: Schema<T>, value: unknown): T | undefined {
  return schema(value) ? value : undefined;
}

/** Any JSON object. */
export type Json = { readonly [key: string]: unknown };

export function asObject(value: unknown): Json | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : undefined;
}

/** The value where it is an array; else an empty one. */
export function asArray(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function asString(value: unknown): string | undefined {
  return safeParse(string, value);
}

export function asNumber(value: unknown): number | undefined {
  return safeParse(number, value);
}
