import { type Token, TokenKind } from '../preprocess/token';
import type { FunctionRange } from './functions';

/** A variable or parameter as its declaration says it. */
export interface Declaration {
  readonly name: string;
  /** Everything in front of the declarator: storage, qualifiers, type. */
  readonly words: readonly string[];
  readonly pointers: number;
  readonly isArray: boolean;
  /** Index of the name in the unit's tokens. */
  readonly at: number;
}

const notADeclaration =
  /^(?:return|goto|case|default|else|if|while|for|do|switch|break|continue|sizeof|using|namespace|delete|new|throw|template|public|private|protected|friend|operator|co_\w+)$/;
const withParentheses = /^(?:__attribute__|__attribute|__declspec|_?[aA]lignas|__asm__|asm|__asm)$/;
const typeOf = /^(?:typeof|typeof_unqual|__typeof__|__typeof|decltype)$/;
const qualifier = /^(?:const|volatile|restrict|__restrict|__restrict__|__const|__volatile__)$/;

/**
 * Reads the declaration that begins at a token: what it declares, and where it ends (at its semicolon, or at what ends a
 * parameter). undefined: something else stands there. Declarators in parentheses and types with `::` or `<` are not read.
 */
export function readDeclaration(
  tokens: readonly Token[],
  from: number,
): { readonly declared: readonly Declaration[]; readonly end: number } | undefined {
  const words: string[] = [];
  let i = from;
  for (;;) {
    const token = tokens[i];
    if (token?.kind !== TokenKind.Identifier || notADeclaration.test(token.text)) break;
    if (words.length > 0 && endsName(tokens[i + 1])) break;
    if (withParentheses.test(token.text)) {
      i = behindGroup(tokens, i + 1);
      continue;
    }
    words.push(token.text);
    i++;
    if (typeOf.test(token.text)) i = behindGroup(tokens, i);
    else if (/^(?:struct|union|enum|class)$/.test(token.text)) i = behindTag(tokens, i, words);
  }
  if (words.length === 0) return undefined;
  const declared: Declaration[] = [];
  for (;;) {
    const declarator = readDeclarator(tokens, i, words);
    if (!declarator) return declared.length > 0 ? { declared, end: i } : undefined;
    declared.push(declarator.declaration);
    i = declarator.end;
    if (tokens[i]?.text !== ',') return { declared, end: i };
    i++;
  }
}

function endsName(token: Token | undefined): boolean {
  return token === undefined || /^[=;,[)({:]$/.test(token.text) || withParentheses.test(token.text);
}

function behindTag(tokens: readonly Token[], from: number, words: string[]): number {
  let i = from;
  while (withParentheses.test(tokens[i]?.text ?? '')) i = behindGroup(tokens, i + 1);
  const name = tokens[i];
  if (name?.kind === TokenKind.Identifier) {
    words.push(name.text);
    i++;
  }
  return tokens[i]?.text === '{' ? behindGroup(tokens, i) : i;
}

function readDeclarator(
  tokens: readonly Token[],
  from: number,
  words: readonly string[],
): { readonly declaration: Declaration; readonly end: number } | undefined {
  let i = from;
  let pointers = 0;
  for (let text = tokens[i]?.text ?? ''; text === '*' || qualifier.test(text); text = tokens[++i]?.text ?? '')
    if (text === '*') pointers++;
  const name = tokens[i];
  const at = i++;
  // A function is no variable.
  if (name?.kind !== TokenKind.Identifier || !endsName(tokens[i]) || tokens[i]?.text === '(') return undefined;
  const isArray = tokens[i]?.text === '[';
  while (tokens[i]?.text === '[') i = behindGroup(tokens, i);
  while (withParentheses.test(tokens[i]?.text ?? '')) i = behindGroup(tokens, i + 1);
  if (tokens[i]?.text === '=' || tokens[i]?.text === '{' || tokens[i]?.text === ':') i = endOfValue(tokens, i + 1);
  return { declaration: { name: name.text, words, pointers, isArray, at }, end: i };
}

/** The index of the comma, semicolon or closing parenthesis that ends the expression which begins at `from`. */
export function endOfValue(tokens: readonly Token[], from: number): number {
  let depth = 0;
  for (let i = from; i < tokens.length; i++) {
    const text = tokens[i]?.text ?? '';
    if (depth === 0 && /^[,;)\]}]$/.test(text)) return i;
    if (/^[([{]$/.test(text)) depth++;
    else if (/^[)\]}]$/.test(text)) depth--;
  }
  return tokens.length;
}

/** Behind the brackets that open at `open`; `open` itself if none does. */
export function behindGroup(tokens: readonly Token[], open: number): number {
  let depth = 0;
  for (let i = open; i < tokens.length; i++) {
    const text = tokens[i]?.text ?? '';
    if (/^[([{]$/.test(text)) depth++;
    else if (/^[)\]}]$/.test(text)) depth--;
    if (depth === 0) return /^[)\]}]$/.test(text) ? i + 1 : open;
  }
  return tokens.length;
}

/** What is declared at file scope: variables by name, and typedef names. */
export interface FileDeclarations {
  readonly variables: ReadonlyMap<string, readonly Declaration[]>;
  readonly types: ReadonlyMap<string, Declaration>;
}

export function fileDeclarations(tokens: readonly Token[], functions: readonly FunctionRange[]): FileDeclarations {
  const variables = new Map<string, Declaration[]>();
  const types = new Map<string, Declaration>();
  let next = 0;
  let i = 0;
  while (i < tokens.length) {
    while ((functions[next]?.end ?? Infinity) < i) next++;
    const range = functions[next];
    if (range && range.start <= i) {
      i = range.end + 1;
      continue;
    }
    const declaration = readDeclaration(tokens, i);
    for (const declared of declaration?.declared ?? []) {
      if (declared.words[0] === 'typedef') types.set(declared.name, declared);
      else variables.set(declared.name, [...(variables.get(declared.name) ?? []), declared]);
    }
    i = nextStatement(tokens, declaration?.end ?? i);
  }
  return { variables, types };
}

/** Behind the end of the statement around `from`: bodies of namespaces and `extern "C"` are entered, others left out. */
function nextStatement(tokens: readonly Token[], from: number): number {
  for (let i = from; i < tokens.length; i++) {
    const text = tokens[i]?.text ?? '';
    if (text === ';' || text === '}') return i + 1;
    if (text !== '{') continue;
    const isEntered = tokens[i - 1]?.kind === TokenKind.String || tokens[i - 2]?.text === 'namespace';
    if (isEntered || tokens[i - 1]?.text === 'namespace') return i + 1;
    i = behindGroup(tokens, i) - 1;
  }
  return tokens.length;
}

/** Parameters and local variables of a function, in order. */
export function localDeclarations(
  tokens: readonly Token[],
  range: FunctionRange,
): { readonly parameters: readonly Declaration[]; readonly locals: readonly Declaration[] } {
  const locals: Declaration[] = [];
  for (let i = range.bodyStart; i < range.end; i++) {
    const text = tokens[i]?.text ?? '';
    const begins = /^[{};]$/.test(text) || (text === '(' && tokens[i - 1]?.text === 'for');
    if (begins) locals.push(...(readDeclaration(tokens, i + 1)?.declared ?? []));
  }
  return { parameters: parametersOf(tokens, range), locals };
}

function parametersOf(tokens: readonly Token[], range: FunctionRange): Declaration[] {
  const name = tokens.findIndex(
    (token, i) => i >= range.start && token.text === range.name && tokens[i + 1]?.text === '(',
  );
  return name < 0 || name > range.bodyStart ? [] : parameterList(tokens, name + 1);
}

/** The parameters between the parentheses that open at `open`; one that cannot be read is left out. */
export function parameterList(tokens: readonly Token[], open: number): Declaration[] {
  const parameters: Declaration[] = [];
  for (let i = open + 1; i < tokens.length;) {
    parameters.push(...(readDeclaration(tokens, i)?.declared.slice(0, 1) ?? []));
    const end = endOfValue(tokens, i);
    if (tokens[end]?.text !== ',') break;
    i = end + 1;
  }
  return parameters;
}
