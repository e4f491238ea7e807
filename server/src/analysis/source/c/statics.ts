import { type Token, TokenKind } from '../preprocess/token';
import type { FunctionRange } from './functions';

/**
 * Objects and functions that C declares `static` at file scope and nowhere `used`: the compiler drops those that only assembler
 * text mentions, and may rename the others (GCC manual, attribute "used").
 */
export function droppableNames(tokens: readonly Token[], functions: readonly FunctionRange[]): ReadonlySet<string> {
  const dropped = new Set<string>();
  const kept = new Set<string>();
  let next = 0;
  let start = 0;
  let depth = 0;
  for (let i = 0; i < tokens.length; i++) {
    const range = functions[next];
    if (range && i === range.bodyStart) {
      note(tokens.slice(range.start, range.bodyStart), range.name, dropped, kept);
      i = range.end;
      next++;
      start = i + 1;
      continue;
    }
    const token = tokens[i];
    if (token?.kind !== TokenKind.Punctuator) continue;
    if (token.text === '{') depth++;
    else if (token.text === '}') depth = Math.max(0, depth - 1);
    else if (token.text === ';' && depth === 0) {
      const declaration = tokens.slice(start, i);
      const name = declaredName(declaration);
      if (name !== undefined) note(declaration, name, dropped, kept);
      start = i + 1;
    }
  }
  return new Set([...dropped].filter((name) => !kept.has(name)));
}

function note(declaration: readonly Token[], name: string, dropped: Set<string>, kept: Set<string>): void {
  // Anything that could not be read may say `used`.
  const isKept = declaration.some((token) => /^_*(used|retain)_*$/.test(token.text) || token.kind === TokenKind.Gap);
  if (isKept) kept.add(name);
  else if (declaration.some((token) => token.text === 'static')) dropped.add(name);
}

/** The first name that a declaration declares: the last word in front of `=`, `[`, `(`, `,` or its end, attributes left out. */
function declaredName(declaration: readonly Token[]): string | undefined {
  let name: string | undefined;
  for (let i = 0; i < declaration.length; i++) {
    const token = declaration[i];
    if (token?.kind === TokenKind.Identifier && !attribute.test(token.text)) {
      name = token.text;
    } else if (token?.text === '(' && attribute.test(declaration[i - 1]?.text ?? '')) {
      i = closing(declaration, i);
    } else if (name !== undefined && /^[=[(,]$/.test(token?.text ?? '')) {
      break;
    }
  }
  return name;
}

const attribute = /^(__attribute__|__attribute|_?[aA]lignas|__asm__|__asm|asm|typeof|__typeof__)$/;

function closing(tokens: readonly Token[], open: number): number {
  let depth = 0;
  for (let i = open; i < tokens.length; i++) {
    if (tokens[i]?.text === '(') depth++;
    else if (tokens[i]?.text === ')' && --depth === 0) return i;
  }
  return tokens.length;
}
