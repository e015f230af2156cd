/** The document of a web view: an empty shell whose scripts and style are the extension's own alone. */
import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

/** What the web view may do: run its scripts, load what the extension built, show images that came as data. */
export function webviewOptions(dist: vscode.Uri): vscode.WebviewOptions {
  return { enableScripts: true, enableForms: false, enableCommandUris: false, localResourceRoots: [dist] };
}

/** `page`: name of the built script; the style stands beside it as `<page>-style.css`. */
export function shellOf(webview: vscode.Webview, dist: vscode.Uri, page: 'transcript' | 'timeline'): string {
  const nonce = randomBytes(16).toString('base64url');
  const script = webview.asWebviewUri(vscode.Uri.joinPath(dist, `${page}.js`)).toString();
  const markdown = webview.asWebviewUri(vscode.Uri.joinPath(dist, 'markdown-it.js')).toString();
  const style = webview.asWebviewUri(vscode.Uri.joinPath(dist, `${page}-style.css`)).toString();
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource}`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    // No string becomes HTML or script, whichever way it takes.
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${style}">
<title>${page === 'transcript' ? 'Transcript' : 'Timeline'}</title>
</head>
<body data-vscode-context='{"preventDefaultContextMenuItems":true}'>
${page === 'transcript' ? `<script nonce="${nonce}" src="${markdown}"></script>` : ''}
<script type="module" nonce="${nonce}" src="${script}"></script>
</body>
</html>`;
}
