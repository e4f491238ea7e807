import type { Effect, Operand, Ordering, Split } from './instruction';

/** How the accesses of instructions are ordered, how many they are, and which depend on a reservation: by mnemonic. */
export interface Traits {
  /** Load-linked and store-conditional. */
  readonly linked?: Readonly<Record<'load' | 'store', RegExp>>;
  /** The first pattern that matches holds. A barrier that none is about is a full one. */
  readonly orders?: readonly (readonly [RegExp, OrderingOf])[];
  readonly split?: readonly (readonly [RegExp, Split | ((operands: readonly Operand[]) => Split | undefined)])[];
}

type OrderingOf = Ordering | 'none' | ((operands: readonly Operand[]) => Ordering | 'none');

/** Adds what the traits of an instruction set say about one of its instructions. */
export function withTraits(
  traits: Traits,
  effect: Effect | undefined,
  mnemonic: string,
  operands: readonly Operand[],
): Effect | undefined {
  if (!effect || (effect.accesses.length === 0 && effect.kind !== 'barrier')) return effect;
  const linked = (['load', 'store'] as const).find((kind) => traits.linked?.[kind].test(mnemonic));
  const orders = orderingOf(traits, effect, mnemonic, operands);
  const found = traits.split?.find(([pattern]) => pattern.test(mnemonic))?.[1];
  const split = typeof found === 'function' ? found(operands) : found;
  return { ...effect, ...(linked && { linked }), ...(orders && { orders }), ...(split && { split }) };
}

function orderingOf(
  { orders = [] }: Traits,
  effect: Effect,
  mnemonic: string,
  operands: readonly Operand[],
): Ordering | undefined {
  const found = orders.find(([pattern]) => pattern.test(mnemonic))?.[1];
  if (found === undefined) return effect.kind === 'barrier' ? 'full' : undefined;
  const ordering = typeof found === 'function' ? found(operands) : found;
  return ordering === 'none' ? undefined : ordering;
}

/** An operand of a barrier in lower case, a number in decimal; undefined: there is none, or no such operand. */
export function barrierOption(operand: Operand | undefined): string | undefined {
  if (operand?.kind === 'word') return operand.text.toLowerCase();
  if (operand?.kind === 'symbol') return operand.symbol.name.toLowerCase();
  if (operand?.kind !== 'immediate' || operand.value?.terms.length !== 0) return undefined;
  return operand.value.constant.toString();
}

/** A list of more than one register. */
export function severalRegisters(operands: readonly Operand[]): Split | undefined {
  return operands.some((operand) => operand.kind === 'list' && operand.registers.length > 1) ? 'list' : undefined;
}
