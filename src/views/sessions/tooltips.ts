/** Hovers, made on demand. */
import * as os from 'node:os';
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { formatTime } from '../../host/formatTime.ts';
import { hoverText } from '../../host/surfaces.ts';
import type { SessionDetails, SessionId } from '../../core/model.ts';
import { type Fact, nodeFacts } from '../../presentation/hoverFacts.ts';
import type { TreeNode } from '../../presentation/treeNodes.ts';

const maxFacts = 40;

/** The hover of a node; `undefined`: the row's own text is enough. */
export function tooltip(
  node: TreeNode,
  details: SessionDetails | undefined,
  titleOf: (id: SessionId) => string | undefined,
  more: readonly Fact[] = [],
  prompts: readonly string[] = [],
): vscode.MarkdownString | undefined {
  const facts = [...nodeFacts(node, { details, prompts, titleOf, formatTime, home: os.homedir() }), ...more];
  if (facts.length === 0) return undefined;
  const title = node.kind === 'session' ? details?.title : undefined;
  return factsTooltip(title, facts);
}

/** Untrusted, without HTML; text from logs and disks enters only escaped. */
export function factsTooltip(title: string | undefined, facts: readonly Fact[]): vscode.MarkdownString {
  const lines = facts.slice(0, maxFacts).map(({ name, value }) => `**${name}:** ${hoverText(value, 500)}`);
  if (facts.length > maxFacts) lines.push(t('… and {0} more', facts.length - maxFacts));
  const heading = title === undefined ? '' : `${hoverText(title, 200)}\n\n`;
  const markdown = new vscode.MarkdownString(heading + lines.join('  \n'));
  markdown.isTrusted = false;
  markdown.supportHtml = false;
  return markdown;
}
