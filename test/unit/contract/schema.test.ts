/** The reference in the repository is current, and nothing of the schema of the last release is gone. */
import * as fs from 'node:fs';
import prettier from 'prettier';
import { describe, expect, it } from 'vitest';
import { allCommands } from '../../../src/cli/commands.ts';
import { contractSchema, type ContractSchema } from '../../../src/contract/jsonSchema.ts';
import { cliReference } from './cliReference.ts';
import { incompatibilities } from './compatible.ts';

const released = JSON.parse(fs.readFileSync('schema/released.json', 'utf8')) as ContractSchema;

it('docs/cli.md is what the code says', async () => {
  const file = 'docs/cli.md';
  const text = cliReference(await allCommands(), contractSchema());
  const formatted = await prettier.format(text, { ...(await prettier.resolveConfig(file)), filepath: file });
  await expect(formatted, 'npm run docs writes it anew').toMatchFileSnapshot(`../../../${file}`);
});

describe('the schema that was released last', () => {
  it('has nothing that is gone or of another type now', () => {
    expect(incompatibilities(released, contractSchema())).toEqual([]);
  });

  it.each<[string, (schema: Mutable) => void]>([
    ['a field is gone', (schema) => delete schema.$defs.Plan?.properties?.slug],
    ['a field has another type', (schema) => (schema.$defs.Plan!.properties!.slug = { type: 'integer' })],
    ['a field may be null', (schema) => (schema.$defs.Plan!.properties!.slug = { anyOf: [{ type: 'string' }] })],
    ['a field may be absent', (schema) => schema.$defs.Plan?.required?.pop()],
    ['a value of an enumeration is gone', (schema) => schema.$defs.Plan?.properties?.state?.enum?.pop()],
    ['a command is gone', (schema) => delete schema.properties.plan],
    ['a kind of answer is gone', (schema) => schema.properties.plan?.anyOf?.pop()],
    ['elements of a list differ', (schema) => (schema.properties.agents!.items = { type: 'string' })],
  ])('is broken where %s', (_what, change) => {
    const schema = structuredClone(contractSchema()) as unknown as Mutable;
    change(schema);
    expect(incompatibilities(contractSchema(), schema as unknown as ContractSchema)).not.toEqual([]);
  });

  it('is not broken where a field, a command or a value is added', () => {
    const schema = structuredClone(contractSchema()) as unknown as Mutable;
    schema.$defs.Plan!.properties!.mood = { type: 'string' };
    schema.properties.more = { type: 'string' };
    schema.$defs.Plan!.properties!.state!.enum!.push('lost');
    expect(incompatibilities(contractSchema(), schema as unknown as ContractSchema)).toEqual([]);
  });
});

interface Mutable {
  properties: Record<string, MutableSchema>;
  $defs: Record<string, MutableSchema>;
}

interface MutableSchema {
  type?: string;
  properties?: Record<string, MutableSchema>;
  required?: string[];
  enum?: string[];
  anyOf?: MutableSchema[];
  items?: MutableSchema;
}
