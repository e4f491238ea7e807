import { reachable } from './controlFlow';
import { type Bounds, isAt, sideExitsOf } from './exits';
import { type Fact, known, unknown } from './fact';
import type { InstructionItem, Item, Program } from './program';
import type { CommitVerdict } from './section';
import type { Values, ValueStep } from './values';

/** Whether anything tells others, or the code around, that the section ran to its end. */
export type PublicationVerdict =
  | { readonly kind: 'somehow' }
  /** It computes something and drops it. */
  | { readonly kind: 'never'; readonly last: InstructionItem };

/**
 * Decides whether a section without a store is one that only reads: it has outputs, leaves by another way for what it read, or
 * the code behind it uses what is in its registers.
 */
export function publicationOf(
  program: Program,
  steps: readonly ValueStep[],
  commit: CommitVerdict,
  bounds: Bounds,
): Fact<PublicationVerdict> {
  if (commit.kind !== 'none') return known({ kind: 'somehow' });
  // In a file, registers are how a function returns.
  if (program.form === 'file') return unknown('absent');
  if (!program.operandsKnown) return unknown('condition');
  const last = steps.at(-1)?.item;
  if (!last) return unknown('layout');
  const isUsed =
    program.operands.some(({ output }) => output) ||
    steps.some(({ item, before }) => decidesSomething(program, item, before, bounds)) ||
    isReadBehind(program, steps, bounds.postCommit);
  return known(isUsed ? { kind: 'somehow' } : { kind: 'never', last });
}

/** Leaves the section other than at its end or for the cpu number, or does what cannot be seen through. */
function decidesSomething(program: Program, item: InstructionItem, values: Values, bounds: Bounds): boolean {
  const { effect } = item.instruction;
  if (effect.kind === 'barrier') return true;
  const { flow } = effect;
  if (flow.kind === 'next') return false;
  if (flow.kind !== 'jump' || flow.indirect || !flow.target) return true;
  const leaves =
    isAt(program, flow.target, bounds.postCommit) ||
    sideExitsOf(program, bounds).some(({ branch }) => branch.index === item.index);
  return leaves && !comparesCpu(effect.reads, values);
}

/** True if everything that a branch depends on is, or is compared with, an id of the area. */
function comparesCpu(reads: readonly string[], values: Values): boolean {
  const origins = reads.flatMap((register) => values.get(register) ?? []);
  return origins.length > 0 && origins.every(({ relation }) => relation === 'id');
}

/** True if behind the post-commit label a register is read that still has its value from the section. */
function isReadBehind(program: Program, steps: readonly ValueStep[], postCommit: Item): boolean {
  const written = new Set(steps.flatMap(({ item }) => item.instruction.effect.writes));
  const effectAt = (index: number): InstructionItem['instruction']['effect'] | undefined => {
    const item = program.items[index];
    return item?.kind === 'instruction' ? item.instruction.effect : undefined;
  };
  return [...written].some((register) => {
    const seen = reachable(program, postCommit, ({ index }) => effectAt(index)?.writes.includes(register) ?? false);
    return [...seen].some((index) => effectAt(index)?.reads.includes(register));
  });
}

export type { Split } from '../arch/instruction';
