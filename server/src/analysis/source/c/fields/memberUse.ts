import { type Token, TokenKind } from '../../preprocess/token';
import type { FunctionRange } from '../functions';
import type { TokenRange } from '../tokenLists';
import { storedTo } from './writes';

/** What C does with a member. `input`, `output`: it is an operand of asm. `none`: it is measured, or only pointed at. */
export type MemberUse = 'read' | 'write' | 'update' | 'input' | 'output' | 'none';

const measures = /^(?:sizeof|_Alignof|alignof|__alignof__|typeof|typeof_unqual|__typeof__|__typeof|decltype|offsetof)$/;

/** Of an lvalue in a function. */
export function memberUse(tokens: readonly Token[], range: TokenRange, within: FunctionRange): MemberUse {
  const operand = operandAround(tokens, range, within);
  if (operand) return operand;
  const stored = storedTo(tokens, range, within);
  if (stored) return stored.start < stored.end || /store/.test(callAround(tokens, range)) ? 'write' : 'update';
  let first = range.start - 1;
  let last = range.end;
  while (tokens[first]?.text === '(' && tokens[last]?.text === ')') [first, last] = [first - 1, last + 1];
  return tokens[first]?.text === '&' ? addressUse(tokens, { start: first, end: last }, within) : 'read';
}

/** What becomes of the lvalue in `range`, which begins with `&`: perhaps a bitwise and. */
function addressUse(tokens: readonly Token[], range: TokenRange, within: FunctionRange): MemberUse {
  const at = range.start;
  const before = tokens[at - 1];
  if (!before) return 'none';
  if (/load/.test(tokens[at - 2]?.text ?? '') && before.text === '(') return 'read';
  if (before.kind === TokenKind.Identifier || before.kind === TokenKind.Number || before.text === ']')
    return before.text === 'return' ? 'none' : 'read';
  if (before.text !== ')') return 'none';
  for (let open = at - 2, depth = 1; open > within.bodyStart; open--) {
    const text = tokens[open]?.text;
    if (text === ')') depth++;
    if (text !== '(' || --depth > 0) continue;
    // `*(const volatile int *)&area->field`; another group is an operand of a bitwise and.
    const isCast = /^(?:\*|const|volatile|__volatile__|restrict)$/.test(tokens[at - 2]?.text ?? '');
    if (!isCast) return 'read';
    return tokens[open - 1]?.text === '*' ? useOfGroup(tokens, { start: open - 1, end: range.end }) : 'none';
  }
  return 'none';
}

/** `(*(volatile int *)&area->field) = value`: what is done with an lvalue, in as many parentheses as there are. */
function useOfGroup(tokens: readonly Token[], { start, end }: TokenRange): MemberUse {
  let [first, last] = [start - 1, end];
  while (tokens[first]?.text === '(' && tokens[last]?.text === ')') [first, last] = [first - 1, last + 1];
  const behind = tokens[last]?.text ?? '';
  if (behind === '=') return 'write';
  return /^(?:\+\+|--|[-+*/%&|^]=|<<=|>>=)$/.test(behind) ? 'update' : 'read';
}

function callAround(tokens: readonly Token[], { start }: TokenRange): string {
  return tokens[start - 1]?.text === '&' ? (tokens[start - 3]?.text ?? '') : '';
}

/** Is it in an operand of asm, behind its constraint (a string), or in an operator that reads nothing? */
function operandAround(
  tokens: readonly Token[],
  { start }: TokenRange,
  within: FunctionRange,
): 'input' | 'output' | 'none' | undefined {
  if (measures.test(tokens[start - 1]?.text ?? '')) return 'none';
  for (let i = start - 1, depth = 0; i > within.bodyStart; i--) {
    const text = tokens[i]?.text ?? '';
    if (/^[;{}]$/.test(text)) return undefined;
    if (text === ')') depth++;
    if (text !== '(') continue;
    if (depth > 0) {
      depth--;
      continue;
    }
    const before = tokens[i - 1];
    if (before?.kind === TokenKind.String) return /[=+]/.test(before.text) ? 'output' : 'input';
    if (measures.test(before?.text ?? '')) return 'none';
  }
  return undefined;
}
