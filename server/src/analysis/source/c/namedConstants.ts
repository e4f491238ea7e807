import { registrationFlags } from '../../abi/registration';
import { auxiliaryVector, membarrier } from '../../abi/system';
import { type Token, TokenKind } from '../preprocess/token';
import { constantOf } from './constants';
import type { FunctionRange } from './functions';
import { closingOf, splitAt, type TokenRange } from './tokenLists';

interface Scoped {
  readonly value: bigint | undefined;
  readonly from: number;
  readonly to: number;
}

/** What names mean that the kernel's headers define, where these were not read. */
const kernelNames: ReadonlyMap<string, bigint> = new Map(
  [
    ...[...Object.values(auxiliaryVector), ...Object.values(membarrier)].map(
      ({ name, value }) => [name, value] as const,
    ),
    // Linux include/uapi/linux/rseq.h; librseq and the kernel's selftests have a copy with names of its own.
    ...['RSEQ_FLAG_UNREGISTER', 'RSEQ_ABI_FLAG_UNREGISTER'].map(
      (name) => [name, registrationFlags.unregister] as const,
    ),
    ['RSEQ_FLAG_SLICE_EXT_DEFAULT_ON', registrationFlags.sliceExtensionOn] as const,
    ['MEMBARRIER_CMD_QUERY', 0] as const,
    ['NULL', 0] as const,
    ['nullptr', 0] as const,
  ].map(([name, value]) => [name, BigInt(value)]),
);

/** Constants that names of a unit stand for: enumerators and `const` variables; else those that the kernel defines. */
export class NamedConstants {
  readonly #names = new Map<string, Scoped[]>();

  constructor(
    private readonly tokens: readonly Token[],
    private readonly functions: readonly FunctionRange[],
    /** The value of `sizeof` of what stands in a range; undefined: not known. */
    private readonly sizeOf: (range: TokenRange, at: number) => number | undefined,
    /** The offset of the member that `offsetof` of what stands in a range gives. */
    private readonly offsetOf: (range: TokenRange) => number | undefined = () => undefined,
  ) {
    for (let i = 0; i < tokens.length; i++) {
      const text = tokens[i]?.text;
      if (text === 'enum') this.#readEnumerators(i);
      else if (text === 'const' || text === 'constexpr') this.#readConstant(i);
    }
  }

  /** The value of an expression; undefined where it is no constant, or not known to be one. */
  valueOf({ start, end }: TokenRange): bigint | undefined {
    const replaced: Token[] = [];
    for (let i = start; i < end; i++) {
      const token = this.tokens[i];
      if (!token || token.uncertain) return undefined;
      if (token.text === 'sizeof') {
        const close = this.tokens[i + 1]?.text === '(' ? closingOf(this.tokens, i + 1) : i + 1;
        const operand = close > i + 1 ? { start: i + 2, end: close } : { start: i + 1, end: i + 2 };
        const size = this.sizeOf(operand, i);
        if (size === undefined) return undefined;
        replaced.push({ ...token, kind: TokenKind.Number, text: String(size) });
        i = close;
        continue;
      }
      const offset = this.#offset(i);
      if (offset) {
        if (offset.value === undefined) return undefined;
        replaced.push({ ...token, kind: TokenKind.Number, text: String(offset.value) });
        i = offset.last;
        continue;
      }
      // The type of a cast is no value.
      const value = isCast(this.tokens, i) ? undefined : this.#value(token, i);
      replaced.push(...(value === undefined ? [token] : number(token, value)));
    }
    return constantOf(unsignedWrapped(replaced));
  }

  /** `offsetof(type, member)`, or `&((type *) 0)->member`, which it was before compilers had it. */
  #offset(at: number): { readonly value: number | undefined; readonly last: number } | undefined {
    const text = this.tokens[at]?.text;
    if ((text === 'offsetof' || text === '__builtin_offsetof') && this.tokens[at + 1]?.text === '(') {
      const last = closingOf(this.tokens, at + 1);
      return { value: this.offsetOf({ start: at + 2, end: last }), last };
    }
    if (text !== '&' || this.tokens[at + 1]?.text !== '(') return undefined;
    const arrow = closingOf(this.tokens, at + 1) + 1;
    const isNull = this.tokens[arrow - 2]?.text === '0' && this.tokens[arrow]?.text === '->';
    return isNull ? { value: this.offsetOf({ start: at + 2, end: arrow + 2 }), last: arrow + 1 } : undefined;
  }

  #value(token: Token, at: number): bigint | undefined {
    if (token.kind !== TokenKind.Identifier) return undefined;
    const scoped = this.#names.get(token.text)?.filter(({ from, to }) => from <= at && at <= to);
    if (scoped && scoped.length > 0) {
      const values = new Set(scoped.map(({ value }) => value));
      return values.size === 1 ? scoped[0]?.value : undefined;
    }
    return kernelNames.get(token.text);
  }

  #readEnumerators(at: number): void {
    const open = this.tokens.findIndex((token, i) => i > at && i < at + 6 && /^[{;)]$/.test(token.text));
    if (this.tokens[open]?.text !== '{') return;
    let next: bigint | undefined = 0n;
    for (const part of splitAt(this.tokens, { start: open + 1, end: closingOf(this.tokens, open) }, ',')) {
      const name = this.tokens[part.start];
      if (name?.kind !== TokenKind.Identifier) return;
      if (this.tokens[part.start + 1]?.text === '=') next = this.valueOf({ start: part.start + 2, end: part.end });
      this.#add(name.text, next, at);
      next = next === undefined ? undefined : next + 1n;
    }
  }

  /** `static const int name = 1;` and `constexpr auto name = 1;`, pointers left out. */
  #readConstant(at: number): void {
    for (let i = at + 1; i < at + 8; i++) {
      const token = this.tokens[i];
      if (token?.text === '=') {
        const name = this.tokens[i - 1];
        const end = this.#endOfInitializer(i + 1);
        if (name?.kind === TokenKind.Identifier) this.#add(name.text, this.valueOf({ start: i + 1, end }), i - 1);
        return;
      }
      if (token?.kind !== TokenKind.Identifier) return;
    }
  }

  #endOfInitializer(from: number): number {
    for (let i = from; i < this.tokens.length; i++) if (/^[;,]$/.test(this.tokens[i]?.text ?? '')) return i;
    return this.tokens.length;
  }

  #add(name: string, value: bigint | undefined, at: number): void {
    const owner = this.functions.find(({ start, end }) => start <= at && at <= end);
    const scope = owner ? { from: owner.start, to: owner.end } : { from: 0, to: Infinity };
    this.#names.set(name, [...(this.#names.get(name) ?? []), { value, ...scope }]);
  }
}

function isCast(tokens: readonly Token[], at: number): boolean {
  if (tokens[at - 1]?.text !== '(' || tokens[at + 1]?.text !== ')') return false;
  const next = tokens[at + 2];
  return next !== undefined && (next.kind !== TokenKind.Punctuator || next.text === '(');
}

/** A negative number is an operator and its operand, in parentheses. */
function number(token: Token, value: bigint): readonly Token[] {
  const digits = { ...token, kind: TokenKind.Number, text: (value < 0n ? -value : value).toString() };
  const sign = (text: string): Token => ({ ...token, kind: TokenKind.Punctuator, text });
  return value < 0n ? [sign('('), sign('-'), digits, sign(')')] : [digits];
}

/** `(void *) 0`, which `NULL` expands to, is nothing but its number. */
function unsignedWrapped(tokens: readonly Token[]): readonly Token[] {
  return tokens.filter(
    ({ text }, i) => !(text === '*' && tokens[i - 1]?.text === 'void' && tokens[i + 1]?.text === ')'),
  );
}
