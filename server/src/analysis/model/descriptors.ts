import type { LinearExpression } from '../arch/instruction';
import type { Place } from '../text/place';
import { type DataRun, dataRuns } from './dataRuns';
import { type DescriptorFields, type Misfit, isAddress, isConstant, type Reading, readEntry } from './entry';
import type { DataCell, DataItem, Item, LabelItem, Program } from './program';
import { before, isEmpty, valueKey } from './walk';

/** A table entry as it is written once. */
export interface Entry {
  readonly labels: readonly LabelItem[];
  /** The first directive of the data that it is in, and all of them. */
  readonly first: DataItem;
  readonly items: readonly DataItem[];
  readonly cells: readonly DataCell[];
  readonly place: Place;
  /** undefined: its data does not have the shape of struct rseq_cs. */
  readonly fields: DescriptorFields | undefined;
  /** Why it has not; undefined too where that is not certain. */
  readonly misfit: Misfit | undefined;
  /** C code fills it in, and arms it. */
  readonly declared: boolean;
  /** It stands in the section that tools read. */
  readonly listed: boolean;
}

/** A descriptor: what is known of the entry that is armed, or of the one that tools see where that does not follow. */
export interface RawDescriptor extends Entry {
  /** Labels in front of it, and of its copy: storing the address of any of them arms the section. */
  readonly labels: readonly LabelItem[];
  /** That entry, and its copy if there is one: one of the two is in the list, the other near the code. */
  readonly entries: readonly Entry[];
}

const listedSections = /^__rseq_(cs|table)(\.|$)/;

/**
 * Finds every descriptor of a program: each entry of the `__rseq_cs` section, and elsewhere data that begins like struct rseq_cs
 * and can only be meant as one (constants, a label, a difference, a label). An entry of the list and one elsewhere with the same
 * fields are one: the copy near the code is what gets armed, where its address is cheaper to form.
 */
export function findDescriptors(program: Program): readonly RawDescriptor[] {
  const armed = labelsTaken(program);
  const entries = dataRuns(program).flatMap((run) => entriesOf(program, run, armed));
  const partners = partnersOf(program, entries);
  return entries.flatMap((entry): RawDescriptor[] => {
    const partner = partners.get(entry);
    if (!partner) return [{ ...entry, entries: [entry] }];
    // The descriptor stands where the first of the two does.
    if (entries.indexOf(partner) < entries.indexOf(entry)) return [];
    const isArmed = ({ labels }: Entry): boolean => labels.some(({ index }) => armed.has(index));
    const pair = !isArmed(entry) && isArmed(partner) ? [partner, entry] : [entry, partner];
    return [{ ...(pair[0] ?? entry), labels: pair.flatMap(({ labels }) => labels), entries: pair }];
  });
}

/** Items whose address an instruction forms. */
export function labelsTaken(program: Program): ReadonlySet<number> {
  return new Set(
    program.items.flatMap((item) => {
      const symbol = item.kind === 'instruction' ? item.instruction.effect.addressOf : undefined;
      return symbol?.kind === 'label' ? [symbol.item] : [];
    }),
  );
}

/** Pairs of entries: those that say the same first, then those that are meant to. At most one of a pair is in the list. */
function partnersOf(program: Program, entries: readonly Entry[]): ReadonlyMap<Entry, Entry> {
  const partners = new Map<Entry, Entry>();
  for (const isPair of [isCopy, isMeantAsCopy]) {
    for (const entry of entries) {
      // Two variables of C code are two descriptors, whatever they say.
      const isOther = (other: Entry): boolean =>
        other.first.stream !== entry.first.stream && !(other.declared && entry.declared);
      const free = entries.filter((other) => isOther(other) && !partners.has(other));
      const candidates = partners.has(entry) ? [] : free.filter((other) => isPair(program, entry, other));
      const twin =
        candidates.find((other) => other.listed !== entry.listed) ?? candidates.find((other) => !other.listed);
      if (twin && !(twin.listed && entry.listed)) partners.set(entry, twin).set(twin, entry);
    }
  }
  return partners;
}

function isCopy(program: Program, one: Entry, other: Entry): boolean {
  const keys = addressKeys(program, one);
  return keys.length > 0 && keys.join(' ') === addressKeys(program, other).join(' ');
}

/** Values of all fields that are no plain numbers, in order. */
function addressKeys(program: Program, { cells }: Entry): readonly string[] {
  return cells.filter(isAddress).map(({ value }) => valueKey(program, value) ?? '');
}

/** Do both say the same? False if that is not known. */
export function haveEqualFields(program: Program, one: RawDescriptor, other: RawDescriptor): boolean {
  const [left, right] = [one.fields, other.fields];
  if (!left || !right) return false;
  return (['version', 'flags', 'start', 'length', 'abort'] as const).every((name) => {
    const key = valueKey(program, left[name].value);
    return key !== undefined && key === valueKey(program, right[name].value);
  });
}

/** They share the start, or two of three fields; a label that is not there may be the one of that number. */
function isMeantAsCopy(program: Program, one: Entry, other: Entry): boolean {
  const [left, right] = [one.fields, other.fields];
  if (!left || !right || one.listed === other.listed) return false;
  const equal = (['start', 'length', 'abort'] as const).filter((name) => {
    const [mine, others] = [left[name].value, right[name].value];
    const key = valueKey(program, mine);
    return key !== undefined && (key === valueKey(program, others) || isSpelledAlike(mine, others));
  });
  return equal.includes('start') || equal.length >= 2;
}

/** `1b` that leads nowhere, and `1f`. */
function isSpelledAlike(one: LinearExpression | undefined, other: LinearExpression | undefined): boolean {
  const spelled = (value: LinearExpression | undefined): string =>
    (value?.terms ?? []).map(({ symbol, sign }) => String(sign) + symbol.name.replace(/^(\d+)[fb]$/, '$1')).join(' ');
  const isStray = [one, other].some((value) => value?.terms.some(({ symbol }) => symbol.kind === 'dangling') === true);
  return isStray && spelled(one) === spelled(other);
}

function entriesOf(program: Program, run: DataRun, armed: ReadonlySet<number>): Entry[] {
  const stream = program.streams[run.first.stream];
  const listed = listedSections.test(stream?.section ?? '');
  const declared = stream?.declared !== undefined;
  const labels = labelsBefore(program, run.first);
  const { isCutOff } = run;
  // The rest of something that begins elsewhere.
  if (isCutOff.before && labels.length === 0) return [];
  const isArmed = labels.some(({ index }) => armed.has(index));
  return readingsOf(program, run.cells, listed).flatMap((reading, index) => {
    if (
      !listed &&
      !declared &&
      !(reading.fields ? looksLikeDescriptor(reading.fields, isArmed) : isArmed && isIntended(reading.cells))
    ) {
      return [];
    }
    const own = index === 0 ? labels : [];
    const place = own[0]?.place ?? reading.cells[0]?.place ?? run.first.place;
    const { fields, cells } = reading;
    const isCertain =
      !isCutOff.before && !isCutOff.behind && cells.every(({ value }) => value !== undefined) && cells.some(isAddress);
    const misfit = isCertain ? reading.misfit : undefined;
    return [{ labels: own, first: run.first, items: run.items, cells, place, fields, misfit, listed, declared }];
  });
}

/**
 * Reads entries until the data ends. Behind a descriptor in code its signature may follow without a label between them; behind
 * one in the list there may be nothing but another.
 */
function readingsOf(program: Program, cells: readonly DataCell[], listed: boolean): Reading[] {
  const readings: Reading[] = [];
  let rest = cells;
  while (rest.length > 0) {
    const reading = readEntry(rest, program.architecture);
    const previous = readings.at(-1);
    const excess = rest[0];
    if (previous?.fields && excess && (isRepeated(program, previous, reading) || isNoEntry(reading))) {
      if (listed)
        readings[readings.length - 1] = { fields: undefined, cells, misfit: { kind: 'excess', cell: excess } };
      break;
    }
    readings.push(reading);
    rest = rest.slice(reading.cells.length);
  }
  return listed ? joinedIfShifted(readings, cells) : readings;
}

/** One entry whose first fields are too wide: what follows is read in the place of the wrong fields, and something is left over. */
function joinedIfShifted(readings: Reading[], cells: readonly DataCell[]): Reading[] {
  const [first, second] = readings;
  const start = first?.fields?.start.value;
  const isShifted = readings.length === 2 && start?.terms.length === 0 && second?.misfit !== undefined;
  const excess = second?.cells[0];
  return isShifted && excess ? [{ fields: undefined, cells, misfit: { kind: 'excess', cell: excess } }] : readings;
}

/** The fields once more, under no label of their own. */
function isRepeated(program: Program, one: Reading, other: Reading): boolean {
  const keys = (reading: Reading): string => reading.cells.map(({ value }) => valueKey(program, value)).join(' ');
  return other.fields !== undefined && keys(one) === keys(other);
}

function isNoEntry({ misfit, cells }: Reading): boolean {
  const isShort = misfit?.kind === 'missing' && misfit.field === 'version';
  return isShort || (misfit !== undefined && !cells.some(isAddress));
}

function labelsBefore(program: Program, first: Item): LabelItem[] {
  const labels: LabelItem[] = [];
  for (const item of before(program, first)) {
    if (item.kind === 'label') labels.unshift(item);
    else if (!isEmpty(item)) break;
  }
  return labels;
}

/** Of data whose address code forms, the length need not be one to see what it is meant for. */
function looksLikeDescriptor(fields: DescriptorFields, isArmed: boolean): boolean {
  const isLabel = ({ value }: DescriptorFields['start']): boolean =>
    value?.terms.length === 1 && value.constant === 0n && value.terms[0]?.sign === 1;
  return (
    fields.version.value?.terms.length === 0 &&
    fields.flags.value?.terms.length === 0 &&
    isLabel(fields.start) &&
    isLabel(fields.abort) &&
    (fields.length.value?.terms.length === 2 || (isArmed && isLabel(fields.length)))
  );
}

/** Constants, a label, what something is away from it, another label; whatever their widths. */
function isIntended(cells: readonly DataCell[]): boolean {
  const addresses = cells.filter((cell) => !isConstant(cell));
  const [start, length, abort] = addresses.map(({ value }) => value?.terms ?? []);
  const [first] = cells;
  return (
    first !== undefined &&
    isConstant(first) &&
    addresses.length === 3 &&
    start?.length === 1 &&
    length?.length === 2 &&
    abort?.length === 1 &&
    length.some(({ symbol, sign }) => sign === -1 && isSame(symbol, start[0]?.symbol))
  );
}

type Symbol = NonNullable<DataCell['value']>['terms'][number]['symbol'];

function isSame(one: Symbol, other: Symbol | undefined): boolean {
  return one.kind === 'label' && other?.kind === 'label' ? one.item === other.item : one.name === other?.name;
}

/** The one of a descriptor and its copy that tools see. */
export function listedEntry({ entries }: RawDescriptor): Entry | undefined {
  return entries.find(({ listed }) => listed);
}
