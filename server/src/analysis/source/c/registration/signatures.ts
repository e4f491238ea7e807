import { type Token, TokenKind } from '../../preprocess/token';
import { constantOf } from '../constants';
import type { FunctionRange } from '../functions';

/**
 * The signatures that registration calls of a unit pass as constants: the fourth argument of `*rseq*(area, length, flags, sig)`
 * or the fifth of `syscall(__NR_rseq, ...)` (rseq(2); librseq doc/man/rseq.2). `syscallNumber` is the target's.
 */
export function registeredSignatures(
  tokens: readonly Token[],
  functions: readonly FunctionRange[],
  syscallNumber: number,
): readonly number[] {
  const found = new Set<number>();
  for (const range of functions) {
    for (let i = range.bodyStart; i < range.end; i++) {
      const token = tokens[i];
      if (token?.kind !== TokenKind.Identifier || tokens[i + 1]?.text !== '(') continue;
      const isSyscall = token.text === 'syscall';
      if (!isSyscall && !/rseq/.test(token.text)) continue;
      const args = callArguments(tokens, i + 1);
      if (isSyscall ? args.length !== 5 || !isNumber(args[0] ?? [], syscallNumber) : args.length !== 4) continue;
      // Other calls have four arguments too: `flags` is a number that rseq(2) knows, or named as one.
      if (!areFlags(args.at(-2) ?? [])) continue;
      const signature = constantOf(args.at(-1) ?? []);
      if (signature !== undefined && signature !== 0n) found.add(Number(BigInt.asUintN(32, signature)));
    }
  }
  return [...found];
}

/** The number of the system call, or a name for it that is defined where nobody looked. */
function isNumber(argument: readonly Token[], syscallNumber: number): boolean {
  const value = constantOf(argument);
  if (value !== undefined) return value === BigInt(syscallNumber);
  return argument.length === 1 && /rseq$/.test(argument[0]?.text ?? '');
}

function areFlags(argument: readonly Token[]): boolean {
  const value = constantOf(argument);
  return value === undefined ? argument.some(({ text }) => /flag/i.test(text)) : value === 0n || value === 1n;
}

/** The arguments of a call whose opening parenthesis is at `open`. */
function callArguments(tokens: readonly Token[], open: number): Token[][] {
  const args: Token[][] = [[]];
  let depth = 0;
  for (let i = open; i < tokens.length; i++) {
    const token = tokens[i];
    if (!token) break;
    if (/^[([{]$/.test(token.text) && depth++ === 0) continue;
    if (/^[)\]}]$/.test(token.text) && --depth === 0) break;
    if (depth === 1 && token.text === ',') args.push([]);
    else args.at(-1)?.push(token);
  }
  return args;
}
