/** What a reader of one schema would miss in another. */
import type { ContractSchema, JsonSchema } from '../../../src/contract/jsonSchema.ts';

/** Sentences: each a field that is not there any more, or has another type. Additions are none. */
export function incompatibilities(before: ContractSchema, after: ContractSchema): string[] {
  return [...inFields(before.properties, after.properties, ''), ...inFields(before.$defs, after.$defs, '$defs')];
}

type Fields = Readonly<Record<string, JsonSchema>>;

function inFields(before: Fields, after: Fields, at: string): string[] {
  return Object.entries(before).flatMap(([name, schema]) => {
    const now = after[name];
    return now === undefined ? [`${at}.${name} is gone`] : inSchema(schema, now, `${at}.${name}`);
  });
}

function inSchema(before: JsonSchema, after: JsonSchema, at: string): string[] {
  const { required = [], properties = {}, anyOf = [], enum: values = [] } = before;
  const changed = (['type', 'format', 'const', '$ref'] as const).filter(
    (key) => String(before[key]) !== String(after[key]),
  );
  const optional = required.filter((name) => after.required?.includes(name) !== true && after.properties?.[name]);
  return [
    ...changed.map((key) => `${at}: ${key} was ${String(before[key])}, and is ${String(after[key])}`),
    ...optional.map((name) => `${at}.${name} was always there`),
    ...values.filter((value) => after.enum?.includes(value) !== true).map((value) => `${at}: no ${String(value)} now`),
    ...(anyOf.length === 0 && after.anyOf !== undefined ? [`${at} may be something else now`] : []),
    ...anyOf.flatMap((option, i) => inSchema(option, after.anyOf?.[i] ?? {}, `${at}(${i})`)),
    ...inFields(properties, after.properties ?? {}, at),
    ...(['items', 'additionalProperties', 'propertyNames'] as const).flatMap((key) =>
      before[key] === undefined ? [] : inSchema(before[key], after[key] ?? {}, `${at}[]`),
    ),
  ];
}
