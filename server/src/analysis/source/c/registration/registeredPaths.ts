import type { Token } from '../../preprocess/token';
import { type CallSite, isResultOf, resultVariable } from '../callSites';
import { truthFor } from '../conditionMeaning';
import { type Condition, conditionsAt } from '../pathConditions';
import { closingOf, type TokenRange } from '../tokenLists';
import type { UnitContext } from '../unitContext';

/** What a registration that works returns, and one that fails. */
const results = { works: 0n, fails: -1n } as const;
const leaving = /^(?:return|goto|break|continue|throw)$/;

/**
 * Is a place behind a call that registers surely reached with the thread registered, whenever it is reached from there? Not so where a flag, or
 * an errno that was kept, may say that the registration failed.
 */
export function isReachedRegistered(unit: UnitContext, site: CallSite, at: number): boolean {
  const { tokens } = unit;
  if (!isResultFollowed(tokens, site, at)) return false;
  const before = conditionsAt(tokens, site.function, site.at);
  const isKnown = (condition: Condition): boolean =>
    before.some(({ start, holds }) => start === condition.start && holds === condition.holds) ||
    excludes(tokens, site, condition, results.fails);
  if (!conditionsAt(tokens, site.function, at).every(isKnown)) return false;
  for (let i = site.close + 1; i < at; i++) {
    if (!leaving.test(tokens[i]?.text ?? '')) continue;
    const isFailure = conditionsAt(tokens, site.function, i).some((one) => excludes(tokens, site, one, results.works));
    if (!isFailure) return false;
  }
  return true;
}

/** Does a condition on the way rule a result of the call out? */
function excludes(tokens: readonly Token[], site: CallSite, condition: Condition, result: bigint): boolean {
  const isResult = (range: TokenRange): boolean => isResultOf(tokens, site, range);
  const isLater = condition.end > site.at;
  return isLater && truthFor(tokens, condition, result, isResult) === !condition.holds;
}

/** Is the result only asked for in conditions, by its variable or where the call stands, or nowhere? */
function isResultFollowed(tokens: readonly Token[], site: CallSite, at: number): boolean {
  const variable = resultVariable(tokens, site);
  let first = site.at;
  while (first > 0 && !/^[;{}]$/.test(tokens[first - 1]?.text ?? '')) first--;
  if (variable === undefined) return first === site.first || tokens[first]?.text === 'if';
  for (let i = site.close + 1; i < at; i++) {
    if (tokens[i]?.text === 'if' && tokens[i + 1]?.text === '(') i = closingOf(tokens, i + 1);
    else if (tokens[i]?.text === variable && tokens[i + 1]?.text === '=') return true;
    else if (tokens[i]?.text === variable && tokens[i - 1]?.text !== 'return') return false;
  }
  return true;
}
