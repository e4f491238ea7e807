import type { Entry } from './descriptors';
import { isAddress, isZero } from './entry';
import type { DataCell, DataItem, LabelItem, Program } from './program';
import { compareAddress, labelAt } from './walk';

/** A value in the list of pointers to descriptors, `__rseq_cs_ptr_array`. */
export interface Pointer {
  readonly cell: DataCell;
  readonly item: DataItem;
  /** Its bytes, with the zero word that a 32-bit target may have beside it. */
  readonly bytes: number;
}

const pointerSection = /^__rseq_cs_ptr_array(\.|$)/;

export function isPointerSection(section: string): boolean {
  return pointerSection.test(section);
}

/** Everything in the list. */
export function allPointers(program: Program): readonly Pointer[] {
  return program.items.flatMap((item): Pointer[] => {
    if (item.kind !== 'data' || !isPointerSection(program.streams[item.stream]?.section ?? '')) return [];
    return item.cells.flatMap((cell, i): Pointer[] => {
      if (isZero(cell)) return [];
      const isPadded = [item.cells[i - 1], item.cells[i + 1]].some((other) => other?.width === 4 && isZero(other));
      return [{ cell, item, bytes: cell.width + (cell.width === 4 && isPadded ? 4 : 0) }];
    });
  });
}

/** Those that point to a descriptor. */
export function pointersTo(program: Program, entry: Entry): readonly Pointer[] {
  return allPointers(program).filter(({ cell }) => {
    const label = labelOf(program, cell);
    return label !== undefined && compareAddress(program, label, entry.first) === 0;
  });
}

function labelOf(program: Program, cell: DataCell): LabelItem | undefined {
  const terms = cell.value?.terms ?? [];
  const symbol = isAddress(cell) && terms.length === 1 ? terms[0]?.symbol : undefined;
  return symbol?.kind === 'label' && cell.value?.constant === 0n ? labelAt(program, symbol.item) : undefined;
}
