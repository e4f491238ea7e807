import type { UnknownReason } from '../sectionSummary';
import { descriptorField } from '../abi/fields';
import { type AreaPlace, areaPlace } from './areaPlace';
import { lastBefore, placeOfStores, startOf } from './armingOrder';
import {
  type AddressStore,
  type ArmingContext,
  type Escape,
  hasWideAddresses,
  isAddressOf,
  takenAsData,
} from './armingStores';
import { straightOn } from './controlFlow';
import { haveEqualFields } from './descriptors';
import { type Fact, known, unknown } from './fact';
import type { InstructionItem, Item, Program } from './program';
import type { ArmingVerdict } from './section';
import { referencesIn, referenceTo } from './labels';
import { compareAddress, isInstruction, opaqueReason, textOf } from './walk';

/** Finds out how the descriptor's address gets into `rseq_cs`. Decision order: design/rules.md, stage "arming". */
export function armingOf(context: ArmingContext): Fact<ArmingVerdict> {
  const { raw, use } = context;
  const own = use.stores.filter(({ symbol }) => isAddressOf(raw, symbol));
  const right = own.filter(({ kind }) => kind === 'right');
  const wrong = own.find(({ kind }) => kind === 'wrong');
  const unseen = reasonOfUnseen(context);
  if (wrong && right.length === 0 && !unseen) {
    return known({ kind: 'wrong-offset', store: wrong.item, access: wrong.access, offset: wrong.place?.offset ?? 0 });
  }
  const foreign = foreignBefore(context, right);
  if (foreign) return known(wrongDescriptor(context, foreign));
  const parts = partsOf(context, own);
  if (parts.length > 1) return known({ kind: 'in-parts', stores: parts });
  // Where one store surely goes to the field, the others put the address somewhere else.
  const sure = right.filter(({ place }) => place !== undefined);
  const arming = [...(sure.length > 0 ? sure : right), ...own.filter(({ kind }) => kind === 'part')];
  const [first] = arming;
  if (first) return known(placeOfStores(context, first, arming, foreignInside(context)));
  if (own.some(({ kind }) => kind === 'unsure')) return unknown('layout');
  return unseen ? unknown(unseen) : known({ kind: 'never' });
}

/** Why there may be a store of the address that cannot be seen here; undefined: there is none. */
function reasonOfUnseen(context: ArmingContext): UnknownReason | undefined {
  const { program, raw, use } = context;
  if (raw.labels.some((label) => label.global || (!label.numeric && program.namedOutside.has(label.name))))
    return 'flow';
  if (takenAsData(program, raw.labels)) return 'flow';
  if (use.escapes.some((escape) => isAddressOf(raw, escape.symbol) && !leavesTooLate(context, escape))) return 'flow';
  if (use.stores.some(({ symbol, place }) => symbol.kind === 'external' && mayBeOwn(program, symbol.name, place))) {
    return 'label';
  }
  // Something that cannot be read could be the store, or name the descriptor.
  return opaqueReason(program.items) ?? (program.items.some(hasUnreadOperand) ? 'operand' : undefined);
}

function hasUnreadOperand(item: Item): boolean {
  if (item.kind !== 'instruction') return false;
  return item.instruction.operands.some(
    (operand) => operand.kind === 'unknown' || (operand.kind === 'immediate' && operand.value === undefined),
  );
}

/** Another descriptor whose address is the last that is stored on the way straight into the section. */
function foreignBefore(context: ArmingContext, own: readonly AddressStore[]): AddressStore | undefined {
  const last = lastBefore(context);
  if (!last || !isForeign(context, last) || startsHereToo(context, last)) return undefined;
  // Only what goes to the same place replaces what was there.
  const isSamePlace = own.every(
    ({ access, place }) => access.address.key === last.access.address.key || (place && last.place),
  );
  return isSamePlace ? last : undefined;
}

function wrongDescriptor({ program, raw }: ArmingContext, stored: AddressStore): ArmingVerdict {
  const [first = stored.item] = stored.formedBy;
  const [right] = raw.labels.flatMap((label) => referenceTo(program, label, first.place.start) ?? []);
  const corrections = stored.formedBy.flatMap((item) => referencesIn(program, item, stored.symbol));
  return { kind: 'wrong-descriptor', store: stored.item, stored, right, corrections };
}

/** Is what the store arms a section that begins at the same place? */
function startsHereToo({ program, descriptors, start }: ArmingContext, { symbol }: AddressStore): boolean {
  const other = descriptors.find((descriptor) => isAddressOf(descriptor, symbol));
  const label = other && startOf(program, other);
  return label !== undefined && compareAddress(program, label, start) === 0;
}

/** Other descriptors that are armed between start and post-commit. */
function foreignInside(context: ArmingContext): AddressStore | undefined {
  const inside = new Set(context.range.map((item) => item.index));
  return context.use.stores.find((store) => inside.has(store.item.index) && isForeign(context, store));
}

/** Does the store certainly arm something other than the section? Not if it is a descriptor that says the same. */
function isForeign({ program, raw, descriptors }: ArmingContext, { symbol, kind, place }: AddressStore): boolean {
  if (kind !== 'right' || isAddressOf(raw, symbol)) return false;
  const other = descriptors.find((descriptor) => isAddressOf(descriptor, symbol));
  if (other) return !haveEqualFields(program, raw, other);
  return symbol.kind === 'external' && place !== undefined && !mayBeOwn(program, symbol.name, place);
}

/** Does the address leave behind the start of the section only, where it is too late to arm it? */
function leavesTooLate({ program, start }: ArmingContext, { origin, at }: Escape): boolean {
  if (at && (at.stream !== start.stream || at.index < start.index)) return false;
  for (const item of straightOn(program, origin)) if (item.index === start.index) return true;
  return false;
}

/** May the symbol be another name of the section's own descriptor, or a copy of it that C code defines? */
function mayBeOwn(program: Program, name: string, place: AreaPlace | undefined): boolean {
  if (place && program.namedOutside.has(name)) return true;
  return program.items.some(
    (item) =>
      item.kind === 'silent' &&
      /^(=|\.set|\.equ|\.equiv|\.eqv|\.symver)$/.test(item.directive) &&
      /[,=]/.test(textOf(program, item.place)),
  );
}

/**
 * The stores by which the address gets into the field piece by piece, in order; fewer than two: it does not. Where a pointer fills
 * the field any store to the rest of it is one; else the rest is zero anyway, and only another piece of the address matters.
 */
function partsOf({ program, raw }: ArmingContext, own: readonly AddressStore[]): readonly InstructionItem[] {
  const pieces = own.filter(({ place, access }) => isPiece(place?.offset, access.width));
  if (
    pieces.length === 0 ||
    own.some(({ kind, access }) => kind === 'right' && !isPiece(descriptorField.offset, access.width))
  )
    return [];
  const candidates = hasWideAddresses(program, raw)
    ? program.items.filter(isInstruction)
    : pieces.map(({ item }) => item);
  const begins = new Map<number, InstructionItem>();
  for (const item of candidates) {
    for (const access of item.instruction.effect.accesses) {
      const offset = access.mode === 'read' ? undefined : areaPlace(program, item, access)?.offset;
      if (offset !== undefined && isPiece(offset, access.width) && !begins.has(offset)) begins.set(offset, item);
    }
  }
  return [...begins.values()].sort((a, b) => a.index - b.index);
}

/** Does a store of `width` bytes at this offset fill less than the field, and nothing else? */
function isPiece(offset: number | undefined, width: number | undefined): boolean {
  if (offset === undefined || width === undefined) return false;
  const { offset: begin, size } = descriptorField;
  return width < size && offset >= begin && offset + width <= begin + size;
}
