import type { Token } from '../preprocess/token';
import { TokenKind } from '../preprocess/token';
import { behindGroup, endOfValue } from './declarations';
import type { FunctionRange } from './functions';
import type { TokenRange } from './tokenLists';

/**
 * The only value that a local variable of a function ever gets; undefined: it gets several, its address is taken, or nobody can
 * tell.
 */
export function onlyValueOf(tokens: readonly Token[], range: FunctionRange, name: string): TokenRange | undefined {
  let found: TokenRange | undefined;
  for (let i = range.bodyStart; i < range.end; i++) {
    const token = tokens[i];
    if (token?.text !== name || token.kind !== TokenKind.Identifier) continue;
    if (/^(?:\.|->)$/.test(tokens[i - 1]?.text ?? '')) continue;
    if (token.uncertain || mayChange(tokens, i)) return undefined;
    const assigned = behindRegister(tokens, i + 1);
    if (tokens[assigned]?.text !== '=' || isDereferenced(tokens, i)) continue;
    if (found) return undefined;
    found = { start: assigned + 1, end: endOfValue(tokens, assigned + 1) };
  }
  return found;
}

/** Does a function leave a parameter as it is? */
export function isNeverChanged(tokens: readonly Token[], range: FunctionRange, name: string): boolean {
  for (let i = range.bodyStart; i < range.end; i++) {
    const token = tokens[i];
    if (token?.text !== name || token.kind !== TokenKind.Identifier) continue;
    if (/^(?:\.|->)$/.test(tokens[i - 1]?.text ?? '')) continue;
    if (mayChange(tokens, i) || (tokens[i + 1]?.text === '=' && !isDereferenced(tokens, i))) return false;
  }
  return true;
}

/** `register long x8 asm("x8") = value;` */
function behindRegister(tokens: readonly Token[], at: number): number {
  return /^(?:__)?asm(?:__)?$/.test(tokens[at]?.text ?? '') ? behindGroup(tokens, at + 1) : at;
}

/** `*p = 1`, `*(long *) p = 1`; not `char *p = q`. */
function isDereferenced(tokens: readonly Token[], at: number): boolean {
  let i = at - 1;
  if (tokens[i]?.text === ')') {
    // A cast; not the condition of an `if`.
    let depth = 0;
    for (; i > 0; i--) {
      if (tokens[i]?.text === ')') depth++;
      else if (tokens[i]?.text === '(' && --depth === 0) break;
    }
    return tokens[i - 1]?.text === '*';
  }
  while (tokens[i]?.text === '*') i--;
  const type = tokens[i];
  return i < at - 1 && (type?.kind !== TokenKind.Identifier || /^(?:else|do|return)$/.test(type.text));
}

function mayChange(tokens: readonly Token[], at: number): boolean {
  const next = tokens[at + 1]?.text ?? '';
  const before = tokens[at - 1];
  if (/^(?:\+\+|--|[-+*/%&|^]=|<<=|>>=|\{)$/.test(next) || /^(?:\+\+|--)$/.test(before?.text ?? '')) return true;
  if (before?.text !== '&') return false;
  const earlier = tokens[at - 2];
  const isBinary = earlier?.kind === TokenKind.Number || /^[)\]]$/.test(earlier?.text ?? '');
  return !isBinary;
}
