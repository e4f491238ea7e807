import { type Token, TokenKind } from '../preprocess/token';

/** A function definition: indices into the unit's tokens. `start` is the first token of the declaration, `end` the closing brace. */
export interface FunctionRange {
  readonly name: string;
  readonly start: number;
  readonly bodyStart: number;
  readonly end: number;
  /** Is it defined in the body of a class, which makes it inline (and gives `static` another meaning)? */
  readonly inClass: boolean;
  /** Is it in an unnamed namespace, which gives it internal linkage? */
  readonly inUnnamedNamespace: boolean;
}

type Scope = 'class' | 'unnamed-namespace' | 'other';

const notAName = new Set([
  '__attribute__',
  '__attribute',
  '__declspec',
  'alignas',
  '_Alignas',
  '__asm__',
  'asm',
  '__asm',
  'decltype',
  '__typeof__',
  'typeof',
  '__typeof',
  'noexcept',
  'requires',
]);

/**
 * Finds the function definitions of a unit from its expanded tokens, by braces alone: no type has to be known, and a syntax error
 * in one function does not hide the next. Bodies of classes, namespaces and `extern "C"` are looked into.
 */
export function findFunctions(tokens: readonly Token[]): readonly FunctionRange[] {
  const found: FunctionRange[] = [];
  let start = 0;
  let name: string | undefined;
  let isInitializer = false;
  let parens = 0;
  const scopes: Scope[] = [];
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i];
    if (token?.kind !== TokenKind.Punctuator) continue;
    switch (token.text) {
      case '(':
        if (parens++ === 0 && name === undefined) name = declaratorName(tokens, i);
        break;
      case ')':
        parens = Math.max(0, parens - 1);
        break;
      case '=':
        if (parens === 0) isInitializer = true;
        break;
      case '{': {
        const end = name !== undefined && !isInitializer ? matchingBrace(tokens, i) : undefined;
        if (name !== undefined && end !== undefined) {
          const [inClass, inUnnamedNamespace] = [scopes.at(-1) === 'class', scopes.includes('unnamed-namespace')];
          found.push({ name, start, bodyStart: i, end, inClass, inUnnamedNamespace });
          i = end;
        } else {
          scopes.push(scopeOf(tokens.slice(start, i), isInitializer));
        }
        ({ start, name, isInitializer, parens } = fresh(i + 1));
        break;
      }
      case '}':
        scopes.pop();
        if (parens === 0) ({ start, name, isInitializer, parens } = fresh(i + 1));
        break;
      case ';':
        if (parens === 0) ({ start, name, isInitializer, parens } = fresh(i + 1));
        break;
    }
  }
  return found;
}

/** What a brace opens that is no function's, by what stands in front of it. */
function scopeOf(head: readonly Token[], isInitializer: boolean): Scope {
  const words = head.filter((token) => token.kind === TokenKind.Identifier).map((token) => token.text);
  if (isInitializer || words.includes('enum')) return 'other';
  if (words.includes('namespace')) return words.at(-1) === 'namespace' ? 'unnamed-namespace' : 'other';
  return words.some((word) => /^(class|struct|union)$/.test(word)) ? 'class' : 'other';
}

function fresh(start: number): { start: number; name: string | undefined; isInitializer: boolean; parens: number } {
  return { start, name: undefined, isInitializer: false, parens: 0 };
}

function declaratorName(tokens: readonly Token[], paren: number): string | undefined {
  const before = tokens[beforeArguments(tokens, paren - 1)];
  return before?.kind === TokenKind.Identifier && !notAName.has(before.text) ? before.text : undefined;
}

/** Skips the template arguments that end at `at`: those of a specialisation, `f<long>(`. */
function beforeArguments(tokens: readonly Token[], at: number): number {
  let depth = 0;
  for (let i = at; i >= 0; i--) {
    const text = tokens[i]?.text ?? '';
    if (text === '>' || text === '>>') depth += text.length;
    else if (text === '<') depth--;
    else if (/^[;{}]$/.test(text)) return at;
    if (depth <= 0) return depth === 0 && text === '<' ? i - 1 : at;
  }
  return at;
}

/** The index of the brace that closes the one at `open`; the end of the text if it is never closed. */
function matchingBrace(tokens: readonly Token[], open: number): number {
  let depth = 0;
  for (let i = open; i < tokens.length; i++) {
    const text = tokens[i]?.text;
    if (text === '{') depth++;
    else if (text === '}' && --depth === 0) return i;
  }
  return tokens.length - 1;
}
