/** docs/settings.md: every setting, as the manifest has it. */
import prettier from 'prettier';
import { expect, it } from 'vitest';
import { readManifest } from '../../fixtures/manifest.ts';

interface Setting {
  readonly type: string;
  readonly default: unknown;
  readonly scope?: string;
  readonly enum?: readonly string[];
  readonly enumDescriptions?: readonly string[];
  readonly minimum?: number;
  readonly markdownDescription: string;
}

interface Manifest {
  readonly capabilities: { readonly untrustedWorkspaces: { readonly restrictedConfigurations: readonly string[] } };
  readonly contributes: { readonly configuration: { readonly properties: Readonly<Record<string, Setting>> } };
}

const manifest = readManifest<Manifest>();

it('docs/settings.md is what the manifest says', async () => {
  const file = 'docs/settings.md';
  const formatted = await prettier.format(reference(), { ...(await prettier.resolveConfig(file)), filepath: file });
  await expect(formatted, 'npm run docs writes it anew').toMatchFileSnapshot(`../../../${file}`);
});

/** Markdown, not yet formatted. */
function reference(): string {
  const settings = Object.entries(manifest.contributes.configuration.properties);
  const limited = manifest.capabilities.untrustedWorkspaces.restrictedConfigurations;
  const sections = (of: readonly (readonly [string, Setting])[]): string[] =>
    of.flatMap(([id, setting]) => ['', `### \`${id}\``, '', ...described(setting)]);
  return [
    '# Settings',
    '',
    '<!-- Written by `npm run docs`; a test fails when it is not current. -->',
    '',
    'None needs to be set. All of them are in VS Code’s settings editor under _Session Scope_.',
    '',
    '## What is shown and told',
    '',
    'A workspace may set these, in Restricted Mode too.',
    ...sections(settings.filter(([id]) => !limited.includes(id))),
    '',
    '## Places, ages and terminals',
    '',
    'Only your own settings on a machine count: what a workspace says is passed over.',
    ...sections(settings.filter(([id]) => limited.includes(id))),
    '',
  ].join('\n');
}

function described({
  type,
  default: value,
  enum: values,
  enumDescriptions,
  minimum,
  markdownDescription,
}: Setting): string[] {
  const choices = values?.map((choice, at) => `- \`${choice}\`: ${enumDescriptions?.[at] ?? ''}`);
  const least = minimum === undefined ? '' : `, at least ${minimum}`;
  return [
    // `#name#` is the settings editor's link to another setting.
    markdownDescription.replaceAll(/`#([\w.]+)#`/g, '`$1`'),
    ...(choices ? ['', ...choices] : []),
    '',
    `Default: \`${JSON.stringify(value)}\` (${type}${least})`,
  ];
}
