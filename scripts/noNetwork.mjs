/**
 * Options of esbuild that keep what a package would fetch with out of all bundles: the variant of `@vscode/l10n` that
 * reads no files, since VS Code has read the translations, and no `fetch` at all.
 *
 * @type {Pick<import('esbuild').BuildOptions, 'alias' | 'define'>}
 */
export const noNetwork = {
  alias: { '@vscode/l10n': '@vscode/l10n/dist/browser.js' },
  define: { fetch: 'undefined' },
};
