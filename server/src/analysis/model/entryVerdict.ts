import type { Place } from '../text/place';
import { type Entry, listedEntry, type RawDescriptor } from './descriptors';
import { type FieldName, isAddress, isZero, type Misfit } from './entry';
import { completed, type Repair, resized, respelled, swapped, widened } from './entryRepair';
import { type Fact, known, unknown } from './fact';
import { pointersTo } from './pointerArray';
import type { DataCell, Program } from './program';
import { textOf } from './walk';

/** Does a descriptor have the 32 bytes that the kernel reads? Stage "entry" of design/rules.md. Sizes in bytes. */
export type EntryVerdict =
  | { readonly kind: 'sound' }
  | {
      readonly kind: 'width';
      readonly place: Place;
      readonly field: FieldName;
      readonly text: string;
      readonly has: number;
      readonly needs: number;
      readonly repair: Repair;
    }
  /** `isSwapped`: the halves only have to change places. `half`: what stands where the zero belongs. */
  | {
      readonly kind: 'half';
      readonly place: Place;
      readonly field: FieldName;
      readonly isSwapped: boolean;
      readonly half: string;
      readonly repair: Repair;
    }
  | {
      readonly kind: 'missing';
      readonly place: Place;
      readonly field: FieldName;
      readonly has: number;
      readonly repair: Repair;
    }
  | { readonly kind: 'excess'; readonly place: Place; readonly has: number }
  /** Of the list of pointers to descriptors. */
  | {
      readonly kind: 'pointer';
      readonly place: Place;
      readonly text: string;
      readonly has: number;
      readonly needs: number;
      readonly repair: Repair;
    };

export function entryVerdict(program: Program, raw: RawDescriptor): Fact<EntryVerdict> {
  const verdicts = raw.entries.flatMap((entry) => (entry.misfit ? [misfitVerdict(program, entry, entry.misfit)] : []));
  const [verdict] = verdicts;
  if (verdict) return isGuess(program, verdict) ? unknown('target') : known(withRepairOfAll(verdict, verdicts));
  if (raw.entries.some(({ fields }) => !fields)) return unknown('layout');
  return known(pointerVerdict(program, raw) ?? { kind: 'sound' });
}

/** Halves that are only in the wrong order are right for the other byte order, which may be the one that is meant. */
function isGuess(program: Program, verdict: EntryVerdict): boolean {
  return verdict.kind === 'half' && verdict.isSwapped && !program.isByteOrderKnown;
}

/** Copies are mended together: mending one of them would leave the other. */
function withRepairOfAll(verdict: EntryVerdict, all: readonly EntryVerdict[]): EntryVerdict {
  if (verdict.kind === 'sound' || verdict.kind === 'excess' || all.length === 1) return verdict;
  const repairs = all.map((each) => (each.kind === 'sound' || each.kind === 'excess' ? undefined : each.repair));
  const [first] = repairs;
  const isWhole = repairs.every((repair) => repair !== undefined);
  const changes = repairs.flatMap((repair) => repair?.changes ?? []);
  return { ...verdict, repair: first && isWhole ? { ...first, changes } : undefined };
}

function misfitVerdict(program: Program, entry: Entry, misfit: Misfit): EntryVerdict {
  const has = entry.cells.reduce((sum, { width }) => sum + width, 0);
  switch (misfit.kind) {
    case 'width': {
      const { cell, field, bytes } = misfit;
      const repair = bytes === 8 ? widened(program, entry) : resized(program, entry, cell, bytes);
      return {
        kind: 'width',
        place: cell.place,
        field,
        text: textOf(program, cell.place),
        has: cell.width,
        needs: bytes,
        repair,
      };
    }
    case 'half': {
      const { first, second, field } = misfit;
      const half = isAddress(first) ? second : first;
      const repair = isZero(half) ? swapped(program, entry, first, second) : undefined;
      const place = { start: first.place.start, end: second.place.end };
      return { kind: 'half', place, field, isSwapped: isZero(half), half: textOf(program, half.place), repair };
    }
    case 'missing': {
      const { field, before } = misfit;
      const place = before?.place ?? entry.place;
      return { kind: 'missing', place, field, has, repair: field === 'flags' ? completed(program, entry) : undefined };
    }
    case 'excess':
      return { kind: 'excess', place: misfit.cell.place, has };
  }
}

/** The list holds pointers; on 32-bit targets with or without the zero word that makes them as wide as the fields are. */
function pointerVerdict(program: Program, raw: RawDescriptor): EntryVerdict | undefined {
  const listed = listedEntry(raw);
  // With pairs of words the descriptor may be for a 32-bit target, whichever it is read for.
  if (!listed?.fields || cellAt(listed, listed.fields.start.place)?.width !== 8) return undefined;
  const { pointerBytes } = program.architecture;
  for (const { cell, item, bytes } of pointersTo(program, listed)) {
    if (bytes >= pointerBytes) continue;
    const repair = pointerBytes === 8 ? respelled(program, item, '.quad') : undefined;
    const text = textOf(program, cell.place);
    return { kind: 'pointer', place: cell.place, text, has: bytes, needs: pointerBytes, repair };
  }
  return undefined;
}

function cellAt({ cells }: Entry, place: Place): DataCell | undefined {
  return cells.find((cell) => cell.place.start === place.start);
}
