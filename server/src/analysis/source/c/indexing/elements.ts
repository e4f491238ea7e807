import type { IndexedElement } from '../../../model/cpuUse';
import { TokenKind } from '../../preprocess/token';
import type { ValueSources } from '../cpuValues';
import { parseExpression } from '../expression';
import type { FunctionRange } from '../functions';
import { onlyValueOf } from '../singleValue';
import { closingOf, type TokenRange } from '../tokenLists';
import type { UnitContext } from '../unitContext';

/** `array[number]` in one function, where the number comes out of struct rseq for certain. */
export function elementsIn(unit: UnitContext, values: ValueSources, within: FunctionRange): readonly IndexedElement[] {
  const { tokens, excerpt } = unit;
  const found: IndexedElement[] = [];
  for (let i = within.bodyStart + 1; i < within.end; i++) {
    const array = tokens[i - 1];
    if (tokens[i]?.text !== '[' || array?.kind !== TokenKind.Identifier || array.uncertain) continue;
    const range = { start: i + 1, end: closingOf(tokens, i) };
    const expression = parseExpression(tokens.slice(range.start, range.end));
    const value = values.scopeOf(within).cpuValue(expression);
    if (!value) continue;
    const names = expression.kind === 'name' ? [expression.name, value.field] : [value.field];
    const { place, text } = excerpt.written(range);
    const own = expression.kind === 'name' ? onlyValueOf(tokens, within, expression.name) : range;
    const common = { array: array.text, field: value.field, place, text, function: within.name };
    found.push({ ...common, isTested: isTested(names), isRaw: own !== undefined && isRaw(own) });
  }
  return found;

  /** The field itself, through a pointer, as libc or a library gives it; an object with a name is registered by who has it. */
  function isRaw({ start, end }: TokenRange): boolean {
    for (let i = start; i < end; i++) {
      if (tokens[i]?.text === '->' && tokens[i + 1]?.text === 'cpu_id') return true;
      if (tokens[i]?.text === 'rseq_current_cpu_raw') return true;
    }
    return false;
  }

  /** Is one of these next to a comparison, or in a condition? */
  function isTested(names: readonly string[]): boolean {
    for (let i = within.bodyStart; i < within.end; i++) {
      const text = tokens[i]?.text ?? '';
      if (/^(?:if|while|assert|switch)$/.test(text) || text === '__builtin_expect') {
        const close = closingOf(tokens, i + 1);
        if (tokens.slice(i, close).some((token) => names.includes(token.text))) return true;
      }
      if (names.includes(text) && /^(?:[<>]=?|[=!]=|&|%|\?|>>)$/.test(tokens[i + 1]?.text ?? '')) return true;
    }
    return false;
  }
}
