import { type Token, TokenKind } from '../preprocess/token';
import type { FunctionRange } from './functions';

/**
 * True if nobody can read what a statement of the function (its tokens from `at` to `end`) leaves in the variable that `output` is:
 * an object of the function itself, whose address nobody takes and which is not named any more. False where that is not certain.
 */
export function isUnread(
  tokens: readonly Token[],
  { start, bodyStart, end: functionEnd }: FunctionRange,
  { at, end }: { readonly at: number; readonly end: number },
  output: readonly Token[],
): boolean {
  const [variable] = output;
  if (output.length !== 1 || variable?.kind !== TokenKind.Identifier) return false;
  const name = variable.text;
  const body = tokens.slice(start, functionEnd + 1);
  const uses = body.flatMap((token, i) => {
    const index = start + i;
    return token.text === name && !isDiscarded(tokens, index) && !isOperandName(tokens, index) ? [index] : [];
  });
  const declaration = uses.find((index) => isDeclared(tokens, index, start, bodyStart));
  if (declaration === undefined || declaration > at) return false;
  if (uses.some((index) => tokens[index - 1]?.text === '&') || body.some(isUnclear)) return false;
  // What comes before comes again.
  const repeats = isInLoop(tokens, bodyStart, at) || body.some((token) => token.text === 'goto');
  const own = uses.filter((index) => index >= at && index <= end);
  if (repeats) return uses.every((index) => index === declaration || own.includes(index)) && own.length === 1;
  return uses.every((index) => index <= end);
}

/** Code that is left out may use anything, and so may what a lambda captures without naming it. */
function isUnclear(token: Token, at: number, body: readonly Token[]): boolean {
  if (token.kind === TokenKind.Gap || token.uncertain) return true;
  return token.text === '[' && /^[&=]$/.test(body[at + 1]?.text ?? '') && /^[\],]$/.test(body[at + 2]?.text ?? '');
}

/** `(void)x` */
function isDiscarded(tokens: readonly Token[], index: number): boolean {
  const [open, type, close] = tokens.slice(index - 3, index);
  return open?.text === '(' && type?.text === 'void' && close?.text === ')' && tokens[index + 1]?.text === ';';
}

/** The name of an operand of an asm statement, `[x] "=r" (x)`, and no index. */
function isOperandName(tokens: readonly Token[], index: number): boolean {
  return tokens[index - 1]?.text === '[' && /^(,|:|::)$/.test(tokens[index - 2]?.text ?? '');
}

/** Is this the name in the declaration of an automatic variable or a parameter, and no reference? */
function isDeclared(tokens: readonly Token[], index: number, start: number, bodyStart: number): boolean {
  const before = tokens[index - 1];
  const isParameter = index < bodyStart;
  if (isParameter) return before?.kind === TokenKind.Identifier || before?.text === '*';
  if (!/^[;=,]$/.test(tokens[index + 1]?.text ?? '')) return false;
  let first = index;
  while (first > start && !/^[;{}]$/.test(tokens[first - 1]?.text ?? '')) first--;
  const declaration = tokens.slice(first, index);
  const [type, next] = declaration;
  if (type?.kind !== TokenKind.Identifier || notATypeBefore.test(type.text)) return false;
  if (next && next.kind !== TokenKind.Identifier && next.text !== '*') return false;
  return !declaration.some((token) =>
    /^(static|extern|thread_local|_Thread_local|__thread|volatile|&|&&)$/.test(token.text),
  );
}

const notATypeBefore = /^(return|goto|else|case|do|sizeof|delete|throw|new|co_\w+|typedef|using)$/;

/** Is the token at `at` in the body of a loop of this function? */
function isInLoop(tokens: readonly Token[], bodyStart: number, at: number): boolean {
  for (let i = bodyStart; i < at; i++) {
    const text = tokens[i]?.text ?? '';
    if (!/^(for|while|do)$/.test(text)) continue;
    const body = text === 'do' ? i + 1 : closing(tokens, i + 1) + 1;
    if (endOfStatement(tokens, body) >= at) return true;
  }
  return false;
}

function endOfStatement(tokens: readonly Token[], from: number): number {
  let i = from;
  // Statements that begin others: `for (…) if (…) { … }`
  while (/^(if|for|while|switch)$/.test(tokens[i]?.text ?? '')) i = closing(tokens, i + 1) + 1;
  if (tokens[i]?.text === '{') return closing(tokens, i);
  while (i < tokens.length && tokens[i]?.text !== ';') i++;
  return i;
}

/** Index of what closes the bracket at `open`; the index itself if there is none. */
function closing(tokens: readonly Token[], open: number): number {
  let depth = 0;
  for (let i = open; i < tokens.length; i++) {
    const text = tokens[i]?.text ?? '';
    if (/^[([{]$/.test(text)) depth++;
    else if (/^[)\]}]$/.test(text)) depth--;
    if (depth === 0) return i;
  }
  return open;
}
