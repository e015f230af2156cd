/** docs/cli.md: what each command takes, and what it answers by the schema. */
import type { Command } from '../../../src/cli/command.ts';
import type { ContractSchema, JsonSchema } from '../../../src/contract/jsonSchema.ts';

/** Markdown, not yet formatted. */
export function cliReference(commands: Readonly<Record<string, Command>>, schema: ContractSchema): string {
  return [
    '# The command line, command by command',
    '',
    '<!-- Written by `npm run docs`; a test fails when it is not current. -->',
    '',
    `\`schema.json\` in the npm package is the same as JSON Schema. ${schema.description}`,
    'A reader passes over fields and values that it does not know. What is not known is `null`; times are ISO 8601. How to install it,',
    'and which question goes to which command, is in [agents.md](agents.md).',
    ...Object.entries(commands).flatMap(([name, command]) => [
      '',
      `## ${name}`,
      '',
      '```text',
      ...command.help.map((line) => `session-scope ${line}`.replace(/^session-scope {2}/, '  ')),
      '```',
      '',
      ...answerOf(schema.properties[name]),
    ]),
    '',
    '## Errors',
    '',
    ...answerOf(schema.$defs.Error),
    '',
    '## Types',
    ...Object.entries(schema.$defs)
      .filter(([name]) => name !== 'Error')
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([name, type]) => ['', `### ${name}`, '', ...answerOf(type)]),
    '',
  ].join('\n');
}

function answerOf(schema: JsonSchema | undefined): string[] {
  if (schema === undefined) return ['Prints no JSON.'];
  const shapes = schema.anyOf ?? [schema];
  return shapes.flatMap((shape, i) => [
    ...(i === 0 ? [] : ['']),
    ...(shape.properties === undefined ? [`${typeOf(shape)}${about(shape)}`] : fieldTable(shape)),
  ]);
}

function fieldTable({ description, properties = {}, required = [] }: JsonSchema): string[] {
  return [
    ...(description === undefined ? [] : [`${sentence(description)}:`, '']),
    '| field | type | |',
    '| --- | --- | --- |',
    ...fieldRows(properties, required, ''),
  ];
}

function fieldRows(
  properties: Readonly<Record<string, JsonSchema>>,
  required: readonly string[],
  prefix: string,
): string[] {
  return Object.entries(properties).flatMap(([name, schema]) => {
    const mark = required.includes(name) ? '' : '?';
    const row = `| \`${prefix}${name}${mark}\` | ${cell(typeOf(schema))} | ${cell(schema.description ?? '')} |`;
    const inner = innerOf(schema);
    const rows = (inner.anyOf ?? [inner]).flatMap(({ properties: fields = {}, required: needed = [] }) =>
      fieldRows(fields, needed, `${prefix}${name}${schema.items === undefined ? '' : '[]'}.`),
    );
    return [row, ...rows];
  });
}

/** What stands in a list, or beside `null`. */
function innerOf(schema: JsonSchema): JsonSchema {
  const [only, ...others] = (schema.anyOf ?? []).filter(({ type }) => type !== 'null');
  if (only !== undefined && others.length === 0) return innerOf(only);
  return schema.items === undefined ? schema : innerOf(schema.items);
}

function typeOf(schema: JsonSchema): string {
  if (schema.$ref !== undefined) {
    const name = schema.$ref.replace('#/$defs/', '');
    return `[${name}](#${name.toLowerCase()})`;
  }
  if (schema.const !== undefined) return `\`${JSON.stringify(schema.const)}\``;
  if (schema.enum !== undefined) return schema.enum.map((value) => `\`${String(value)}\``).join(', ');
  if (schema.anyOf !== undefined) return schema.anyOf.map(typeOf).join(' or ');
  if (schema.items !== undefined) return `list of ${typeOf(schema.items)}`;
  if (schema.format === 'date-time') return 'time';
  if (schema.propertyNames !== undefined) return `object: ${typeOf(schema.propertyNames)}`;
  return [schema.type ?? 'any'].flat().join(' or ');
}

function about({ description }: JsonSchema): string {
  return description === undefined ? '' : `: ${description}`;
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
