import type { LayoutField, LayoutProfile, LayoutResult } from '../../../server/src/protocol';

/** Some bytes of one profile: its fields there (several where they lie over each other), padding, or bytes behind its end. */
export interface LayoutCell {
  readonly profile: LayoutProfile;
  readonly kind: 'field' | 'padding' | 'outside';
  readonly fields: readonly LayoutField[];
  /** Bytes from the start of struct rseq. */
  readonly offset: number;
  readonly size: number;
  /** Rows of the grid that it covers. */
  readonly rows: number;
}

/** Bytes that are told apart in no profile. Cells stand in the row that they begin in, by profile. */
export interface LayoutRow {
  readonly offset: number;
  readonly size: number;
  readonly cells: readonly LayoutCell[];
}

/** The bytes of all profiles side by side: a row wherever a field begins or ends in one of them. */
export function layoutGrid({ profiles }: LayoutResult): readonly LayoutRow[] {
  const end = Math.max(0, ...profiles.map(({ size }) => size));
  const columns = profiles.map((profile) => stretchesOf(profile, end));
  const starts = [...new Set(columns.flat().map(({ offset }) => offset))].sort((a, b) => a - b);
  return starts.map((offset, index) => ({
    offset,
    size: (starts[index + 1] ?? end) - offset,
    cells: columns.flatMap((stretches) =>
      stretches
        .filter((stretch) => stretch.offset === offset)
        .map((stretch) => {
          const rows = starts.filter((start) => start >= offset && start < offset + stretch.size).length;
          return { ...stretch, rows };
        }),
    ),
  }));
}

type Stretch = Omit<LayoutCell, 'rows'>;

/** All `end` bytes of one column, without gaps. */
function stretchesOf(profile: LayoutProfile, end: number): Stretch[] {
  const stretches: Stretch[] = [];
  let at = 0;
  const add = (kind: LayoutCell['kind'], to: number, fields: readonly LayoutField[] = []): void => {
    if (to > at) stretches.push({ profile, kind, fields, offset: at, size: to - at });
    at = Math.max(at, to);
  };
  for (const group of groupsOf(profile.fields)) {
    add('padding', Math.min(...group.map(({ offset }) => offset)));
    add('field', Math.max(...group.map(({ offset, size }) => offset + size)), group);
  }
  add('padding', profile.size);
  add('outside', end);
  return stretches;
}

/** Fields by offset; those that share bytes are together. */
function groupsOf(fields: readonly LayoutField[]): LayoutField[][] {
  const groups: LayoutField[][] = [];
  let end = 0;
  for (const field of [...fields].sort((a, b) => a.offset - b.offset || b.size - a.size)) {
    const last = groups.at(-1);
    if (last && field.offset < end) last.push(field);
    else groups.push([field]);
    end = Math.max(end, field.offset + field.size);
  }
  return groups;
}
