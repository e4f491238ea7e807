import type { ScalarType } from '../../model/operandMeaning';
import type { Declaration } from './declarations';
import type { CExpression } from './expression';

const notAType =
  /^(?:typedef|extern|static|auto|register|inline|const|volatile|__const|__volatile__|__volatile|__thread|_Thread_local|thread_local|constexpr|constinit|_Atomic|__extension__)$/;

/** Types of headers, by the rules of every Linux ABI: pointers and long have one size. */
const pointerSized: ReadonlyMap<string, boolean> = new Map([
  ['intptr_t', true],
  ['ptrdiff_t', true],
  ['ssize_t', true],
  ['uintptr_t', false],
  ['size_t', false],
]);

/** The type that a declaration gives; undefined: a structure, a floating type, or a name that nobody declares. */
export function typeOfDeclaration(
  { words, pointers, isArray }: Pick<Declaration, 'words' | 'pointers' | 'isArray'>,
  types: ReadonlyMap<string, Declaration>,
  pointerBytes: number,
  depth = 4,
): ScalarType | undefined {
  const names = words.filter((word) => !notAType.test(word));
  const text = names.join(' ');
  if (pointers > 0 || isArray) return { bytes: pointerBytes, signed: false, text: `${text} *` };
  const basic = basicType(names, pointerBytes);
  if (basic) return { ...basic, text };
  const [name] = names;
  const declared = names.length === 1 && name !== undefined && depth > 0 ? types.get(name) : undefined;
  const meant = declared && typeOfDeclaration(declared, types, pointerBytes, depth - 1);
  return meant && { ...meant, text };
}

function basicType(names: readonly string[], pointerBytes: number): Omit<ScalarType, 'text'> | undefined {
  if (names.length === 0) return undefined;
  const [name = ''] = names;
  if (names.length === 1) {
    const signed = pointerSized.get(name);
    if (signed !== undefined) return { bytes: pointerBytes, signed };
    const [, u, bits] = /^(u?)int(8|16|32|64)_t$/.exec(name) ?? /^_?_?([us])(8|16|32|64)$/.exec(name) ?? [];
    if (bits !== undefined) return { bytes: Number(bits) / 8, signed: u !== 'u' };
  }
  if (!names.every((word) => /^(?:char|short|int|long|signed|unsigned|_Bool|bool)$/.test(word))) return undefined;
  const has = (word: string): boolean => names.includes(word);
  const signed = !has('unsigned') && !has('_Bool') && !has('bool');
  if (has('char') || has('_Bool') || has('bool')) return { bytes: 1, signed };
  if (has('short')) return { bytes: 2, signed };
  const longs = names.filter((word) => word === 'long').length;
  return { bytes: longs === 2 ? 8 : longs === 1 ? pointerBytes : 4, signed };
}

/** The type of a cast, by its words. */
export function typeOfCast(
  { type }: Extract<CExpression, { kind: 'cast' }>,
  types: ReadonlyMap<string, Declaration>,
  pointerBytes: number,
): ScalarType | undefined {
  const pointers = type.filter((word) => word === '*').length;
  const words = type.filter((word) => word !== '*');
  return typeOfDeclaration({ words, pointers, isArray: false }, types, pointerBytes);
}
