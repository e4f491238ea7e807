import { type Token, TokenKind } from '../../preprocess/token';
import type { ResultUse } from '../../../model/registration';
import { type CallSite, resultVariable } from '../callSites';
import { integerValue } from '../constants';
import type { FunctionRange } from '../functions';
import { closingOf, type TokenRange } from '../tokenLists';
import type { Excerpt } from '../excerpt';

const failureSign = /^(?:errno|__errno_location|cpu_id|rseq_current_cpu\w*)$/;
const other: ResultUse = { kind: 'other' };

/** What becomes of the result of a call of syscall(2), or of a function that returns nothing but this. */
export function resultUseOf(excerpt: Excerpt, site: CallSite): ResultUse {
  const { tokens } = excerpt;
  const { first, close, function: range } = site;
  if (isStatement(tokens, first, close))
    return isAskedOtherwise(tokens, close, range.end) ? other : { kind: 'discarded' };
  const direct = comparedWith(tokens, first, close + 1);
  if (direct) return negative(excerpt, direct);
  const name = resultVariable(tokens, site);
  if (name === undefined || /^(?:\.|->)$/.test(tokens[first - 3]?.text ?? '')) return other;
  if (isGivenErrno(tokens, range, name)) return other;
  for (let i = close + 1; i < range.end; i++) {
    if (tokens[i]?.text !== name || /^(?:\.|->)$/.test(tokens[i - 1]?.text ?? '')) continue;
    // What it is from here on nobody has asked the kernel.
    if (/^(?:=|[-+*/%&|^]=)$/.test(tokens[i + 1]?.text ?? '')) break;
    const compared = comparedWith(tokens, i, i + 1) ?? caseOf(tokens, i);
    if (compared) return negative(excerpt, compared);
  }
  return other;
}

/** Is a variable given a negative errno somewhere, perhaps where the system call has no number? */
function isGivenErrno(tokens: readonly Token[], range: FunctionRange, name: string): boolean {
  for (let i = range.bodyStart; i < range.end; i++)
    if (tokens[i]?.text === name && tokens[i + 1]?.text === '=' && errnoAt(tokens, i + 2)) return true;
  return false;
}

/** Does the function look at what a call that failed leaves behind? */
function isAskedOtherwise(tokens: readonly Token[], from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (failureSign.test(tokens[i]?.text ?? '')) return true;
  return false;
}

function negative(excerpt: Excerpt, range: TokenRange): ResultUse {
  return { kind: 'negative-errno', place: excerpt.placeOf(range), text: excerpt.textOf(range) };
}

function isStatement(tokens: readonly Token[], first: number, close: number): boolean {
  if (tokens[close + 1]?.text !== ';') return false;
  const before = tokens[first - 1]?.text ?? '';
  if (before === ')') return followsCondition(tokens, first - 1);
  return /^(?:[;{}]|else|do)$/.test(before);
}

/** Is the parenthesis that ends at `close` that of a statement? */
function followsCondition(tokens: readonly Token[], close: number): boolean {
  let depth = 0;
  for (let i = close; i > 0; i--) {
    if (tokens[i]?.text === ')') depth++;
    else if (tokens[i]?.text === '(' && --depth === 0) return /^(?:if|while|for)$/.test(tokens[i - 1]?.text ?? '');
  }
  return false;
}

/** The negative errno that the value in [start, end) is compared with. */
function comparedWith(tokens: readonly Token[], start: number, end: number): TokenRange | undefined {
  let [first, behind] = [start, end];
  while (tokens[first - 1]?.text === '(' && tokens[behind]?.text === ')') {
    first--;
    behind++;
  }
  if (/^[!=]=$/.test(tokens[behind]?.text ?? '')) return errnoAt(tokens, behind + 1);
  if (!/^[!=]=$/.test(tokens[first - 1]?.text ?? '')) return undefined;
  const operator = first - 1;
  return [2, 3, 4].map((length) => errnoAt(tokens, operator - length)).find((range) => range?.end === operator);
}

/** `switch (result) { case -EINVAL: ... }` */
function caseOf(tokens: readonly Token[], at: number): TokenRange | undefined {
  const isSwitch = tokens[at - 2]?.text === 'switch' && tokens[at - 1]?.text === '(' && tokens[at + 1]?.text === ')';
  if (!isSwitch || tokens[at + 2]?.text !== '{') return undefined;
  for (let i = at + 2, close = closingOf(tokens, at + 2); i < close; i++) {
    const range = tokens[i]?.text === 'case' ? errnoAt(tokens, i + 1) : undefined;
    if (range) return range;
  }
  return undefined;
}

/** `-EINVAL`, which may be `-22` by now, also in parentheses; -1 is what libc returns. */
function errnoAt(tokens: readonly Token[], start: number): TokenRange | undefined {
  let i = start;
  while (tokens[i]?.text === '(') i++;
  const depth = i - start;
  const value = tokens[i + 1];
  if (tokens[i]?.text !== '-' || !value) return undefined;
  const number = value.kind === TokenKind.Number ? integerValue(value.text) : undefined;
  const isErrno = number === undefined ? /^E[A-Z0-9]+$/.test(value.text) : number > 1n && number < 4096n;
  for (let n = 1; n <= depth; n++) if (tokens[i + 1 + n]?.text !== ')') return undefined;
  return isErrno ? { start, end: i + 2 + depth } : undefined;
}
