import type { LinearExpression } from '../arch/instruction';
import type { Place } from '../text/place';
import type { DataCell, DataItem, Item, LabelItem, Program } from './program';
import { after, before, isEmpty } from './walk';

/** A field of struct rseq_cs as written. `value` undefined: not a constant or label expression. */
export interface Field {
  readonly value: LinearExpression | undefined;
  readonly place: Place;
}

/** struct rseq_cs (32 bytes, unchanged since Linux 4.18; include/uapi/linux/rseq.h). */
export interface DescriptorFields {
  readonly version: Field;
  readonly flags: Field;
  readonly start: Field;
  readonly length: Field;
  readonly abort: Field;
}

/** A table entry. `fields` undefined: its data does not have the shape of struct rseq_cs. */
export interface RawDescriptor {
  /** Labels in front of it, and of its copies: storing the address of any of them arms the section. */
  readonly labels: readonly LabelItem[];
  readonly first: DataItem;
  readonly place: Place;
  readonly fields: DescriptorFields | undefined;
}

const descriptorBytes = 32;
const listedSections = /^__rseq_(cs|table)(\.|$)/;

/** A descriptor before copies of one are taken together. */
interface Entry extends RawDescriptor {
  /** It stands in the section that tools read. */
  readonly listed: boolean;
}

/**
 * Finds every descriptor of a program: each entry of the `__rseq_cs` section, and elsewhere data that begins like struct rseq_cs
 * and can only be meant as one (constants, a label, a difference, a label). An entry of the list and one elsewhere with the same
 * fields are one: the copy near the code is what gets armed, where its address is cheaper to form.
 */
export function findDescriptors(program: Program): readonly RawDescriptor[] {
  const entries = allEntries(program);
  const armed = labelsTaken(program);
  const merged = new Set<Entry>();
  return entries.flatMap((entry) => {
    if (merged.has(entry)) return [];
    const twin = entries.find(
      (other) => other.listed !== entry.listed && !merged.has(other) && haveEqualFields(entry, other),
    );
    if (!twin) return [entry];
    merged.add(entry).add(twin);
    const pair = [entry, twin];
    const primary = pair.find(({ labels }) => labels.some(({ index }) => armed.has(index)));
    return [{ ...(primary ?? entry), labels: pair.flatMap(({ labels }) => labels) }];
  });
}

/** Items whose address an instruction forms. */
function labelsTaken(program: Program): ReadonlySet<number> {
  return new Set(
    program.items.flatMap((item) => {
      const symbol = item.kind === 'instruction' ? item.instruction.effect.addressOf : undefined;
      return symbol?.kind === 'label' ? [symbol.item] : [];
    }),
  );
}

/** Do both say the same? False if that is not known. */
export function haveEqualFields(one: RawDescriptor, other: RawDescriptor): boolean {
  const [left, right] = [one.fields, other.fields];
  if (!left || !right) return false;
  return (['version', 'flags', 'start', 'length', 'abort'] as const).every((name) => {
    const [key, otherKey] = [valueKey(left[name]), valueKey(right[name])];
    return key !== undefined && key === otherKey;
  });
}

function valueKey({ value }: Field): string | undefined {
  if (!value) return undefined;
  const terms = value.terms.map(({ symbol, sign }) => `${sign} ${symbol.kind === 'label' ? symbol.item : symbol.name}`);
  return [value.constant.toString(), ...terms.sort()].join();
}

function allEntries(program: Program): readonly Entry[] {
  const found: Entry[] = [];
  const consumed = new Set<number>();
  for (const item of program.items) {
    if (item.kind !== 'data' || consumed.has(item.index) || item.cells.length === 0) continue;
    const listed = listedSections.test(program.streams[item.stream]?.section ?? '');
    const run = dataRun(program, item);
    for (const member of run) consumed.add(member.index);
    found.push(...entriesOf(program, run, listed));
  }
  return found;
}

/** The data directives that follow each other without a label, an alignment or an instruction between them. */
function dataRun(program: Program, first: DataItem): DataItem[] {
  const run = [first];
  for (const item of after(program, first)) {
    if (item.kind === 'data') run.push(item);
    else if (item.kind !== 'silent') break;
  }
  return run;
}

function entriesOf(program: Program, run: readonly DataItem[], listed: boolean): Entry[] {
  const [first] = run;
  if (!first) return [];
  const cells = run.flatMap((item) => item.cells);
  const labels = labelsBefore(program, first);
  const whole: Place = { start: first.place.start, end: run.at(-1)?.place.end ?? first.place.end };
  const { chunks, complete } = splitInto(cells, descriptorBytes);
  if (listed && !complete) return [{ labels, first, place: labels[0]?.place ?? whole, fields: undefined, listed }];
  return chunks.flatMap((chunk, index) => {
    const fields = fieldsOf(program, chunk);
    if (!listed && !(fields && looksLikeDescriptor(fields))) return [];
    const own = index === 0 ? labels : [];
    return [{ labels: own, first, place: own[0]?.place ?? chunk[0]?.place ?? whole, fields, listed }];
  });
}

function labelsBefore(program: Program, first: Item): LabelItem[] {
  const labels: LabelItem[] = [];
  for (const item of before(program, first)) {
    if (item.kind === 'label') labels.unshift(item);
    else if (!isEmpty(item)) break;
  }
  return labels;
}

/** Behind a descriptor in code its signature may follow without a label between them: the last chunk is then shorter. */
function splitInto(cells: readonly DataCell[], bytes: number): { chunks: DataCell[][]; complete: boolean } {
  const chunks: DataCell[][] = [];
  let size = 0;
  for (const cell of cells) {
    if (size % bytes === 0) chunks.push([]);
    chunks.at(-1)?.push(cell);
    size += cell.width;
  }
  return { chunks, complete: size % bytes === 0 && size > 0 };
}

function fieldsOf(program: Program, cells: readonly DataCell[]): DescriptorFields | undefined {
  const at = cellsByOffset(cells);
  const words = narrow(program, at, 0);
  const start = wide(program, at, 8);
  const length = wide(program, at, 16);
  const abort = wide(program, at, 24);
  return words && start && length && abort ? { ...words, start, length, abort } : undefined;
}

function cellsByOffset(cells: readonly DataCell[]): ReadonlyMap<number, DataCell> {
  const at = new Map<number, DataCell>();
  let offset = 0;
  for (const cell of cells) {
    at.set(offset, cell);
    offset += cell.width;
  }
  return at;
}

/** version and flags: two 32-bit cells, or one 64-bit constant that covers both. */
function narrow(
  program: Program,
  at: ReadonlyMap<number, DataCell>,
  offset: number,
): { version: Field; flags: Field } | undefined {
  const low = at.get(offset);
  const high = at.get(offset + 4);
  if (low?.width === 4 && high?.width === 4) return { version: low, flags: high };
  if (low?.width !== 8) return undefined;
  const value = low.value?.terms.length === 0 ? BigInt.asUintN(64, low.value.constant) : undefined;
  const half = (shift: bigint): Field => ({
    place: low.place,
    value: value === undefined ? undefined : { constant: (value >> shift) & 0xffffffffn, terms: [] },
  });
  const little = program.architecture.dataEndian === 'little';
  return { version: half(little ? 0n : 32n), flags: half(little ? 32n : 0n) };
}

/** A 64-bit field: one cell, or a 32-bit cell with a zero word on the side where the byte order wants it. */
function wide(program: Program, at: ReadonlyMap<number, DataCell>, offset: number): Field | undefined {
  const first = at.get(offset);
  if (first?.width === 8) return first;
  const second = at.get(offset + 4);
  if (first?.width !== 4 || second?.width !== 4) return undefined;
  const [low, high] = program.architecture.dataEndian === 'little' ? [first, second] : [second, first];
  return high.value?.terms.length === 0 && high.value.constant === 0n ? low : undefined;
}

function looksLikeDescriptor(fields: DescriptorFields): boolean {
  const constant = (field: Field): boolean => field.value?.terms.length === 0;
  const label = (field: Field): boolean =>
    field.value?.terms.length === 1 && field.value.constant === 0n && field.value.terms[0]?.sign === 1;
  return (
    constant(fields.version) &&
    constant(fields.flags) &&
    label(fields.start) &&
    label(fields.abort) &&
    fields.length.value?.terms.length === 2
  );
}
