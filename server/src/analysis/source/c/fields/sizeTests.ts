import { originalSize } from '../../../abi/fields';
import { auxiliaryVector } from '../../../abi/system';
import { TokenKind } from '../../preprocess/token';
import { unwrapped } from '../conditionMeaning';
import type { FunctionRange } from '../functions';
import { closingOf, splitAt, type TokenRange } from '../tokenLists';
import { type UnitContext, withoutCasts } from '../unitContext';

/**
 * What a condition guarantees about the feature size: at least so many bytes, 0 for nothing. `unclear`: it may be a test of the size
 * that cannot be read.
 */
export type Bound = number | 'unclear';

/** Variables that hold the feature size: libc's, and those of librseq and the kernel's selftests. */
const sizeName = /^(?:__rseq_size|_*rseq_(?:feature_)?size)$/;
/** Names of what says what is there. */
const telling = /size|feature|avail|version|abi|level|support|kernel|release|has|mode|flag/i;

/** What code that finds out how large the area is has in it. */
const asksSize = /^(?:__rseq_size|getauxval|AT_RSEQ_FEATURE_SIZE)$|rseq\w*(?:size|avail|feature)/i;
/** The same of functions, whose names say more. */
const tellingCall =
  /size|feature|avail|version|abi|level|support|kernel|release|has|have|mode|flag|cid|node|numa|slice|check|init|valid|probe|detect|(?:^|_)(?:can|is)_/i;

const sizeCall = /^\w*rseq_(?:feature_)?size$/;

const opposite: Readonly<Record<string, string>> = {
  '>=': '<',
  '<': '>=',
  '>': '<=',
  '<=': '>',
  '==': '!=',
  '!=': '==',
};
const turned: Readonly<Record<string, string>> = { '>=': '<=', '<=': '>=', '>': '<', '<': '>', '==': '==', '!=': '!=' };

/** Values of parameters where a function is called. */
type Bindings = ReadonlyMap<string, number | undefined>;

const none: Bindings = new Map();

/** Reads tests of the feature size: comparisons with constants, functions and variables that hold their results, what operators make of them. */
export class SizeTests {
  readonly #globals = new Map<string, Bound>();

  constructor(
    private readonly unit: UnitContext,
    private readonly isAreaValue: (name: string, at: number) => boolean,
  ) {}

  /** What follows from a condition that holds, or that does not. */
  boundOf(range: TokenRange, holds: boolean, within: FunctionRange, bindings = none, depth = 0): Bound {
    const { tokens } = this.unit;
    const { start, end } = unwrapped(tokens, range);
    // `for (;;)`
    if (start >= end) return 0;
    if (depth > 6) return 'unclear';
    const ask = (part: TokenRange, isTrue: boolean): Bound => this.boundOf(part, isTrue, within, bindings, depth + 1);
    for (const [operator, isAll] of [
      ['||', !holds],
      ['&&', holds],
    ] as const) {
      const parts = splitAt(tokens, { start, end }, operator);
      if (parts.length > 1) return (isAll ? strongest : weakest)(parts.map((part) => ask(part, holds)));
    }
    if (tokens[start]?.text === '!') return ask({ start: start + 1, end }, !holds);
    const comparison = this.#comparison({ start, end }, within, bindings);
    if (comparison) {
      const operator = holds ? comparison.operator : (opposite[comparison.operator] ?? '');
      if (comparison.kind === 'size') return sizeBound(operator, comparison.value);
      if (!/^[=!]=$/.test(operator)) return this.mayTell({ start, end }) ? 'unclear' : 0;
      // `if (size_is_enough == true)`
      if (comparison.value === undefined) return 'unclear';
      return ask(comparison.range, (comparison.value !== 0) === (operator === '=='));
    }
    if (this.isSize({ start, end }, within)) return holds ? originalSize : 0;
    return this.#truthBound({ start, end }, holds, within, depth);
  }

  /** Is an expression the feature size, as kernel or libc say it? */
  isSize(range: TokenRange, within: FunctionRange): boolean {
    const { tokens } = this.unit;
    const { start, end } = this.unit.resolved(withoutCasts(tokens, range), within);
    const text = tokens[start]?.text ?? '';
    if (end - start === 1) return sizeName.test(text);
    const isCall = tokens[start + 1]?.text === '(' && closingOf(tokens, start + 1) === end - 1;
    if (!isCall) return false;
    if (text === 'getauxval') {
      const asked = this.unit.constants.valueOf({ start: start + 2, end: end - 1 });
      return asked === BigInt(auxiliaryVector.featureSize.value);
    }
    // However it finds out: rseq_feature_size()
    if (sizeCall.test(text) && end - start === 3) return true;
    const result = this.#resultOf(text);
    return result !== undefined && result.within !== within && this.isSize(result, result.within);
  }

  #comparison(
    range: TokenRange,
    within: FunctionRange,
    bindings: Bindings,
  ):
    | { readonly kind: 'size'; readonly operator: string; readonly value: number | undefined }
    | {
        readonly kind: 'other';
        readonly operator: string;
        readonly value: number | undefined;
        readonly range: TokenRange;
      }
    | undefined {
    const { tokens } = this.unit;
    for (const operator of Object.keys(opposite)) {
      const [left, right, ...more] = splitAt(tokens, range, operator);
      if (!left || !right || more.length > 0) continue;
      const valueOf = (part: TokenRange): number | undefined => {
        const bound = part.end - part.start === 1 ? bindings.get(tokens[part.start]?.text ?? '') : undefined;
        return bound ?? this.unit.valueOf(withoutCasts(tokens, part), within);
      };
      if (this.isSize(left, within)) return { kind: 'size', operator, value: valueOf(right) };
      if (this.isSize(right, within))
        return { kind: 'size', operator: turned[operator] ?? operator, value: valueOf(left) };
      const value = valueOf(right);
      return { kind: 'other', operator, value, range: left };
    }
    return undefined;
  }

  /** Of a condition that is no comparison with a size. */
  #truthBound({ start, end }: TokenRange, holds: boolean, within: FunctionRange, depth: number): Bound {
    const { tokens } = this.unit;
    const name = tokens[start]?.text ?? '';
    if (tokens[start]?.kind === TokenKind.Identifier && end - start === 1) {
      const isPointer = (this.unit.declarationOf(name, start)?.pointers ?? 0) > 0;
      if (isPointer || this.isAreaValue(name, start)) return 0;
      const source = this.unit.sourceOf({ start, end }, within);
      if (source) return this.boundOf(source, holds, within, none, depth + 1);
      const isLocal = this.unit.localsOf(within).some((one) => one.name === name);
      if (this.unit.isParameter(name, within)) return 'unclear';
      if (isLocal) return this.#asks(within) || telling.test(name) ? 'unclear' : 0;
      if (this.#isUnrelated(name)) return 0;
      return holds ? this.#globalBound(name, depth) : 'unclear';
    }
    const isCall = tokens[start + 1]?.text === '(' && closingOf(tokens, start + 1) === end - 1;
    const result = isCall ? this.#resultOf(name) : undefined;
    if (isCall && !result) return this.#mayAsk(name) ? 'unclear' : 0;
    if (!result) return this.#isAboutArea({ start, end }) ? 0 : 'unclear';
    const args = splitAt(tokens, { start: start + 2, end: end - 1 }, ',');
    const values = this.unit
      .parametersOf(result.within)
      .map((parameter, i) => [parameter.name, args[i] && this.unit.valueOf(args[i], within)] as const);
    return this.boundOf(result, holds, result.within, new Map(values), depth + 1);
  }

  /** Could a function find out what kernel and libc offer? By its name, or by what stands in it. */
  #mayAsk(name: string): boolean {
    if (tellingCall.test(name)) return true;
    return this.unit.functions.some(({ name: own, bodyStart, end }) => {
      if (own !== name) return false;
      return this.unit.tokens
        .slice(bodyStart, end)
        .some(({ kind, text }) => kind === TokenKind.Identifier && telling.test(text));
    });
  }

  /** Nothing but fields of the area and constants: `rseq->cpu_id`. */
  #isAboutArea({ start, end }: TokenRange): boolean {
    const { tokens } = this.unit;
    const names = tokens.slice(start, end).filter(({ kind }, i) => {
      return kind === TokenKind.Identifier && !/^(?:\.|->)$/.test(tokens[start + i - 1]?.text ?? '');
    });
    return (
      names.length > 0 &&
      names.every(
        ({ text }) =>
          /^(?:int|unsigned|signed|long|const|volatile|u?int32_t)$/.test(text) || this.isAreaValue(text, start),
      )
    );
  }

  /** Could what is compared have to do with what kernel and libc offer? By its names; `sizeof` has not. */
  mayTell({ start, end }: TokenRange): boolean {
    const { tokens } = this.unit;
    for (let i = start; i < end; i++) {
      if (tokens[i]?.text === 'sizeof') i = closingOf(tokens, i + 1);
      else if (tokens[i]?.kind === TokenKind.Identifier && telling.test(tokens[i]?.text ?? '')) return true;
    }
    return false;
  }

  /** What a function returns that does nothing else. */
  #resultOf(name: string): (TokenRange & { readonly within: FunctionRange }) | undefined {
    const { tokens, functions } = this.unit;
    const [found, ...more] = functions.filter((range) => range.name === name);
    if (!found || more.length > 0) return undefined;
    const first = found.bodyStart + 1;
    const isOne = tokens[first]?.text === 'return' && tokens[found.end - 1]?.text === ';';
    const parts = isOne ? splitAt(tokens, { start: first + 1, end: found.end }, ';') : [];
    const [value] = parts;
    return parts.length === 1 && value ? { ...value, within: found } : undefined;
  }

  /** Does a function ask for a size anywhere? */
  #asks({ bodyStart, end }: FunctionRange): boolean {
    return this.unit.tokens.slice(bodyStart, end).some(({ text }) => asksSize.test(text));
  }

  /** A variable of the file that only functions set which ask for no size, under whatever conditions. */
  #isUnrelated(name: string): boolean {
    const { tokens, functions } = this.unit;
    if (!this.#isOwn(name)) return false;
    return tokens.every(({ text }, i) => {
      if (text !== name) return true;
      const isSet =
        /^(?:[-+|&^]?=|\+\+|--)$/.test(tokens[i + 1]?.text ?? '') || /^(?:&|\+\+|--)$/.test(tokens[i - 1]?.text ?? '');
      const within = functions.find(({ start, end }) => start <= i && i <= end);
      return !isSet || !within || !this.#asks(within);
    });
  }

  #isOwn(name: string): boolean {
    return this.unit.file.variables.get(name)?.some(({ words }) => words.includes('static')) === true;
  }

  /** Of a variable of the file that is true: what every assignment that can make it true guarantees. */
  #globalBound(name: string, depth: number): Bound {
    const known = this.#globals.get(name);
    if (known !== undefined) return known;
    this.#globals.set(name, 'unclear');
    const { tokens, functions } = this.unit;
    const bounds: Bound[] = [];
    const isOwn = this.#isOwn(name);
    for (let i = 0; i < tokens.length && isOwn; i++) {
      if (tokens[i]?.text !== name || tokens[i]?.kind !== TokenKind.Identifier) continue;
      if (tokens[i - 1]?.text === '&' || /^(?:[-+|&]=|\+\+|--)$/.test(tokens[i + 1]?.text ?? ''))
        bounds.push('unclear');
      if (tokens[i + 1]?.text !== '=') continue;
      let end = i + 2;
      while (end < tokens.length && !/^[;,]$/.test(tokens[end]?.text ?? ''))
        end = /^[([{]$/.test(tokens[end]?.text ?? '') ? closingOf(tokens, end) + 1 : end + 1;
      const value = { start: i + 2, end };
      const within = functions.find(({ start, end: last }) => start <= i && i <= last);
      if (this.unit.constants.valueOf(value) === 0n || tokens[i + 2]?.text === 'false') continue;
      bounds.push(within ? this.boundOf(value, true, within, none, depth + 1) : 'unclear');
    }
    const bound = bounds.length > 0 ? weakest(bounds) : 'unclear';
    // A constant that is true wherever it stands may be assigned under a condition.
    this.#globals.set(name, bound === 0 ? 'unclear' : bound);
    return bound === 0 ? 'unclear' : bound;
  }
}

/** Of `size <operator> value`. */
function sizeBound(operator: string, value: number | undefined): Bound {
  if (value === undefined) return 'unclear';
  if (operator === '>=' || operator === '==') return Math.max(value, 0);
  if (operator === '>') return Math.max(value + 1, 0);
  return operator === '!=' && value === 0 ? originalSize : 0;
}

/** Where all of these hold. */
export function strongest(bounds: readonly Bound[]): Bound {
  return bounds.includes('unclear') ? 'unclear' : Math.max(0, ...bounds.map(Number));
}

/** Where one of these holds, nobody knows which. */
export function weakest(bounds: readonly Bound[]): Bound {
  return bounds.includes('unclear') ? 'unclear' : Math.min(...bounds.map(Number));
}
