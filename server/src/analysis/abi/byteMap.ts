import type { AbiProfile, AreaField, FieldPart } from './profile';

/** Some bytes of struct rseq in the layouts of several profiles: a field, one of its members, or what no field has. In bytes. */
export interface ByteRow {
  /** With a dot for a member: `slice_ctrl.request`; undefined: padding. */
  readonly name: string | undefined;
  readonly offset: number;
  readonly size: number;
  readonly field: AreaField | undefined;
  readonly part: FieldPart | undefined;
  /** Names of the profiles in which the bytes are this. */
  readonly profiles: readonly string[];
}

/** Every byte of the structures of `profiles`, by offset; what is the same in several profiles is one row. */
export function byteMap(profiles: readonly AbiProfile[]): readonly ByteRow[] {
  const rows = new Map<string, ByteRow>();
  for (const profile of profiles) {
    for (const row of rowsOf(profile)) {
      const writers = (row.part ?? row.field)?.writers.join();
      const key = [row.offset, row.size, row.name, writers].join(' ');
      const known = rows.get(key)?.profiles ?? [];
      rows.set(key, { ...row, profiles: [...known, profile.name] });
    }
  }
  return [...rows.values()].sort((a, b) => a.offset - b.offset || Number(b.size > a.size) - Number(b.size < a.size));
}

function rowsOf({ name, size, fields }: AbiProfile): ByteRow[] {
  const rows = fields.flatMap((field): ByteRow[] => [
    { name: field.name, offset: field.offset, size: field.size, field, part: undefined, profiles: [name] },
    ...(field.parts ?? []).map((part): ByteRow => {
      const { offset, size: bytes } = part;
      return { name: `${field.name}.${part.name}`, offset, size: bytes, field, part, profiles: [name] };
    }),
  ]);
  return [...rows, ...paddingOf(fields, size).map((gap) => ({ ...gap, profiles: [name] }))];
}

/** The bytes of a structure of `size` bytes that no field has. */
function paddingOf(fields: readonly AreaField[], size: number): Omit<ByteRow, 'profiles'>[] {
  const gaps: Omit<ByteRow, 'profiles'>[] = [];
  let at = 0;
  const gapUpTo = (end: number): void => {
    if (end > at) gaps.push({ name: undefined, offset: at, size: end - at, field: undefined, part: undefined });
  };
  for (const field of [...fields].sort((a, b) => a.offset - b.offset)) {
    gapUpTo(field.offset);
    at = Math.max(at, field.offset + field.size);
  }
  gapUpTo(size);
  return gaps;
}
