import type { MacroChange } from './effects';
import type { MacroName } from './token';
import type { WorkToken } from './workToken';

/** What a built-in macro does; see builtins.ts. */
export type Builtin =
  | 'line'
  | 'file'
  | 'base-file'
  | 'include-level'
  | 'counter'
  | 'date'
  | 'time'
  | 'timestamp'
  | 'pragma'
  /** `__has_…`: means something in `#if` only. */
  | 'has';

/** One piece of a replacement list. `paste` is the `##` that joins it to the next piece. */
export type BodyItem = (
  | { readonly kind: 'text'; readonly token: WorkToken }
  | { readonly kind: 'parameter'; readonly token: WorkToken; readonly index: number }
  /** `token` is the `#`. */
  | { readonly kind: 'stringise'; readonly token: WorkToken; readonly index: number }
  /** `__VA_OPT__(…)`, or `#__VA_OPT__(…)` if `hash` is there. */
  | {
      readonly kind: 'optional';
      readonly token: WorkToken;
      readonly hash: WorkToken | null;
      readonly items: readonly BodyItem[];
    }
) & { readonly paste: WorkToken | null };

export interface Macro extends MacroName {
  /** Null for an object-like macro. The name of a variadic parameter (`__VA_ARGS__` or GNU's own) comes last. */
  readonly parameters: readonly string[] | null;
  readonly variadic: boolean;
  readonly body: readonly BodyItem[];
  /** True if the body is text only: no parameter, no operator. */
  readonly plain: boolean;
  /** True if an undecidable `#if` had a part in it being defined, or in being defined like this. */
  readonly uncertain: boolean;
  readonly builtin: Builtin | null;
  /** True while its own expansion is being read: GCC's way of keeping a macro from expanding in itself. */
  disabled: boolean;
}

/** An answer about a macro, and whether it holds in every program this could be. */
export interface Verdict {
  /** What GCC would say, taking what is unknown as not defined. */
  readonly value: boolean;
  readonly known: boolean;
}

/** True if two macros do the same, wherever they are written. */
export function isSameDefinition(a: Macro, b: Macro): boolean {
  return (
    a.builtin === b.builtin &&
    a.variadic === b.variadic &&
    a.uncertain === b.uncertain &&
    JSON.stringify(a.parameters) === JSON.stringify(b.parameters) &&
    isSameBody(a.body, b.body)
  );
}

function isSameBody(a: readonly BodyItem[], b: readonly BodyItem[]): boolean {
  return a.length === b.length && a.every((item, index) => isSameItem(item, b[index]));
}

function isSameItem(a: BodyItem, b: BodyItem | undefined): boolean {
  if (b === undefined || a.kind !== b.kind || (a.paste === null) !== (b.paste === null)) return false;
  const isSameToken =
    a.token.kind === b.token.kind && a.token.text === b.token.text && a.token.spaceBefore === b.token.spaceBefore;
  if (!isSameToken) return false;
  if (a.kind === 'optional' && b.kind === 'optional')
    return (a.hash === null) === (b.hash === null) && isSameBody(a.items, b.items);
  return a.kind === 'text' || ('index' in a && 'index' in b && a.index === b.index);
}

/** The macros that are defined at one point, and the names of which that is not certain. */
export class MacroTable {
  readonly #macros: Map<string, Macro>;
  /** Not defined as far as GCC can see, but a group that was left out may have defined them. */
  readonly #perhaps: Set<string>;
  /** Certainly not defined since the n-th missing include: there was an `#undef` behind it. */
  readonly #undefinedSince: Map<string, number>;

  constructor(
    macros: Map<string, Macro> = new Map<string, Macro>(),
    perhaps: Set<string> = new Set<string>(),
    undefinedSince: Map<string, number> = new Map<string, number>(),
  ) {
    this.#macros = macros;
    this.#perhaps = perhaps;
    this.#undefinedSince = undefinedSince;
  }

  clone(): MacroTable {
    return new MacroTable(new Map(this.#macros), new Set(this.#perhaps), new Map(this.#undefinedSince));
  }

  get(name: string): Macro | undefined {
    return this.#macros.get(name);
  }

  isPerhapsDefined(name: string): boolean {
    return this.#perhaps.size > 0 && this.#perhaps.has(name);
  }

  define(macro: Macro): void {
    this.#macros.set(macro.name, macro);
    this.#perhaps.delete(macro.name);
  }

  /** @param missing how many includes are missing so far */
  undefine(name: string, certain: boolean, missing: number): void {
    this.#macros.delete(name);
    if (certain) {
      this.#perhaps.delete(name);
      if (missing > 0) this.#undefinedSince.set(name, missing);
    } else {
      this.#perhaps.add(name);
    }
  }

  /** A group that was left out, but need not have been, defines or undefines `name`. */
  doubt(name: string): void {
    const macro = this.#macros.get(name);
    if (macro === undefined) this.#perhaps.add(name);
    else if (!macro.uncertain && macro.builtin === null)
      this.#macros.set(name, { ...macro, uncertain: true, disabled: false });
  }

  /** True if `name` was certainly undefined by a directive after the last missing include. */
  wasUndefinedSince(name: string, missing: number): boolean {
    return this.#undefinedSince.get(name) === missing;
  }

  /** What has become of a name since `missing` includes were missing. */
  changeOf(name: string, missing: number): MacroChange {
    const since = this.#undefinedSince.get(name);
    return {
      name,
      macro: this.#macros.get(name),
      isPerhapsDefined: this.#perhaps.has(name),
      undefinedSince: since === undefined || since < missing ? undefined : since - missing,
    };
  }

  /** Makes a change again where `missing` includes are missing. */
  apply({ name, macro, isPerhapsDefined, undefinedSince }: MacroChange, missing: number): void {
    this.restore(name, macro);
    if (isPerhapsDefined) this.#perhaps.add(name);
    else this.#perhaps.delete(name);
    if (undefinedSince !== undefined) this.#undefinedSince.set(name, undefinedSince + missing);
  }

  /** Puts back what {@link get} once gave (`#pragma pop_macro`). */
  restore(name: string, macro: Macro | undefined): void {
    if (macro === undefined) this.#macros.delete(name);
    else this.#macros.set(name, macro);
  }
}
