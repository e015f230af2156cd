/** The document of a web view: an empty shell whose scripts and style are the extension's own alone. */

export interface Page {
  readonly title: string;
  /** As `vscode.env.language` names it. */
  readonly language: string;
  /** By the English text; `undefined` for English. */
  readonly translations: Readonly<Record<string, string>> | undefined;
  readonly nonce: string;
  /** Where the web view's resources come from, for its policy. */
  readonly source: string;
  readonly style: string;
  /** In their order; the last one is the page's own, a module. */
  readonly scripts: readonly string[];
}

export function pageHtml({ title, language, translations, nonce, source, style, scripts }: Page): string {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${source}`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    // No string becomes HTML or script, whichever way it takes.
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
  const data =
    translations && `<script type="application/json" nonce="${nonce}" id="l10n">${json(translations)}</script>`;
  const own = scripts.length - 1;
  const loaded = scripts.map(
    (script, at) => `<script${at === own ? ' type="module"' : ''} nonce="${nonce}" src="${script}"></script>`,
  );
  return `<!DOCTYPE html>
<html lang="${attribute(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${style}">
<title>${attribute(title)}</title>
</head>
<body data-vscode-context='{"preventDefaultContextMenuItems":true}'>
${[...(data === undefined ? [] : [data]), ...loaded].join('\n')}
</body>
</html>`;
}

/** Without `<`, which alone could end the element or change how it is read. */
function json(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', String.raw`\u003c`);
}

function attribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
