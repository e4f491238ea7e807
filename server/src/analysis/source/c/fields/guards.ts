import type { AreaNames } from '../area';
import { TokenKind } from '../../preprocess/token';
import { callSitesIn } from '../callSites';
import type { FunctionRange } from '../functions';
import { allConditionsAt } from '../pathConditions';
import type { UnitContext } from '../unitContext';
import { type Bound, SizeTests, weakest } from './sizeTests';

/** How deep callers are followed. */
const mostCallers = 8;

/** What the code of a unit guarantees about the feature size at a place. */
export class Guards {
  readonly #tests: SizeTests;
  readonly #outside = new Map<FunctionRange, Bound>();

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
      if (bound !== 'unclear') {
        if (isSure) sure = Math.max(sure, bound);
        else if (bound > 0 || this.#tests.isSize({ start, end }, within)) isClear = false;
      } else if (isSure || this.#tests.mayTell({ start, end })) {
        isClear = false;
      }
    }
    if (this.#asksBefore(at, within)) isClear = false;
    if (!isClear) return 'unclear';
    const outside = this.#atCalls(within, depth);
    return outside === 'unclear' ? outside : Math.max(sure, outside);
  }

  /** Is a function called earlier in the body that tests the size and may not return? */
  #asksBefore(at: number, within: FunctionRange): boolean {
    return callSitesIn(this.unit.tokens, { ...within, end: at }, (name) => {
      if (name === within.name) return false;
      const own = this.unit.functions.filter((range) => range.name === name);
      if (own.length === 0) return /rseq\w*(?:size|avail|feature)/i.test(name);
      return own.some((range) => this.#mayEndBySize(range));
    }).some(({ callee, first }) => {
      // What an unknown function says is looked at; one whose result nobody takes can only end the program.
      const isStatement = /^[;{}]$/.test(this.unit.tokens[first - 1]?.text ?? '');
      return isStatement || this.unit.functions.some(({ name }) => name === callee);
    });
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

  /** What all callers guarantee together, and who hands the function on. */
  #atCalls(within: FunctionRange, depth: number): Bound {
    if (depth >= mostCallers) return 'unclear';
    const known = this.#outside.get(within);
    if (known !== undefined) return known;
    // A function that calls itself adds nothing to what the others say.
    this.#outside.set(within, 'unclear');
    const mentions = this.#mentionsOf(within);
    const isAlone = mentions.length === 0;
    const bounds = mentions.map(({ at, caller }) => (caller ? this.at(at, caller, depth + 1) : 'unclear'));
    // A caller without any test is enough.
    const together = bounds.includes(0) ? 0 : weakest(bounds);
    const bound = isAlone ? (this.isShared(within) && this.unitTestsSize ? 'unclear' : 0) : together;
    this.#outside.set(within, bound);
    return bound;
  }

  /** Where a function is called, or named as a pointer; `caller` undefined: in a table outside of functions. */
  #mentionsOf(within: FunctionRange): readonly { readonly at: number; readonly caller: FunctionRange | undefined }[] {
    const { tokens, functions } = this.unit;
    return tokens.flatMap(({ text, kind }, at) => {
      const isName =
        text === within.name && kind === TokenKind.Identifier && !/^(?:\.|->)$/.test(tokens[at - 1]?.text ?? '');
      if (!isName) return [];
      const caller = functions.find(({ start, end }) => start <= at && at <= end);
      const isDeclaration = !caller && tokens[at + 1]?.text === '(';
      return caller === within || isDeclaration ? [] : [{ at, caller }];
    });
  }
}
