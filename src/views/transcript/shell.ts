/** The pages that web views show. */
import { randomBytes } from 'node:crypto';
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { pageHtml } from './pageHtml.ts';

/** What the web view may do: run its scripts, load what the extension built, show images that came as data. */
export function webviewOptions(dist: vscode.Uri): vscode.WebviewOptions {
  return { enableScripts: true, enableForms: false, enableCommandUris: false, localResourceRoots: [dist] };
}

/** `page`: name of the built script; the style stands beside it as `<page>-style.css`. */
export function shellOf(webview: vscode.Webview, dist: vscode.Uri, page: 'transcript' | 'timeline'): string {
  const built = (name: string): string => webview.asWebviewUri(vscode.Uri.joinPath(dist, name)).toString();
  return pageHtml({
    title: page === 'transcript' ? t('Transcript') : t('Timeline'),
    language: vscode.l10n.bundle === undefined ? 'en' : vscode.env.language,
    translations: vscode.l10n.bundle,
    nonce: randomBytes(16).toString('base64url'),
    source: webview.cspSource,
    style: built(`${page}-style.css`),
    scripts: [...(page === 'transcript' ? [built('markdown-it.js')] : []), built(`${page}.js`)],
  });
}
