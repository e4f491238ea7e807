import type { NamedNumber, RemoteStore } from '../../../model/cpuUse';
import { TokenKind } from '../../preprocess/token';
import type { ValueSources } from '../cpuValues';
import { parseExpression } from '../expression';
import type { FunctionRange } from '../functions';
import { closingOf, splitAt } from '../tokenLists';
import type { UnitContext } from '../unitContext';

/** Names of functions that promise the cpu which the thread runs on. */
const promisesCurrent = /(?:^|_)(?:current_cpu|get_?cpu|this_cpu)$/i;

/** Functions that do nothing but give a number of struct rseq, and are called the current cpu. */
export function namedNumbers(unit: UnitContext, values: ValueSources, within: FunctionRange): readonly NamedNumber[] {
  const { tokens, excerpt } = unit;
  if (!promisesCurrent.test(within.name)) return [];
  const first = within.bodyStart + 1;
  if (tokens[first]?.text !== 'return') return [];
  const [value, ...more] = splitAt(tokens, { start: first + 1, end: within.end }, ';');
  if (!value || more.length > 0) return [];
  const field = values.scopeOf(within).cpuValue(parseExpression(tokens.slice(value.start, value.end)))?.field;
  return field === undefined ? [] : [{ function: within.name, field, place: excerpt.placeOf(value) }];
}

/** A function that starts threads or waits for their end knows when nobody else is at work. */
const ownsThreads = /^(?:pthread_create|pthread_join|thrd_create|thrd_join|join)$/;

/** Stores to `array[i]` where a `for` counts `i`. */
export function remoteStores(unit: UnitContext, within: FunctionRange): readonly RemoteStore[] {
  const { tokens, excerpt } = unit;
  if (tokens.slice(within.bodyStart, within.end).some(({ text }) => ownsThreads.test(text))) return [];
  const found: RemoteStore[] = [];
  for (let i = within.bodyStart; i < within.end; i++) {
    if (tokens[i]?.text !== 'for' || tokens[i + 1]?.text !== '(') continue;
    const close = closingOf(tokens, i + 1);
    const [, , step] = splitAt(tokens, { start: i + 2, end: close }, ';');
    const counter = step && tokens.slice(step.start, step.end).find(({ kind }) => kind === TokenKind.Identifier)?.text;
    const end = tokens[close + 1]?.text === '{' ? closingOf(tokens, close + 1) : within.end;
    for (let at = close + 1; counter !== undefined && at < end; at++) {
      const isElement =
        tokens[at + 1]?.text === '[' && tokens[at + 2]?.text === counter && tokens[at + 3]?.text === ']';
      if (!isElement || tokens[at]?.kind !== TokenKind.Identifier) continue;
      let behind = at + 4;
      while (/^(?:\.|->)$/.test(tokens[behind]?.text ?? '')) behind += 2;
      if (!/^(?:[-+|&^]?=|\+\+|--)$/.test(tokens[behind]?.text ?? '')) continue;
      const place = excerpt.placeOf({ start: at, end: behind });
      found.push({ array: tokens[at]?.text ?? '', place, function: within.name });
    }
  }
  return found;
}
