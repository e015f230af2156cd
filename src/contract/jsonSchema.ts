/** The contract as JSON Schema, which the packages carry. */
import * as z from 'zod';
import { answers, error } from './answers.ts';
import { version } from '../../package.json';

export interface JsonSchema {
  /** A list where it may be `null` too. */
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly format?: string;
  readonly $ref?: string;
  readonly additionalProperties?: JsonSchema;
  readonly propertyNames?: JsonSchema;
}

export interface ContractSchema {
  readonly $schema: string;
  readonly title: string;
  /** Of the product that answers so. */
  readonly version: string;
  readonly description: string;
  /** By command: what it prints. Of `agent-entries` and `watch`, what each line is. */
  readonly properties: Readonly<Record<string, JsonSchema>>;
  readonly $defs: Readonly<Record<string, JsonSchema>>;
}

/**
 * All answers as one schema. A reader has to pass over fields that it does not know, so that objects are open here,
 * other than in the tests.
 */
export function contractSchema(): ContractSchema {
  const { $schema, properties, $defs } = z.toJSONSchema(z.strictObject({ ...answers, error }), {
    override({ jsonSchema }) {
      if (isEmptyOrFalse(jsonSchema.additionalProperties)) delete jsonSchema.additionalProperties;
      if (jsonSchema.format === 'date-time') delete jsonSchema.pattern;
      for (const bound of ['minimum', 'maximum'] as const)
        if (Math.abs(jsonSchema[bound] ?? 0) === Number.MAX_SAFE_INTEGER) delete jsonSchema[bound];
    },
  });
  return {
    $schema: $schema ?? '',
    title: 'Answers of session-scope',
    version,
    description: 'Fields and values of enumerations are added, never renamed, retyped or dropped.',
    properties: properties as Record<string, JsonSchema>,
    $defs: $defs as Record<string, JsonSchema>,
  };
}

function isEmptyOrFalse(schema: unknown): boolean {
  return schema === false || (typeof schema === 'object' && schema !== null && Object.keys(schema).length === 0);
}
