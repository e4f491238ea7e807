import { findFields } from '../../abi/profiles';
import type { AreaField } from '../../abi/profile';
import type { Token } from '../preprocess/token';
import { areaTags } from './area';
import { type FileDeclarations, fileDeclarations, localDeclarations, type Declaration } from './declarations';
import type { FunctionRange } from './functions';
import { NamedConstants } from './namedConstants';
import { ObjectSizes } from './objectSizes';
import { onlyValueOf } from './singleValue';
import { closingOf, type TokenRange } from './tokenLists';
import { Excerpt } from './excerpt';

/** What readers of declarations, constants and values ask of a unit. Read when it is first asked for. */
export class UnitContext {
  readonly excerpt: Excerpt;
  #file: FileDeclarations | undefined;
  #sizes: ObjectSizes | undefined;
  #constants: NamedConstants | undefined;
  readonly #locals = new Map<FunctionRange, readonly Declaration[]>();
  readonly #parameters = new Map<FunctionRange, readonly Declaration[]>();

  constructor(
    readonly tokens: readonly Token[],
    readonly functions: readonly FunctionRange[],
    readonly pointerBytes: number,
    private readonly isSystemFile: (token: Token) => boolean,
    /** May a file that was not found define struct rseq in its own way? */
    private readonly mayHideTypes: boolean,
  ) {
    this.excerpt = new Excerpt(tokens);
  }

  get file(): FileDeclarations {
    return (this.#file ??= fileDeclarations(this.tokens, this.functions));
  }

  get sizes(): ObjectSizes {
    return (this.#sizes ??= new ObjectSizes(this.tokens, this.file, this.pointerBytes));
  }

  get constants(): NamedConstants {
    return (this.#constants ??= new NamedConstants(
      this.tokens,
      this.functions,
      (operand, at) => this.#sizeOf(operand, at) ?? memberIn(this.tokens, operand)?.size,
      (range) => memberIn(this.tokens, range)?.offset,
    ));
  }

  localsOf(range: FunctionRange): readonly Declaration[] {
    this.#readLocals(range);
    return this.#locals.get(range) ?? [];
  }

  parametersOf(range: FunctionRange): readonly Declaration[] {
    this.#readLocals(range);
    return this.#parameters.get(range) ?? [];
  }

  functionAt(at: number): FunctionRange | undefined {
    return this.functions.find(({ start, end }) => start <= at && at <= end);
  }

  /** The declaration of a name that is used at `at`; undefined: none, or several. */
  declarationOf(name: string, at: number): Declaration | undefined {
    const range = this.functionAt(at);
    if (range) {
      const inside = [...this.localsOf(range), ...this.parametersOf(range)].filter((one) => one.name === name);
      if (inside.length > 0) return inside.length === 1 ? inside[0] : undefined;
    }
    const outside = this.file.variables.get(name) ?? [];
    return outside.find(({ words }) => !words.includes('extern')) ?? outside[0];
  }

  isParameter(name: string, range: FunctionRange): boolean {
    return this.parametersOf(range).some((one) => one.name === name);
  }

  /** The value of an expression, through a local variable that has only this one. */
  valueOf(range: TokenRange, within: FunctionRange): number | undefined {
    const direct = this.constants.valueOf(range);
    if (direct !== undefined) return Number(BigInt.asIntN(64, direct));
    const value = this.constants.valueOf(this.resolved(range, within));
    return value === undefined ? undefined : Number(BigInt.asIntN(64, value));
  }

  /** The expression that a chain of such variables, and casts around them, leads to. */
  resolved(range: TokenRange, within: FunctionRange): TokenRange {
    let current = withoutCasts(this.tokens, range);
    for (let depth = 0; depth < 3; depth++) {
      const source = this.sourceOf(current, within);
      if (!source) break;
      current = withoutCasts(this.tokens, source);
    }
    return current;
  }

  /** What a local variable is given, where the expression is one and gets a single value. */
  sourceOf({ start, end }: TokenRange, within: FunctionRange): TokenRange | undefined {
    const name = this.tokens[start]?.text;
    if (end - start !== 1 || name === undefined) return undefined;
    const isLocal = this.localsOf(within).filter((one) => one.name === name).length === 1;
    return isLocal && !this.isParameter(name, within) ? onlyValueOf(this.tokens, within, name) : undefined;
  }

  /** Is it the kernel's struct rseq, as the headers of the day have it? Then nobody knows how large it is elsewhere. */
  isKernelsArea(words: readonly string[]): boolean {
    const name = this.sizes.typeName(words);
    if (name === undefined || name !== 'rseq') return false;
    const definition = this.sizes.definitionOf(name);
    const tag = definition && this.tokens[definition.at];
    return tag ? this.isSystemFile(tag) : !this.mayHideTypes && !this.#isDefinedSomehow(name);
  }

  #isDefinedSomehow(tag: string): boolean {
    return this.tokens.some(({ text }, i) => text === tag && this.tokens[i + 1]?.text === '{');
  }

  #sizeOf({ start, end }: TokenRange, at: number): number | undefined {
    const described = this.typeIn({ start, end }, at);
    if (!described || this.isKernelsArea(described.words)) return undefined;
    return this.sizes.extentOf(described.words, described.pointers, described.behind)?.size;
  }

  /** The type that the operand of `sizeof` has: a type's name, a variable, or what a pointer points at. */
  typeIn(
    { start, end }: TokenRange,
    at: number,
  ): { readonly words: readonly string[]; readonly pointers: number; readonly behind: number } | undefined {
    const words = this.tokens.slice(start, end).map(({ text }) => text);
    const pointers = words.filter((word) => word === '*').length;
    const [first = '', second] = words;
    const isDereferenced = first === '*' && words.length === 2;
    const name = isDereferenced ? second : first;
    const isName = isDereferenced || words.length === 1;
    const declared = isName && name !== undefined ? this.declarationOf(name, at) : undefined;
    if (declared) {
      const depth = declared.pointers - (isDereferenced ? 1 : 0);
      return depth < 0 ? undefined : { words: declared.words, pointers: depth, behind: declared.at + 1 };
    }
    if (isDereferenced || !words.every((word) => /^[\w*]+$/.test(word))) return undefined;
    return { words: words.filter((word) => word !== '*'), pointers, behind: end };
  }

  #readLocals(range: FunctionRange): void {
    if (this.#locals.has(range)) return;
    const { locals, parameters } = localDeclarations(this.tokens, range);
    this.#locals.set(range, locals);
    this.#parameters.set(range, parameters);
  }
}

/** The field of struct rseq that `struct rseq, field` or `((struct rseq *) 0)->field` names; its place is the same in every mainline layout. */
function memberIn(tokens: readonly Token[], { start, end }: TokenRange): AreaField | undefined {
  if (tokens[start]?.text === '(' && closingOf(tokens, start) === end - 1)
    return memberIn(tokens, { start: start + 1, end: end - 1 });
  const words = tokens.slice(start, end).map(({ text }) => text);
  const tag = words[words.indexOf('struct') + 1] ?? '';
  const member = words.findIndex((word) => word === ',' || word === '->');
  const fields = words.includes('struct') && areaTags.has(tag) && member > 0 ? findFields(words[member + 1] ?? '') : [];
  const [field] = fields;
  const isOne = fields.every(({ offset, size }) => offset === field?.offset && size === field.size);
  return isOne && words.length === member + 2 ? field : undefined;
}

/** `(long) (value)`: the value. */
export function withoutCasts(tokens: readonly Token[], { start, end }: TokenRange): TokenRange {
  if (tokens[start]?.text !== '(' || end - start < 3) return { start, end };
  const close = closingOf(tokens, start);
  if (close === end - 1) return withoutCasts(tokens, { start: start + 1, end: close });
  const isType = tokens.slice(start + 1, close).every(({ text }) => /^[A-Za-z_]\w*$|^\*$/.test(text));
  const isOperand = close === end - 2 || tokens[close + 1]?.text === '(';
  return isType && isOperand ? withoutCasts(tokens, { start: close + 1, end }) : { start, end };
}

/** Is a token called so, or a macro that it came out of? */
export function comesOf(token: Token | undefined, name: RegExp): boolean {
  if (!token) return false;
  if (name.test(token.text)) return true;
  for (let expansion = token.expansion; expansion; expansion = expansion.parent)
    if (name.test(expansion.macro.name)) return true;
  return false;
}
