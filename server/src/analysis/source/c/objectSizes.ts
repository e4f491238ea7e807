import { type Token, TokenKind } from '../preprocess/token';
import { constantOf } from './constants';
import { type FileDeclarations, readDeclaration } from './declarations';
import { typeOfDeclaration } from './scalarType';
import { alignmentIn } from './symbolDeclarations';
import { closingOf, splitAt, type TokenRange } from './tokenLists';

/** Size and alignment in bytes. */
export interface Extent {
  readonly size: number;
  readonly alignment: number;
}

/** A structure that a unit defines; `extent` undefined: something in it has no known size. */
export interface StructDefinition {
  readonly extent: Extent | undefined;
  /** Index of its tag in the unit's tokens. */
  readonly at: number;
  /** Its own members, as far as their places are known: up to the first of unknown size. Those of unnamed unions and structures included. */
  readonly members: readonly Member[];
}

/** A named member of a structure: offset in bytes, and the index of its name in the unit's tokens. */
export interface Member extends Extent {
  readonly name: string;
  readonly offset: number;
  readonly at: number;
}

/** A member before its place is known. `inner`: what an unnamed one has, relative to its beginning. */
interface MemberExtent extends Extent {
  readonly name: string | undefined;
  readonly at: number;
  readonly inner: readonly Member[];
}

const kinds = /^(?:struct|union|class)$/;
const storage =
  /^(?:extern|static|auto|register|inline|const|volatile|__const|__volatile__|__thread|_Thread_local|thread_local|constexpr|constinit|__extension__|typedef|struct|union|class)$/;

/** How large objects are, by the definitions of a unit: the layout rules of C, attributes `aligned` and `packed`. */
export class ObjectSizes {
  readonly #definitions = new Map<string, StructDefinition | undefined>();
  /** The same for the other way to align 64-bit numbers, where pointers are smaller: only i386 and few others align them to 4. */
  readonly #other: ObjectSizes | undefined;

  constructor(
    private readonly tokens: readonly Token[],
    private readonly file: FileDeclarations,
    private readonly pointerBytes: number,
    private readonly widestAlignment = 8,
  ) {
    const isUndecided = pointerBytes < widestAlignment;
    this.#other = isUndecided ? new ObjectSizes(tokens, file, pointerBytes, pointerBytes) : undefined;
  }

  /** The definition of a tag; undefined: there is none, or several. */
  definitionOf(tag: string): StructDefinition | undefined {
    if (!this.#definitions.has(tag)) {
      // A structure cannot hold itself: what asks for its own size while it is read gets none.
      this.#definitions.set(tag, undefined);
      this.#definitions.set(tag, this.#define(tag));
    }
    return this.#definitions.get(tag);
  }

  /** What a declaration makes: `words` are those in front of the declarator, `behind` the index behind its name. */
  extentOf(words: readonly string[], pointers: number, behind: number): Extent | undefined {
    const extent = this.#extentOf(words, pointers, behind);
    if (!this.#other || !extent) return extent;
    const other = this.#other.extentOf(words, pointers, behind);
    return other?.size === extent.size ? other : undefined;
  }

  #extentOf(words: readonly string[], pointers: number, behind: number): Extent | undefined {
    const element = this.#elementExtent(words, pointers);
    let size = element?.size;
    let i = behind;
    for (; this.tokens[i]?.text === '['; i = closingOf(this.tokens, i) + 1) {
      const count = constantOf(this.tokens.slice(i + 1, closingOf(this.tokens, i)));
      size = size === undefined || count === undefined ? undefined : size * Number(count);
    }
    return element && size !== undefined ? { size, alignment: element.alignment } : undefined;
  }

  /** The tag or the name of the type that a declaration has; undefined for one of several words. */
  typeName(words: readonly string[]): string | undefined {
    const names = words.filter((word) => !storage.test(word));
    const [name] = names;
    if (names.length !== 1 || name === undefined) return undefined;
    const alias = words.some((word) => kinds.test(word)) ? undefined : this.file.types.get(name);
    return alias && alias.pointers === 0 && !alias.isArray ? this.typeName(alias.words) : name;
  }

  #elementExtent(words: readonly string[], pointers: number): Extent | undefined {
    const name = pointers === 0 ? this.typeName(words) : undefined;
    if (pointers === 0 && !this.#isPlainType(words)) return undefined;
    const definition = name === undefined ? undefined : this.definitionOf(name);
    if (definition) return definition.extent;
    if (pointers === 0 && words.some((word) => kinds.test(word))) return undefined;
    const type = typeOfDeclaration({ words, pointers, isArray: false }, this.file.types, this.pointerBytes);
    return type && { size: type.bytes, alignment: Math.min(type.bytes, this.widestAlignment) };
  }

  /** Types that a typedef makes may be aligned by it. */
  #isPlainType(words: readonly string[]): boolean {
    if (words.some((word) => kinds.test(word))) return true;
    const aliases = words.flatMap((word) => this.file.types.get(word) ?? []);
    return aliases.every(({ at, words: meant }) => {
      let end = at;
      while (end < this.tokens.length && this.tokens[end]?.text !== ';') end++;
      return end === at + 1 && !this.tokens.slice(at - 8, at).some(isAligned) && this.#isPlainType(meant);
    });
  }

  #define(tag: string): StructDefinition | undefined {
    const found: StructDefinition[] = [];
    for (let i = 1; i < this.tokens.length; i++) {
      if (this.tokens[i]?.text !== tag || !this.#isTag(i)) continue;
      const open = this.#behindAttributes(i + 1);
      if (this.tokens[open]?.text !== '{') continue;
      let first = i - 1;
      while (!kinds.test(this.tokens[first]?.text ?? '')) first--;
      found.push({ at: i, ...this.#body(first, open) });
    }
    return found.length === 1 ? found[0] : undefined;
  }

  /** `struct tag`, with attributes in between. */
  #isTag(at: number): boolean {
    let i = at - 1;
    if (this.tokens[i]?.text === ')') {
      let depth = 0;
      for (; i > 0; i--) {
        if (this.tokens[i]?.text === ')') depth++;
        else if (this.tokens[i]?.text === '(' && --depth === 0) break;
      }
      i -= 2;
    }
    return kinds.test(this.tokens[i]?.text ?? '');
  }

  #behindAttributes(from: number): number {
    let i = from;
    while (/^(?:__attribute__|__attribute|alignas|_Alignas|final)$/.test(this.tokens[i]?.text ?? ''))
      i = this.tokens[i + 1]?.text === '(' ? closingOf(this.tokens, i + 1) + 1 : i + 1;
    return i;
  }

  /** A structure or union whose keyword is at `first` and whose members begin at `open`. */
  #body(first: number, open: number): { readonly extent: Extent | undefined; readonly members: readonly Member[] } {
    const members: Member[] = [];
    return { extent: this.#extentOfBody(first, open, members), members };
  }

  #extentOfBody(first: number, open: number, found: Member[]): Extent | undefined {
    const close = closingOf(this.tokens, open);
    const tail = this.#behindAttributes(close + 1);
    if (!this.#isKnownHead(first + 1, open) || !this.#isKnownTail(tail)) return undefined;
    const attributes = [...this.tokens.slice(first, open), ...this.tokens.slice(close + 1, tail)];
    const asked = alignmentIn(attributes);
    if (asked === undefined || attributes.some(({ kind }) => kind === TokenKind.Gap)) return undefined;
    const isPacked = attributes.some(({ text }) => /^_*packed_*$/.test(text));
    const isUnion = this.tokens[first]?.text === 'union';
    let end = 0;
    let alignment = asked;
    for (const member of splitAt(this.tokens, { start: open + 1, end: close }, ';')) {
      const extents = this.#members(member);
      const isMixed = isPacked && this.tokens.slice(member.start, member.end).some(isAligned);
      if (!extents || isMixed) return undefined;
      for (const extent of extents) {
        const needed = isPacked ? 1 : extent.alignment;
        alignment = Math.max(alignment, needed);
        const offset = isUnion ? 0 : roundUp(end, needed);
        end = Math.max(end, offset + extent.size);
        if (extent.name === undefined)
          found.push(...extent.inner.map((one) => ({ ...one, offset: offset + one.offset })));
        else found.push({ name: extent.name, at: extent.at, size: extent.size, alignment: needed, offset });
      }
    }
    return { size: roundUp(end, alignment), alignment };
  }

  /** The tag, and attributes that are none of macros nobody knows. */
  #isKnownHead(from: number, open: number): boolean {
    const tag = this.#behindAttributes(from);
    return tag === open || this.#behindAttributes(tag + 1) === open;
  }

  /** Nothing, or declarators. A macro that was not found may be an attribute: its name begins with underscores, or it has arguments. */
  #isKnownTail(from: number): boolean {
    const [first, second] = [this.tokens[from], this.tokens[from + 1]];
    if (first?.kind !== TokenKind.Identifier) return true;
    return !first.text.startsWith('__') && second?.kind !== TokenKind.Identifier && second?.text !== '(';
  }

  #members(range: TokenRange): readonly MemberExtent[] | undefined {
    const part = this.tokens.slice(range.start, range.end);
    if (part.length === 0) return [];
    if (part.some((token) => token.kind === TokenKind.Gap || token.uncertain)) return undefined;
    // Members with attributes, bit-fields, functions, statics and labels of access.
    if (part.some(({ text }) => /^(?:static|static_assert|_Static_assert|using|friend|virtual|:)$/.test(text)))
      return undefined;
    const nested = this.#nestedBody(range);
    if (nested) return this.#declaredNested(range, nested);
    const declaration = readDeclaration(this.tokens, range.start);
    if (!declaration || declaration.end !== range.end) return undefined;
    const asked = alignmentIn(part);
    if (asked === undefined) return undefined;
    const extents = declaration.declared.map(({ words, pointers, at }) =>
      this.tokens[at + 1]?.text === '[' && this.tokens[at + 2]?.text === ']'
        ? this.#flexible(words, pointers)
        : this.#extentOf(words, pointers, at + 1),
    );
    const known = extents.filter((extent) => extent !== undefined);
    if (known.length < extents.length) return undefined;
    return known.map((extent, i) => {
      const { name, at } = declaration.declared[i] ?? { name: undefined, at: -1 };
      return { ...extent, alignment: Math.max(extent.alignment, asked), name, at, inner: [] };
    });
  }

  #flexible(words: readonly string[], pointers: number): Extent | undefined {
    const element = this.#elementExtent(words, pointers);
    return element && { size: 0, alignment: element.alignment };
  }

  /** The brace of a structure that is defined in a member. */
  #nestedBody({ start, end }: TokenRange): { readonly first: number; readonly open: number } | undefined {
    if (!kinds.test(this.tokens[start]?.text ?? '')) return undefined;
    for (let i = start; i < end; i++) if (this.tokens[i]?.text === '{') return { first: start, open: i };
    return undefined;
  }

  #declaredNested(
    range: TokenRange,
    { first, open }: { readonly first: number; readonly open: number },
  ): readonly MemberExtent[] | undefined {
    const { extent, members } = this.#body(first, open);
    const behind = this.#behindAttributes(closingOf(this.tokens, open) + 1);
    const isPlain = range.end - behind <= 1;
    const name = behind < range.end ? this.tokens[behind]?.text : undefined;
    return extent && isPlain ? [{ ...extent, name, at: behind, inner: members }] : undefined;
  }
}

function isAligned({ text }: Token): boolean {
  return /align/i.test(text);
}

function roundUp(value: number, alignment: number): number {
  return Math.ceil(value / alignment) * alignment;
}
