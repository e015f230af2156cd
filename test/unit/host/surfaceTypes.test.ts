/** That no text gets to a surface of VS Code without being made safe for it. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import path from 'node:path';
import ts from 'typescript';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const surfaceNames = new Set([
  'label',
  'description',
  'detail',
  'message',
  'title',
  'tooltip',
  'placeholder',
  'prompt',
]);

/** What goes to a surface: the place, the expression, and the kinds of text that may stand there. */
interface Use {
  readonly node: ts.Expression;
  readonly kinds: readonly string[];
}

it('every text that is given to VS Code is a constant or was made safe for its surface', () => {
  const config = ts.getParsedCommandLineOfConfigFile(
    path.join(root, 'tsconfig.json'),
    {},
    {
      ...ts.sys,
      onUnRecoverableConfigFileDiagnostic: (problem) => {
        throw new Error(ts.flattenDiagnosticMessageText(problem.messageText, '\n'));
      },
    },
  );
  const files = readdirSync(path.join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'))
    .map((file) => path.join(root, 'src', file))
    // What imports the API; all else is given to one of these.
    .filter((file) => /from 'vscode'/.test(readFileSync(file, 'utf8')));
  const program = ts.createProgram(files, { ...config?.options, noEmit: true });
  const checker = program.getTypeChecker();
  const found = files.flatMap((file) => {
    const source = program.getSourceFile(file);
    return source ? usesIn(source, checker).map((use) => ({ ...use, source })) : [];
  });
  const wrong = found.filter(({ node, kinds }) => !isAllowedText(node, kinds, checker));
  const places = wrong.map(({ node, source, kinds }) => {
    const { line } = source.getLineAndCharacterOfPosition(node.getStart());
    return `${path.relative(root, source.fileName)}:${line + 1} wants ${kinds.join(' or ')}: ${node.getText()}`;
  });
  expect(places).toEqual([]);
  expect(found.length).toBeGreaterThan(100);
}, 120_000);

function usesIn(source: ts.SourceFile, checker: ts.TypeChecker): Use[] {
  const uses: Use[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) uses.push(...usesOfCall(node));
    else if (ts.isNewExpression(node) && /\bTreeItem$/.test(node.expression.getText())) {
      const [label] = node.arguments ?? [];
      // Of a label with marks the text is looked at below.
      if (label && !ts.isObjectLiteralExpression(label)) uses.push({ node: label, kinds: ['label'] });
    } else if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken) {
      const { left, right } = node;
      if (ts.isPropertyAccessExpression(left) && surfaceNames.has(left.name.text) && !isOwn(left.expression))
        uses.push({ node: right, kinds: ['label'] });
    } else if (ts.isPropertyAssignment(node) || ts.isShorthandPropertyAssignment(node)) {
      const value = ts.isPropertyAssignment(node) ? node.initializer : node.name;
      if (ts.isIdentifier(node.name) && surfaceNames.has(node.name.text) && isSurface(node.parent, checker))
        uses.push({ node: value, kinds: kindsOf(node, checker) });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return uses;
}

function usesOfCall(call: ts.CallExpression): Use[] {
  const name = ts.isPropertyAccessExpression(call.expression) ? call.expression.name.text : '';
  const [first] = call.arguments;
  if (first === undefined) return [];
  if (/^show\w+Message$/.test(name)) return [{ node: first, kinds: ['message', 'dialog'] }];
  return name === 'setStatusBarMessage' ? [{ node: first, kinds: ['status'] }] : [];
}

/** A field of a class of this project (`this.title = …`) is no surface. */
function isOwn(target: ts.Expression): boolean {
  return target.kind === ts.SyntaxKind.ThisKeyword;
}

/** Whether an object goes to VS Code: its type is one of the API's, or it has none that would say where it goes. */
function isSurface(object: ts.Node, checker: ts.TypeChecker): boolean {
  if (!ts.isObjectLiteralExpression(object)) return false;
  const type = checker.getContextualType(object);
  const declared = type && apparentSymbols(type).flatMap((symbol) => symbol.declarations ?? []);
  if (declared === undefined || declared.length === 0) return true;
  const own = declared.filter((one) => one.getSourceFile().fileName.startsWith(path.join(root, 'src')));
  // A type of this project counts when it is made of one of the API's.
  return own.length < declared.length || own.some((one) => /\bvscode\./.test(one.getText().split('{')[0] ?? ''));
}

function apparentSymbols(type: ts.Type): ts.Symbol[] {
  const parts = type.isUnionOrIntersection() ? type.types : [type];
  return parts.flatMap((part) => part.aliasSymbol ?? part.getSymbol() ?? []);
}

function kindsOf(property: ts.ObjectLiteralElementLike, checker: ts.TypeChecker): string[] {
  const object = property.parent as ts.ObjectLiteralExpression;
  const type = checker.getContextualType(object);
  if (type?.getProperty('alwaysShow') !== undefined) return ['pick'];
  if (object.properties.some((one) => one.name?.getText() === 'highlights')) return ['label'];
  const name = property.name?.getText() ?? '';
  if (name === 'detail' && object.properties.some((one) => one.name?.getText() === 'modal')) return ['dialog'];
  if (type?.getProperty('increment') !== undefined || name === 'prompt') return ['message'];
  const isSpoken = /accessibilityInformation = $/.test(textBefore(object));
  return isSpoken || (name !== 'label' && name !== 'description' && name !== 'detail') ? ['label'] : ['pick'];
}

function textBefore(node: ts.Node): string {
  return node.getSourceFile().text.slice(0, node.getStart());
}

/** A text of the source in the display language, without anything put in, or what is allowed by its type. */
function isAllowedText(node: ts.Expression, kinds: readonly string[], checker: ts.TypeChecker): boolean {
  if (ts.isConditionalExpression(node))
    return [node.whenTrue, node.whenFalse].every((one) => isAllowedText(one, kinds, checker));
  if (ts.isCallExpression(node) && node.expression.getText() === 't' && node.arguments.length === 1)
    return node.arguments.every((one) => ts.isStringLiteral(one));
  return isAllowed(checker.getTypeAtLocation(node), kinds, checker);
}

/** Text that is fixed in the source, or of one of these kinds. */
function isAllowed(type: ts.Type, kinds: readonly string[], checker: ts.TypeChecker): boolean {
  if (type.isUnion()) return type.types.every((part) => isAllowed(part, kinds, checker));
  if (type.flags & (ts.TypeFlags.StringLiteral | ts.TypeFlags.Undefined | ts.TypeFlags.Null)) return true;
  const text = checker.typeToString(type);
  // A hover's Markdown is made in one place, of `hoverText`.
  if (text === 'MarkdownString') return true;
  const kind = /^SurfaceText<"(\w+)">$/.exec(text)?.[1];
  return kind !== undefined && kinds.includes(kind);
}
