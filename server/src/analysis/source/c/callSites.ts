import { type Token, TokenKind } from '../preprocess/token';
import type { FunctionRange } from './functions';
import { closingOf, splitAt, type TokenRange } from './tokenLists';

/** A call in a function, as indices into the unit's tokens. */
export interface CallSite {
  readonly callee: string;
  /** The name of what is called. */
  readonly at: number;
  /** Where the call begins: at the name, or at the scopes in front of it. */
  readonly first: number;
  /** The closing parenthesis. */
  readonly close: number;
  readonly args: readonly TokenRange[];
  readonly function: FunctionRange;
  /** False if another token may stand in it in the real program. */
  readonly isCertain: boolean;
}

/** Finds the calls of functions with certain names; not those of members. */
export function findCallSites(
  tokens: readonly Token[],
  functions: readonly FunctionRange[],
  isWanted: (name: string) => boolean,
): readonly CallSite[] {
  return functions.flatMap((range) => callSitesIn(tokens, range, isWanted));
}

export function callSitesIn(
  tokens: readonly Token[],
  range: FunctionRange,
  isWanted: (name: string) => boolean,
): readonly CallSite[] {
  const found: CallSite[] = [];
  // What a constructor initialises its members with stands in front of its body.
  for (let at = range.start; at < range.end; at++) {
    const token = tokens[at];
    if (at < range.bodyStart && token?.text === range.name) continue;
    if (token?.kind !== TokenKind.Identifier || tokens[at + 1]?.text !== '(' || !isWanted(token.text)) continue;
    if (/^(?:\.|->)$/.test(tokens[at - 1]?.text ?? '')) continue;
    const close = closingOf(tokens, at + 1);
    const args = splitAt(tokens, { start: at + 2, end: close }, ',');
    const isCertain = tokens
      .slice(at, close + 1)
      .every((part) => part.kind !== TokenKind.Gap && !part.uncertain && part.group === token.group);
    found.push({ callee: token.text, at, first: firstOf(tokens, at), close, args, function: range, isCertain });
  }
  return found;
}

/** In front of `::` and `name::`. */
function firstOf(tokens: readonly Token[], at: number): number {
  let first = at;
  while (tokens[first - 1]?.text === '::') {
    const scope = tokens[first - 2];
    const isNamed = scope?.kind === TokenKind.Identifier && !/^(?:return|else|do|throw|co_return)$/.test(scope.text);
    first -= isNamed ? 2 : 1;
  }
  return first;
}

/** The variable that a call's result is assigned to. */
export function resultVariable(tokens: readonly Token[], { first, close }: CallSite): string | undefined {
  const isAll = tokens[first - 1]?.text === '=' && /^[;,)]$/.test(tokens[close + 1]?.text ?? '');
  return isAll ? tokens[first - 2]?.text : undefined;
}

/** Is an expression the result of a call: the call itself, the variable that it is assigned to, or this assignment? */
export function isResultOf(tokens: readonly Token[], call: CallSite, { start, end }: TokenRange): boolean {
  const variable = resultVariable(tokens, call);
  if (end - start === 1) return variable !== undefined && tokens[start]?.text === variable;
  return end === call.close + 1 && (start === call.first || (start === call.first - 2 && variable !== undefined));
}
