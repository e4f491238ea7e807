import type { Token } from '../preprocess/token';
import type { Condition } from './pathConditions';
import { closingOf, splitAt, type TokenRange } from './tokenLists';

/**
 * The conditions under which the token `target` of an expression or a simple statement is evaluated: what stands in front of it in
 * `a && target`, `a || target` and `a ? target : b`.
 */
export function conditionsInside(tokens: readonly Token[], range: TokenRange, target: number): readonly Condition[] {
  if (target < range.start || target >= range.end) return [];
  // A list of arguments, or declarators.
  const item = splitAt(tokens, range, ',').find(({ start, end }) => start <= target && target < end);
  return item ? inExpression(tokens, behindAssignment(tokens, item, target), target) : [];
}

function inExpression(tokens: readonly Token[], range: TokenRange, target: number): readonly Condition[] {
  const [condition, choice] = firstSplit(tokens, range, '?');
  if (condition && choice) {
    if (target < condition.end) return inExpression(tokens, condition, target);
    const [then, otherwise] = firstSplit(tokens, choice, ':');
    if (!then || !otherwise) return [];
    const holds = target < then.end;
    return [{ ...condition, holds, isSure: true }, ...inExpression(tokens, holds ? then : otherwise, target)];
  }
  for (const operator of ['||', '&&']) {
    const parts = splitAt(tokens, range, operator);
    const own = parts.findIndex(({ start, end }) => start <= target && target < end);
    if (parts.length < 2 || own < 0) continue;
    const earlier = parts.slice(0, own).map((part) => ({ ...part, holds: operator === '&&', isSure: true }));
    return [...earlier, ...inExpression(tokens, parts[own] ?? range, target)];
  }
  for (let i = range.start; i < target; i++) {
    if (!/^[([{]$/.test(tokens[i]?.text ?? '')) continue;
    const close = closingOf(tokens, i);
    if (target < close) return conditionsInside(tokens, { start: i + 1, end: close }, target);
    i = close;
  }
  return [];
}

/** Without what an assignment, a declaration or `return` puts in front. */
function behindAssignment(tokens: readonly Token[], range: TokenRange, target: number): TokenRange {
  const start = /^(?:return|co_return|else|do)$/.test(tokens[range.start]?.text ?? '') ? range.start + 1 : range.start;
  const parts = splitAt(tokens, { start, end: range.end }, '=');
  return parts.find((part) => part.start <= target && target < part.end) ?? { start, end: range.end };
}

/** At the first of these operators only: `a ? b ? c : d : e` is left to whoever reads the parts. */
function firstSplit(tokens: readonly Token[], range: TokenRange, operator: string): readonly TokenRange[] {
  const [first] = splitAt(tokens, range, operator);
  if (!first || first.end >= range.end) return [range];
  return [first, { start: first.end + 1, end: range.end }];
}
