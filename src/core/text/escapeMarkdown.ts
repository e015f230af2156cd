/** Plain text for a place that renders Markdown. */

/**
 * Text that Markdown shows as it stands: every ASCII punctuation mark is escaped, which CommonMark allows for all of
 * them. `MarkdownString.appendText` does less: a bare `https://…` stays a link that can be clicked (seen in VS Code
 * 1.139).
 */
export function escapeMarkdown(text: string): string {
  return text.replace(/[!-/:-@[-`{-~]/g, '\\$&');
}
