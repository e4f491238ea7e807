import { type Token, TokenKind } from '../preprocess/token';
import { type Declaration, type FileDeclarations, readDeclaration } from './declarations';
import type { CExpression } from './expression';
import { typeOfDeclaration } from './scalarType';

/** The type of an lvalue, as far as declarations say it. */
export type Shape = Pick<Declaration, 'words' | 'pointers' | 'isArray'>;

/** Members of the structures of a unit, by tag; for a tag that is defined more than once nobody knows which is meant. */
export class Layouts {
  readonly #members = new Map<string, readonly Declaration[] | undefined>();

  constructor(
    tokens: readonly Token[],
    readonly file: FileDeclarations,
  ) {
    for (let i = 0; i + 2 < tokens.length; i++) {
      if (tokens[i]?.text !== 'struct' || tokens[i + 2]?.text !== '{') continue;
      const tag = tokens[i + 1];
      if (tag?.kind !== TokenKind.Identifier) continue;
      this.#members.set(tag.text, this.#members.has(tag.text) ? undefined : membersOf(tokens, i + 3));
    }
  }

  /** Offset in bytes of a member of the structure that `object` is; undefined: something in front of it has no known size. */
  offsetOf(object: Shape, field: string, pointerBytes: number): number | undefined {
    let offset = 0;
    for (const member of this.#membersOf(object) ?? []) {
      const isFirst = offset === 0;
      if (isFirst && member.name === field) return 0;
      const type = member.isArray ? undefined : typeOfDeclaration(member, this.file.types, pointerBytes);
      if (!type) return undefined;
      // Aligned to their size, or to that of a pointer where this is smaller (i386).
      const alignment = Math.min(type.bytes, pointerBytes);
      offset = Math.ceil(offset / alignment) * alignment;
      if (member.name === field) return type.bytes > pointerBytes ? undefined : offset;
      offset += type.bytes;
    }
    return undefined;
  }

  memberOf(object: Shape, field: string): Shape | undefined {
    return this.#membersOf(object)?.find(({ name }) => name === field);
  }

  #membersOf({ words, pointers, isArray }: Shape): readonly Declaration[] | undefined {
    if (pointers > 0 || isArray) return undefined;
    const tag = words[words.indexOf('struct') + 1];
    if (words.includes('struct')) return tag === undefined ? undefined : this.#members.get(tag);
    const name = words.find((word) => !/^(?:const|volatile|static|extern)$/.test(word));
    const type = name === undefined ? undefined : this.file.types.get(name);
    return type && type.pointers === 0 ? this.#membersOf({ ...type, words: type.words.slice(1) }) : undefined;
  }
}

/** Up to the first member that cannot be read, or that is not laid out like a plain one. */
function membersOf(tokens: readonly Token[], from: number): readonly Declaration[] {
  const members: Declaration[] = [];
  for (let i = from; tokens[i]?.text !== '}';) {
    const declaration = readDeclaration(tokens, i);
    const isPlain = declaration && tokens[declaration.end]?.text === ';' && !hasAlignment(tokens, i, declaration.end);
    if (!isPlain) break;
    members.push(...declaration.declared);
    i = declaration.end + 1;
  }
  return members;
}

/** Bit-fields, and attributes that move what they stand at. */
function hasAlignment(tokens: readonly Token[], from: number, to: number): boolean {
  return tokens.slice(from, to).some(({ text }) => text === ':' || /align|packed|attribute/i.test(text));
}

/** The type of an lvalue; `variable` gives that of a name. */
export function shapeOf(
  expression: CExpression,
  variable: (name: string) => Shape | undefined,
  layouts: Layouts,
): Shape | undefined {
  switch (expression.kind) {
    case 'name':
      return variable(expression.name);
    case 'dereference': {
      const pointer = shapeOf(expression.pointer, variable, layouts);
      return pointer && pointedAt(pointer);
    }
    case 'index': {
      const array = shapeOf(expression.array, variable, layouts);
      return array && pointedAt(array);
    }
    case 'member': {
      const object = shapeOf(expression.object, variable, layouts);
      return object && layouts.memberOf(object, expression.field);
    }
    default:
      return undefined;
  }
}

function pointedAt({ words, pointers, isArray }: Shape): Shape | undefined {
  if (isArray) return { words, pointers, isArray: false };
  return pointers > 0 ? { words, pointers: pointers - 1, isArray } : undefined;
}
