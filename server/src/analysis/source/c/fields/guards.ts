import type { AreaNames } from '../area';
import { type CallSite, callSitesIn, findCallSites } from '../callSites';
import type { FunctionRange } from '../functions';
import { allConditionsAt } from '../pathConditions';
import type { UnitContext } from '../unitContext';
import { type Bound, SizeTests, weakest } from './sizeTests';

/** How deep callers are followed. */
const mostCallers = 4;

/** What the code of a unit guarantees about the feature size at a place. */
export class Guards {
  readonly #tests: SizeTests;
  readonly #calls = new Map<string, readonly CallSite[]>();

  constructor(
    private readonly unit: UnitContext,
    names: AreaNames,
    /** Functions whose code is in headers: what calls them may be anywhere. */
    private readonly isShared: (range: FunctionRange) => boolean,
    private readonly unitTestsSize: boolean,
  ) {
    this.#tests = new SizeTests(unit, (name, at) => names.isArea(name, at));
  }

  /** The feature size in bytes that is sure where the token at `at` is evaluated; 0: nothing is. */
  at(at: number, within: FunctionRange, depth = 0): Bound {
    let sure = 0;
    let isClear = true;
    for (const { start, end, holds, isSure } of allConditionsAt(this.unit.tokens, within, at)) {
      const bound = this.#tests.boundOf({ start, end }, holds, within);
      if (isSure && bound !== 'unclear') sure = Math.max(sure, bound);
      else if (bound !== 0 || this.#tests.isSize({ start, end }, within)) isClear = false;
    }
    if (this.#asksBefore(at, within)) isClear = false;
    if (!isClear) return 'unclear';
    const outside = this.#atCalls(within, depth);
    return outside === 'unclear' ? outside : Math.max(sure, outside);
  }

  /** Is a function called earlier in the body that tests the size and may not return? */
  #asksBefore(at: number, within: FunctionRange): boolean {
    return (
      callSitesIn(this.unit.tokens, { ...within, end: at }, (name) => {
        if (name === within.name) return false;
        const own = this.unit.functions.filter((range) => range.name === name);
        if (own.length === 0) return /rseq\w*(?:size|avail|feature)/i.test(name);
        return own.some((range) => this.#mayEndBySize(range));
      }).length > 0
    );
  }

  #mayEndBySize({ bodyStart, end }: FunctionRange): boolean {
    const texts = this.unit.tokens.slice(bodyStart, end).map(({ text }) => text);
    const asks = texts.some(
      (text) => /^(?:__rseq_size|getauxval)$/.test(text) || /rseq\w*(?:size|avail|feature)/i.test(text),
    );
    return (
      asks &&
      texts.some((text) =>
        /^(?:exit|_exit|abort|longjmp|siglongjmp|pthread_exit|errx?|throw|__assert\w*|assert)$/.test(text),
      )
    );
  }

  /** What all callers guarantee together. */
  #atCalls(within: FunctionRange, depth: number): Bound {
    if (depth >= mostCallers) return 'unclear';
    const { tokens } = this.unit;
    const calls = this.#callsOf(within.name).filter(({ function: caller }) => caller !== within);
    const isPassed = tokens.some(
      ({ text }, i) =>
        text === within.name && tokens[i + 1]?.text !== '(' && !/^(?:\.|->)$/.test(tokens[i - 1]?.text ?? ''),
    );
    if (calls.length === 0 && !isPassed) return this.isShared(within) && this.unitTestsSize ? 'unclear' : 0;
    const bounds = calls.map(({ at, function: caller }) => this.at(at, caller, depth + 1));
    // A caller without any test is enough.
    if (bounds.includes(0)) return 0;
    return isPassed ? 'unclear' : weakest(bounds);
  }

  #callsOf(name: string): readonly CallSite[] {
    const known = this.#calls.get(name);
    if (known) return known;
    const found = findCallSites(this.unit.tokens, this.unit.functions, (callee) => callee === name);
    this.#calls.set(name, found);
    return found;
  }
}
