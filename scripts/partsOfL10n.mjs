import { readFile } from 'node:fs/promises';

/**
 * `@vscode/l10n` without what reads translations from addresses and files: VS Code has read them.
 *
 * @type {import('esbuild').Plugin}
 */
export const partsOfL10n = {
  name: 'parts-of-l10n',
  setup(build) {
    build.onLoad({ filter: /[\\/]@vscode[\\/]l10n[\\/]dist[\\/]\w+\.js$/ }, async ({ path: file }) => {
      const [own] = /^var bundle;$[^]*?(?=^\/\/ Annotate|$(?![^]))/m.exec(await readFile(file, 'utf8')) ?? [];
      if (own === undefined) throw new Error(`${file} is not built as it was.`);
      return { contents: `${own.replace(/^export \{[^]*/m, '')}export { config, t };` };
    });
  },
};
