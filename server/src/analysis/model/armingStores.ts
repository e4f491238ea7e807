import { descriptorField } from '../abi/fields';
import { descriptorPointer } from '../abi/descriptorPointer';
import type { MemoryAccess, SymbolRef } from '../arch/instruction';
import { areaRelation } from './area';
import { type AreaPlace, areaPlace } from './areaPlace';
import type { RawDescriptor } from './descriptors';
import type { DataCell, InstructionItem, Item, LabelItem, Program } from './program';
import { registerOperand } from './registerOperand';
import { after } from './walk';

/** A store of (a part of) the address of a symbol. */
export interface AddressStore {
  readonly item: InstructionItem;
  readonly access: MemoryAccess;
  readonly symbol: SymbolRef;
  /** The instructions that form the address, in order; the store itself if it does. */
  readonly formedBy: readonly InstructionItem[];
  readonly place: AreaPlace | undefined;
  /**
   * `right`: it puts the whole address where the kernel looks for it, or may do so. `part`: it puts less than the address into the
   * field. `wrong`: it goes elsewhere in the area. `unsure`: to another field as far as its name or offset tells.
   */
  readonly kind: 'right' | 'part' | 'wrong' | 'unsure';
}

/** What becomes of the addresses that a program forms. */
export interface AddressUse {
  readonly stores: readonly AddressStore[];
  readonly escapes: readonly Escape[];
}

/** Where an address leaves what can be followed here. */
export interface Escape {
  readonly symbol: SymbolRef;
  /** The instruction that formed it. */
  readonly origin: InstructionItem;
  /** The statement with which it left; undefined: the end of the program. */
  readonly at: Item | undefined;
}

/** What arming is judged against: the section itself, and all that the program arms. */
export interface ArmingContext {
  readonly program: Program;
  readonly raw: RawDescriptor;
  /** Every descriptor of the program. */
  readonly descriptors: readonly RawDescriptor[];
  readonly use: AddressUse;
  readonly start: LabelItem;
  readonly range: readonly Item[];
}

/**
 * Follows every register that an instruction fills with the address of a symbol, in straight-line order, to the stores of it. Where
 * several of these instructions lead to one store, the nearest says what it stores.
 */
export function addressUseOf(program: Program): AddressUse {
  const stores = new Map<number, AddressStore>();
  const escapes: Escape[] = [];
  for (const item of program.items) {
    const symbol = item.kind === 'instruction' ? item.instruction.effect.addressOf : undefined;
    if (item.kind !== 'instruction' || !symbol) continue;
    const { stored, escape } = follow(program, item);
    if (escape) escapes.push({ symbol, origin: item, at: escape.at });
    for (const store of stored) {
      const earlier = stores.get(store.index);
      const formedBy = earlier && sameSymbol(earlier.symbol, symbol) ? [...earlier.formedBy, item] : [item];
      stores.set(store.index, addressStore(program, store, symbol, formedBy));
    }
  }
  return { stores: [...stores.values()].sort((a, b) => a.item.index - b.item.index), escapes };
}

/** Is this the address of the descriptor, or of one of its copies? */
export function isAddressOf(raw: RawDescriptor, symbol: SymbolRef): boolean {
  return symbol.kind === 'label' && raw.labels.some((label) => label.index === symbol.item);
}

/**
 * Are the addresses in the descriptor as wide as those of a 64-bit target? Where they are not, the text may be that of a 32-bit
 * target, and only be read for its wider relative.
 */
export function hasWideAddresses({ architecture }: Program, raw: RawDescriptor): boolean {
  const isWide = ({ width, value }: DataCell): boolean => width === descriptorField.size && value?.terms.length !== 0;
  return architecture.pointerBytes === descriptorField.size && raw.cells.some(isWide);
}

/** True if data other than the lists of descriptors holds the address: code elsewhere may load it from there. */
export function takenAsData(program: Program, labels: readonly LabelItem[]): boolean {
  const indices = new Set(labels.map((label) => label.index));
  const refers = (item: Item): boolean =>
    item.kind === 'data' &&
    item.cells.some((cell) =>
      cell.value?.terms.some((term) => term.symbol.kind === 'label' && indices.has(term.symbol.item)),
    );
  return program.items.some((item) => refers(item) && !/^__rseq_/.test(program.streams[item.stream]?.section ?? ''));
}

function sameSymbol(a: SymbolRef, b: SymbolRef): boolean {
  return a.kind === 'label' && b.kind === 'label' ? a.item === b.item : a.kind === b.kind && a.name === b.name;
}

function addressStore(
  program: Program,
  item: InstructionItem,
  symbol: SymbolRef,
  formedBy: readonly InstructionItem[],
): AddressStore {
  const access = storeAccess(item) ?? { mode: 'write', address: { displacement: undefined, key: '' } };
  const place = areaPlace(program, item, access);
  return { item, access, symbol, formedBy, place, kind: kindOf(program, item, access, place) };
}

function kindOf(
  program: Program,
  item: InstructionItem,
  access: MemoryAccess,
  place: AreaPlace | undefined,
): AddressStore['kind'] {
  if (!place) {
    const relation = areaRelation(program, item, access);
    return relation === 'id' || relation === 'other-field' ? 'unsure' : 'right';
  }
  const { offset, size } = descriptorPointer(program.architecture);
  // Older headers declare a pair of words of which the pointer has the name of the whole.
  if (place.member?.name === descriptorField.name && size < descriptorField.size) return 'right';
  const width = access.width ?? size;
  if (place.offset <= offset && place.offset + width >= offset + size && place.offset >= descriptorField.offset)
    return 'right';
  const isInside =
    place.offset >= descriptorField.offset && place.offset + width <= descriptorField.offset + descriptorField.size;
  return isInside && width < size ? 'part' : 'wrong';
}

function storeAccess(item: InstructionItem): MemoryAccess | undefined {
  return item.instruction.effect.accesses.find((access) => access.mode !== 'read');
}

function follow(
  program: Program,
  origin: InstructionItem,
): { readonly stored: readonly InstructionItem[]; readonly escape: Pick<Escape, 'at'> | undefined } {
  if (storeAccess(origin)) return { stored: [origin], escape: undefined };
  const stored: InstructionItem[] = [];
  const holding = new Set(origin.instruction.effect.writes);
  for (const item of after(program, origin)) {
    if (holding.size === 0) return { stored, escape: undefined };
    if (item.kind === 'opaque') return { stored, escape: { at: item } };
    if (item.kind !== 'instruction') continue;
    const { effect } = item.instruction;
    const source = effect.reads.find((register) => holding.has(register) && !addresses(item, register));
    if (source !== undefined && storeAccess(item)) stored.push(item);
    for (const register of effect.writes) holding.delete(register);
    // adrp/add pairs and moves hand the address on.
    if (source !== undefined && effect.accesses.length === 0)
      for (const register of effect.writes) holding.add(register);
    if (leavesWithRegisters(program, item)) return { stored, escape: { at: item } };
  }
  const isKept = [...holding].some((register) => isOutput(program, register));
  return { stored, escape: isKept ? { at: undefined } : undefined };
}

/** True if the register only forms the address of an access. */
function addresses(item: InstructionItem, register: string): boolean {
  return item.instruction.operands.some(
    (operand) => operand.kind === 'memory' && (operand.address.base === register || operand.address.index === register),
  );
}

/** In a `.S` file whoever is called, or returned to, may store what a register holds. */
function leavesWithRegisters(program: Program, item: InstructionItem): boolean {
  const { flow } = item.instruction.effect;
  if (flow.kind === 'call' || flow.kind === 'indirect') return true;
  if (program.form === 'inline') return false;
  return flow.kind === 'return' || (flow.kind === 'jump' && flow.target?.kind !== 'label');
}

function isOutput(program: Program, register: string): boolean {
  return registerOperand(program, register)?.output ?? false;
}
