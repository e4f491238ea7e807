import type { SymbolRef } from '../arch/instruction';
import type { Place } from '../text/place';
import { reachable } from './controlFlow';
import { type Fact, known, mapFact, unknown } from './fact';
import type { InstructionItem, Item, LabelItem, Program } from './program';
import { type ArmingVerdict, isArmed } from './section';
import { isInstruction, labelAt } from './walk';

/** How the descriptor's address gets into a register in front of the arming store. */
export interface DescriptorAddress {
  /** The first instruction that takes it as a number which only the linker knows. */
  readonly absolute: { readonly place: Place; readonly breaksLink: boolean } | undefined;
}

/** A branch into another output section, with how far it reaches in bytes. */
export interface ShortBranch {
  readonly item: InstructionItem;
  /** `label` undefined: a C label of the function. */
  readonly target: { readonly label: LabelItem | undefined; readonly section: string };
  readonly bytes: number;
}

/** `labels`: those of the descriptor. */
export function descriptorAddressOf(
  program: Program,
  labels: readonly LabelItem[],
  arming: Fact<ArmingVerdict>,
): Fact<DescriptorAddress> {
  const { absoluteAddressing: form } = program.architecture;
  const own = new Set(labels.map(({ index }) => index));
  return mapFact(arming, (how) => {
    if (!isArmed(how)) return unknown('absent');
    const taker = program.items.filter(isInstruction).find(({ instruction }) => {
      const symbol = instruction.effect.addressOf;
      const isOurs = symbol?.kind === 'label' && own.has(symbol.item);
      return isOurs && form?.isAbsolute(instruction.mnemonic, instruction.operands) === true;
    });
    const isWrong = taker && form && program.isPositionIndependent;
    return known({ absolute: isWrong ? { place: taker.place, breaksLink: form.breaksLink } : undefined });
  });
}

/**
 * The short branches of a section, `range`, and of what its abort handler leads to. Branches to symbols of other files are the
 * linker's to judge.
 */
export function shortBranchesOf(
  program: Program,
  range: readonly Item[],
  abort: Fact<{ readonly label: LabelItem }>,
): readonly ShortBranch[] {
  const { branchReach } = program.architecture;
  if (!branchReach) return [];
  const inside = new Set(range.map(({ index }) => index));
  const handler = abort.known
    ? reachable(program, abort.value.label, ({ index }) => inside.has(index))
    : new Set<number>();
  const isMeant = ({ index }: Item): boolean => inside.has(index) || handler.has(index);
  return program.items.filter(isInstruction).flatMap((item) => {
    const { mnemonic, effect } = item.instruction;
    const target = effect.flow.kind === 'jump' && isMeant(item) ? targetOf(program, effect.flow.target) : undefined;
    const reach = branchReach.find(({ mnemonics }) => mnemonics.test(mnemonic));
    if (!target || target.stream === item.stream || !reach) return [];
    const section = program.streams[target.stream]?.section ?? '';
    return [
      {
        item,
        target: { label: target.label, section: section === '' ? 'of the function' : section },
        bytes: reach.bytes,
      },
    ];
  });
}

/** A label of the text, or a C label, which is where the function is. */
function targetOf(
  program: Program,
  symbol: SymbolRef | undefined,
): { readonly label: LabelItem | undefined; readonly stream: number } | undefined {
  if (symbol?.kind === 'c-label') return { label: undefined, stream: 0 };
  const label = symbol?.kind === 'label' ? labelAt(program, symbol.item) : undefined;
  return label && { label, stream: label.stream };
}
