/**
 * Checks of parsed JSON on the way to a slug, where the 18 KB of a schema library are a third of all that is loaded. A
 * shape says whether a value is of its type; it copies nothing and drops nothing. Anything else in an object is welcome.
 */
export type Shape<T> = (value: unknown) => value is T;
export type Shaped<S> = S extends Shape<infer T> ? T : never;

export const text: Shape<string> = (value): value is string => typeof value === 'string';
export const number: Shape<number> = (value): value is number => Number.isFinite(value);
export const flag: Shape<boolean> = (value): value is boolean => typeof value === 'boolean';
export const list: Shape<readonly unknown[]> = (value): value is readonly unknown[] => Array.isArray(value);
export const anything: Shape<unknown> = (_value): _value is unknown => true;

/** One of these texts. */
export function oneOf<const T extends string>(...texts: readonly T[]): Shape<T> {
  return (value): value is T => texts.includes(value as T);
}

export function optional<T>(shape: Shape<T>): Shape<T | undefined> {
  return (value): value is T | undefined => value === undefined || shape(value);
}

/** As clients write what they do not know: left out, or `null`. */
export function nullish<T>(shape: Shape<T>): Shape<T | null | undefined> {
  return (value): value is T | null | undefined => value === undefined || value === null || shape(value);
}

/** Of one of these shapes. */
export function either<Shapes extends readonly Shape<unknown>[]>(...shapes: Shapes): Shape<Shaped<Shapes[number]>> {
  return (value): value is Shaped<Shapes[number]> => shapes.some((shape) => shape(value));
}

/** A list of nothing but these. */
export function listOf<T>(shape: Shape<T>): Shape<readonly T[]> {
  return (value): value is readonly T[] => Array.isArray(value) && value.every(shape);
}

/** A list that begins with these. */
export function tuple<const Shapes extends readonly Shape<unknown>[]>(
  ...shapes: Shapes
): Shape<{ readonly [At in keyof Shapes]: Shaped<Shapes[At]> }> {
  return (value): value is { readonly [At in keyof Shapes]: Shaped<Shapes[At]> } =>
    Array.isArray(value) && shapes.every((shape, at) => shape(value[at]));
}

/** An object with at least these fields. */
export function object<Fields extends Readonly<Record<string, Shape<unknown>>>>(
  fields: Fields,
): Shape<{ readonly [Name in keyof Fields]: Shaped<Fields[Name]> }> {
  const shapes = Object.entries(fields);
  return (value): value is { readonly [Name in keyof Fields]: Shaped<Fields[Name]> } => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    return shapes.every(([name, shape]) => shape((value as Record<string, unknown>)[name]));
  };
}

/** The value, when it is of this shape. */
export function shaped<T>(shape: Shape<T>, value: unknown): T | undefined {
  return shape(value) ? value : undefined;
}
