import type { UnknownReason } from '../sectionSummary';

/**
 * Something a rule may rely on, or the reason why nobody can. Rules only ever see the values of known facts, so a fact that
 * could not be established silences every rule that needs it.
 */
export type Fact<T> =
  { readonly known: true; readonly value: T } | { readonly known: false; readonly reason: UnknownReason };

export function known<T>(value: T): Fact<T> {
  return { known: true, value };
}

export function unknown(reason: UnknownReason): { readonly known: false; readonly reason: UnknownReason } {
  return { known: false, reason };
}

/** The facts of one stage, by name. */
export type FactsOf<Values> = { readonly [K in keyof Values]: Fact<Values[K]> };

/** The same facts, none of them known. */
export function allUnknown<Facts extends object>(facts: Facts, reason: UnknownReason): Facts {
  return Object.fromEntries(Object.keys(facts).map((name) => [name, unknown(reason)])) as Facts;
}

/** Applies `f` to a known value and passes an unknown on. */
export function mapFact<T, U>(fact: Fact<T>, f: (value: T) => Fact<U>): Fact<U> {
  return fact.known ? f(fact.value) : fact;
}

/** One fact of several: known if all of them are; else the reason of the first that is not. */
export function allFacts<Values extends object>(facts: FactsOf<Values>): Fact<Values> {
  const entries = Object.entries<Fact<unknown>>(facts);
  const missing = entries.find(([, fact]) => !fact.known)?.[1];
  if (missing && !missing.known) return missing;
  return known(
    Object.fromEntries(entries.map(([name, fact]) => [name, fact.known ? fact.value : undefined])) as Values,
  );
}
