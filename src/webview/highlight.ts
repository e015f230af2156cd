/**
 * Colours for code, in a file of its own that is loaded with the first code that comes into sight. The tokens become
 * elements one by one: no HTML is made.
 */
import hljs from 'highlight.js/lib/core';
import bash from 'highlight.js/lib/languages/bash';
import cpp from 'highlight.js/lib/languages/cpp';
import css from 'highlight.js/lib/languages/css';
import go from 'highlight.js/lib/languages/go';
import java from 'highlight.js/lib/languages/java';
import javascript from 'highlight.js/lib/languages/javascript';
import json from 'highlight.js/lib/languages/json';
import python from 'highlight.js/lib/languages/python';
import rust from 'highlight.js/lib/languages/rust';
import typescript from 'highlight.js/lib/languages/typescript';
import xml from 'highlight.js/lib/languages/xml';
import yaml from 'highlight.js/lib/languages/yaml';

const languages = { bash, cpp, css, go, java, javascript, json, python, rust, typescript, xml, yaml };
for (const [name, language] of Object.entries(languages)) hljs.registerLanguage(name, language);
hljs.registerAliases(['jsonc', 'json5'], { languageName: 'json' });
hljs.registerAliases(['c', 'h'], { languageName: 'cpp' });

/** A piece of text with what it is: `keyword`, `string` and the like; `undefined`: plain. */
export interface Token {
  readonly text: string;
  readonly scope: string | undefined;
}

/** The tokens of the text, which together are the text; `undefined` of a language that is not among the common ones. */
export function tokensOf(text: string, language: string): readonly Token[] | undefined {
  if (hljs.getLanguage(language) === undefined) return undefined;
  const result = hljs.highlight(text, { language, ignoreIllegals: true });
  const tokens: Token[] = [];
  collect(
    (result as unknown as { readonly _emitter: { readonly rootNode: Node } })._emitter.rootNode,
    undefined,
    tokens,
  );
  return tokens;
}

interface Node {
  readonly scope?: string;
  readonly children: readonly (Node | string)[];
}

function collect(node: Node, outer: string | undefined, tokens: Token[]): void {
  // `title.function` and the like have the colour of the first word.
  const scope = node.scope?.split(/[.:]/)[0] ?? outer;
  for (const child of node.children) {
    if (typeof child === 'string') tokens.push({ text: child, scope });
    else collect(child, scope, tokens);
  }
}
