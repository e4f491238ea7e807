import { areaRelation } from './area';
import { areaPlace } from './areaPlace';
import { placeOfStores } from './armingOrder';
import type { AddressStore, ArmingContext } from './armingStores';
import { type Fact, known, unknown } from './fact';
import type { ArmingVerdict } from './section';

/**
 * How a section is entered whose descriptor C code fills in: C code arms it, which nobody follows, unless an asm operand that is its
 * address is stored in the area, `movq %[cs], %[rseq_cs]`.
 */
export function declaredArmingOf(context: ArmingContext): Fact<ArmingVerdict> {
  const stores = operandStores(context);
  const [first] = stores;
  return first ? known(placeOfStores(context, first, stores, undefined)) : unknown('flow');
}

function operandStores({ program, raw }: ArmingContext): readonly AddressStore[] {
  const [label] = raw.labels;
  if (!label) return [];
  const holding = new Set(
    program.operands.flatMap(({ index, addressOf }) => (addressOf === label.name ? [`operand:${index}`] : [])),
  );
  const symbol = { kind: 'label', name: label.name, item: label.index } as const;
  return program.items.flatMap((item): AddressStore[] => {
    if (item.kind !== 'instruction') return [];
    const { effect } = item.instruction;
    const access = effect.accesses.find(({ mode }) => mode !== 'read');
    const isStored = access && effect.reads.some((name) => holding.has(name) && access.address.base !== name);
    for (const register of effect.writes) holding.delete(register);
    if (!isStored || areaRelation(program, item, access) !== 'descriptor-pointer') return [];
    return [{ item, access, symbol, formedBy: [item], place: areaPlace(program, item, access), kind: 'right' }];
  });
}
