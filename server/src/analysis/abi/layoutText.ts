import type { AbiProfile, AreaField, FieldPart } from './profile';

/**
 * A layout as C: `struct rseq`, behind the structures that its fields are. Types are those of linux/types.h, every gap is padding,
 * and fields that lie over each other are members of an anonymous union.
 */
export function layoutText({ fields, alignment }: AbiProfile): string {
  const structures = fields.flatMap(({ parts, type, offset }) =>
    parts ? [`${type} {\n${members(parts, offset, '\t', new Padding())}};\n\n`] : [],
  );
  const text = members(fields, 0, '\t', new Padding());
  return `${structures.join('')}struct rseq {\n${text}} __attribute__((aligned(${alignment})));\n`;
}

/** Numbers the padding of one structure: a name may stand in it once only. */
class Padding {
  #count = 0;

  member(bytes: number, indent: string): string {
    return `${indent}__u8 __padding${this.#count++}[${bytes}];\n`;
  }
}

/** Members of a structure that begins at `start`. */
function members(parts: readonly FieldPart[], start: number, indent: string, padding: Padding): string {
  let text = '';
  let at = start;
  for (const group of overlapping(parts)) {
    const begin = Math.min(...group.map(({ offset }) => offset));
    if (begin > at) text += padding.member(begin - at, indent);
    text += groupText(group, begin, indent, padding);
    at = Math.max(...group.map(endOf));
  }
  return text;
}

function groupText(group: readonly FieldPart[], begin: number, indent: string, padding: Padding): string {
  const [only, ...others] = group;
  if (only && others.length === 0) return `${indent}${declaration(only)}\n`;
  const views = sideBySide(group).map((view) => {
    const [single, ...rest] = view;
    if (single && rest.length === 0 && single.offset === begin) return `${indent}\t${declaration(single)}\n`;
    return `${indent}\tstruct {\n${members(view, begin, `${indent}\t\t`, padding)}${indent}\t};\n`;
  });
  return `${indent}union {\n${views.join('')}${indent}};\n`;
}

function declaration(part: FieldPart & Pick<AreaField, 'since'>): string {
  const writers = part.writers.length > 0 ? `, written by ${part.writers.join(' and ')}` : '';
  const since = part.since === undefined ? '' : `, Linux ${part.since}`;
  return `${`${part.type} ${part.name};`.padEnd(column)} /* ${part.offset}${writers}${since} */`;
}

/** Where the comments begin, in characters behind the indentation. */
const column = 23;

/** Runs of fields that share bytes with a neighbour, by offset. */
function overlapping(parts: readonly FieldPart[]): FieldPart[][] {
  const groups: FieldPart[][] = [];
  let end = -1;
  for (const part of [...parts].sort((a, b) => a.offset - b.offset)) {
    const last = groups.at(-1);
    if (last && part.offset < end) last.push(part);
    else groups.push([part]);
    end = Math.max(end, endOf(part));
  }
  return groups;
}

/** Fewest lists in which no field lies over another. */
function sideBySide(group: readonly FieldPart[]): FieldPart[][] {
  const views: FieldPart[][] = [];
  for (const part of group) {
    const free = views.find((view) => view.every((other) => endOf(other) <= part.offset));
    if (free) free.push(part);
    else views.push([part]);
  }
  return views;
}

function endOf({ offset, size }: FieldPart): number {
  return offset + size;
}
