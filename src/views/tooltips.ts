/** Hovers, made when somebody asks for one. */
import * as os from 'node:os';
import * as vscode from 'vscode';
import type { SessionDetails, SessionId } from '../core/model.ts';
import { type Fact, nodeFacts } from '../core/nodeFacts.ts';
import { toSingleLine } from '../core/text.ts';
import type { TreeNode } from '../core/treeNodes.ts';

const maxFacts = 40;

/** The hover of a node; `undefined` leaves the row's own text to do. */
export function tooltip(
  node: TreeNode,
  details: SessionDetails | undefined,
  titleOf: (id: SessionId) => string | undefined,
): vscode.MarkdownString | undefined {
  const facts = nodeFacts(node, {
    details,
    titleOf,
    formatTime: (time) => new Date(time).toLocaleString(),
    home: os.homedir(),
  });
  if (facts.length === 0) return undefined;
  const title = node.kind === 'session' ? details?.title : undefined;
  return factsTooltip(title, facts);
}

/** Untrusted, without HTML; text from logs and disks enters only escaped. */
export function factsTooltip(title: string | undefined, facts: readonly Fact[]): vscode.MarkdownString {
  const markdown = new vscode.MarkdownString();
  markdown.isTrusted = false;
  markdown.supportHtml = false;
  if (title !== undefined) markdown.appendText(toSingleLine(title)).appendMarkdown('\n\n');
  for (const { name, value } of facts.slice(0, maxFacts)) {
    markdown.appendMarkdown(`**${name}:** `).appendText(toSingleLine(value, 500)).appendMarkdown('  \n');
  }
  if (facts.length > maxFacts) markdown.appendText(`… and ${facts.length - maxFacts} more`);
  return markdown;
}
