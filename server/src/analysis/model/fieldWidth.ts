import { descriptorPointer } from '../abi/descriptorPointer';
import { descriptorField } from '../abi/fields';
import { findFieldsAt } from '../abi/profiles';
import type { MemoryAccess } from '../arch/instruction';
import { type AreaPlace, areaPlace } from './areaPlace';
import { hasWideAddresses } from './armingStores';
import type { RawDescriptor } from './descriptors';
import type { InstructionItem, Item, Program } from './program';
import { type ArmingVerdict, isArmed } from './section';
import { isInstruction } from './walk';

/** An access to a field of the area with another size than the field has. Sizes in bytes. */
export interface WideAccess {
  readonly item: InstructionItem;
  readonly field: string;
  readonly size: number;
  readonly width: number;
  /** It reads beyond the field, or it writes less than a pointer to the field of the descriptor. */
  readonly kind: 'reads-beyond' | 'arms-partly';
}

/** Bytes of the cpu numbers. */
const numberBytes = 4;

/** Those of the section, and of the store that arms it. */
export function wideAccessesOf(
  program: Program,
  raw: RawDescriptor,
  range: readonly Item[],
  arming: ArmingVerdict,
): readonly WideAccess[] {
  const reads = range.filter(isInstruction).flatMap((item) => readsBeyond(program, item));
  return [...(hasWideAddresses(program, raw) ? armsPartly(program, arming) : []), ...reads];
}

function readsBeyond(program: Program, item: InstructionItem): WideAccess[] {
  return item.instruction.effect.accesses.flatMap((access) => {
    const { width } = access;
    const place = access.mode === 'read' ? areaPlace(program, item, access) : undefined;
    const field = place && fieldAt(place);
    if (!field || width === undefined || width <= field.size || takesSeveral(item, access)) return [];
    return [{ item, field: field.name, size: field.size, width, kind: 'reads-beyond' as const }];
  });
}

/** The field at a place, with the largest size that any layout gives it; not `rseq_cs`, of which 32-bit code may use a half or all. */
function fieldAt({ offset, member }: AreaPlace): { readonly name: string; readonly size: number } | undefined {
  const fields = findFieldsAt(offset);
  const [first] = fields;
  if (!first || first.name === descriptorField.name) return undefined;
  const field = member ?? { name: first.name, size: Math.max(...fields.map(({ size }) => size)) };
  // The small ones are not in every layout, and not everywhere where one has them.
  return field.size < numberBytes ? undefined : field;
}

/** A load of several registers, or of a vector, fetches several fields on purpose. */
function takesSeveral(item: InstructionItem, { address, width = 0 }: MemoryAccess): boolean {
  const loaded = item.instruction.effect.writes.filter((register) => register !== 'flags' && register !== address.base);
  return loaded.length > 1 || width > 8;
}

function armsPartly(program: Program, arming: ArmingVerdict): WideAccess[] {
  if (!isArmed(arming)) return [];
  const { store: item, access } = arming;
  const { offset, size } = descriptorPointer(program.architecture);
  const { width } = access;
  const place = areaPlace(program, item, access);
  if (place?.offset !== offset || width === undefined || width >= size) return [];
  return [{ item, field: descriptorField.name, size, width, kind: 'arms-partly' }];
}
