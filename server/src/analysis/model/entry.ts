import type { Architecture } from '../arch/architecture';
import type { LinearExpression } from '../arch/instruction';
import type { Place } from '../text/place';
import type { DataCell } from './program';

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

export type FieldName = keyof DescriptorFields;

/** Why data is no struct rseq_cs. Sizes in bytes. */
export type Misfit =
  /** A field has another size than it must. */
  | { readonly kind: 'width'; readonly field: FieldName; readonly cell: DataCell; readonly bytes: 4 | 8 }
  /** The zero word that makes a 32-bit value 64 bits wide is on the wrong side, or something else is in its place. */
  | { readonly kind: 'half'; readonly field: FieldName; readonly first: DataCell; readonly second: DataCell }
  /** A field is missing. */
  | { readonly kind: 'missing'; readonly field: FieldName; readonly before: DataCell | undefined }
  /** There is data behind the last field that no other descriptor begins with. */
  | { readonly kind: 'excess'; readonly cell: DataCell };

/** What data says when it is read as struct rseq_cs. */
export type Reading =
  | { readonly fields: DescriptorFields; readonly cells: readonly DataCell[]; readonly misfit: undefined }
  | { readonly fields: undefined; readonly cells: readonly DataCell[]; readonly misfit: Misfit };

/** Reads one descriptor from the beginning of `cells`. */
export function readEntry(cells: readonly DataCell[], { dataEndian }: Architecture): Reading {
  const reader = new Reader(cells, dataEndian === 'little');
  const words = reader.words();
  if ('kind' in words) return reader.failed(words);
  const start = reader.wide('start');
  if ('kind' in start) return reader.failed(start);
  const length = reader.wide('length');
  if ('kind' in length) return reader.failed(length);
  const abort = reader.wide('abort');
  if ('kind' in abort) return reader.failed(abort);
  return { fields: { ...words, start, length, abort }, cells: cells.slice(0, reader.at), misfit: undefined };
}

/** Takes fields from the front of a run of cells. */
class Reader {
  at = 0;

  constructor(
    private readonly cells: readonly DataCell[],
    private readonly little: boolean,
  ) {}

  failed(misfit: Misfit): Reading {
    return { fields: undefined, cells: this.cells, misfit };
  }

  /** version and flags: two 32-bit cells, or one 64-bit constant that covers both. */
  words(): { version: Field; flags: Field } | Misfit {
    const version = this.cells[0];
    const flags = this.cells[1];
    if (!version || isAddress(version)) return { kind: 'missing', field: 'version', before: version };
    if (version.width === 8) {
      // Two 64-bit cells in front of three addresses, or is the second one the start?
      const isSecond = flags?.width === 8 && isConstant(flags) && this.cells.slice(2, 5).filter(isAddress).length === 3;
      if (isSecond) return { kind: 'width', field: 'version', cell: version, bytes: 4 };
      this.at = 1;
      return halves(version, this.little);
    }
    if (version.width !== 4) return { kind: 'width', field: 'version', cell: version, bytes: 4 };
    if (!flags || isAddress(flags)) return { kind: 'missing', field: 'flags', before: flags };
    if (flags.width !== 4) return { kind: 'width', field: 'flags', cell: flags, bytes: 4 };
    this.at = 2;
    return { version, flags };
  }

  /** A 64-bit field: one cell, or a 32-bit cell with a zero word on the side where the byte order wants it. */
  wide(field: FieldName): Field | Misfit {
    const first = this.cells[this.at];
    const second = this.cells[this.at + 1];
    if (!first) return { kind: 'missing', field, before: undefined };
    if (first.width === 8) {
      this.at += 1;
      return first;
    }
    if (first.width !== 4) return { kind: 'width', field, cell: first, bytes: 8 };
    const [low, high] = this.little ? [first, second] : [second, first];
    if (low?.width === 4 && high?.width === 4 && isZero(high)) {
      this.at += 2;
      return low;
    }
    const isPair = second?.width === 4 && (isConstant(first) || isConstant(second)) && !isAlone(first, second);
    return isPair ? { kind: 'half', field, first, second } : { kind: 'width', field, cell: first, bytes: 8 };
  }
}

/** Two values of which each would be a field: neither is half of the other. */
function isAlone(first: DataCell, second: DataCell): boolean {
  return isAddress(first) === isAddress(second);
}

function halves(cell: DataCell, little: boolean): { version: Field; flags: Field } {
  const value = cell.value?.terms.length === 0 ? BigInt.asUintN(64, cell.value.constant) : undefined;
  const half = (shift: bigint): Field => ({
    place: cell.place,
    value: value === undefined ? undefined : { constant: (value >> shift) & 0xffffffffn, terms: [] },
  });
  return { version: half(little ? 0n : 32n), flags: half(little ? 32n : 0n) };
}

export function isConstant({ value }: DataCell): boolean {
  return value?.terms.length === 0;
}

export function isZero(cell: DataCell): boolean {
  return isConstant(cell) && cell.value?.constant === 0n;
}

/** A label, or a difference of labels. */
export function isAddress({ value }: DataCell): boolean {
  return value !== undefined && value.terms.length > 0;
}
