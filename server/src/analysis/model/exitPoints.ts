import type { SymbolRef } from '../arch/instruction';
import { straightOn } from './controlFlow';
import type { Bounds, SideExit } from './exits';
import type { Item, LabelItem, Program } from './program';
import { compareAddress, labelAt } from './walk';

/** A way out of a section that the list of exit points does not have. */
export interface UndeclaredExit extends SideExit {
  /** Does this program declare exit points at all? */
  readonly declaresOthers: boolean;
}

const list = /^__rseq_exit_point_array(\.|$)/;

/**
 * The targets of side exits that no entry of `__rseq_exit_point_array` names together with the section's start, the first branch to
 * each. A label counts as declared if where its code jumps to is; code that jumps back into the section is no way out of it.
 */
export function undeclaredExitsOf(
  program: Program,
  exits: readonly SideExit[],
  { range, start }: Pick<Bounds, 'range' | 'start'>,
): readonly UndeclaredExit[] {
  const declaresOthers = program.streams.some(({ section }) => list.test(section));
  const declared = declaredFor(program, start);
  const inside = new Set(range.map(({ index }) => index));
  const seen = new Set<string>();
  return exits.flatMap((exit) => {
    const path = straightFrom(program, exit.target);
    if (path.some(({ index }) => inside.has(index))) return [];
    const ways = [exit.target, ...jumpsOf(path)].map((target) => keyOf(program, target));
    const [own = ''] = ways;
    if (seen.has(own) || ways.some((way) => declared.has(way))) return [];
    seen.add(own);
    return [{ ...exit, declaresOthers }];
  });
}

/** Entries are pairs of addresses: where a section starts, and where it may be left to. */
function declaredFor(program: Program, start: LabelItem): ReadonlySet<string> {
  const declared = new Set<string>();
  for (const stream of program.streams) {
    if (!list.test(stream.section)) continue;
    const addresses = stream.items.flatMap((index) => {
      const item = program.items[index];
      return item?.kind === 'data' ? item.cells.flatMap(({ value }) => value?.terms[0]?.symbol ?? []) : [];
    });
    for (const [position, symbol] of addresses.entries()) {
      const target = addresses[position + 1];
      if (position % 2 === 0 && target && isStart(program, symbol, start)) declared.add(keyOf(program, target));
    }
  }
  return declared;
}

/** A start that cannot be resolved is taken for any. */
function isStart(program: Program, symbol: SymbolRef, start: LabelItem): boolean {
  const label = symbol.kind === 'label' ? labelAt(program, symbol.item) : undefined;
  return !label || compareAddress(program, label, start) === 0;
}

/** The way on from a label of this program. */
function straightFrom(program: Program, target: SymbolRef): readonly Item[] {
  const label = target.kind === 'label' ? labelAt(program, target.item) : undefined;
  return label ? [...straightOn(program, label)] : [];
}

function jumpsOf(path: readonly Item[]): readonly SymbolRef[] {
  return path.flatMap((item) => {
    const flow = item.kind === 'instruction' ? item.instruction.effect.flow : undefined;
    return flow?.kind === 'jump' && !flow.conditional && flow.target ? [flow.target] : [];
  });
}

/** Equal for targets at one address. */
function keyOf(program: Program, target: SymbolRef): string {
  if (target.kind !== 'label') return `${target.kind} ${target.name}`;
  return `label ${program.items[target.item]?.stream ?? ''} ${addressOf(program, target.item)}`;
}

/** The position of the first item that labels at one address stand in front of. */
function addressOf(program: Program, index: number): number {
  const item = program.items[index];
  const stream = item && program.streams[item.stream];
  const from = program.positions[index] ?? 0;
  const at = stream?.items.slice(from).find((other) => !isNothing(program, other));
  return at ?? -1;
}

function isNothing(program: Program, index: number): boolean {
  const item = program.items[index];
  return item?.kind === 'label' || item?.kind === 'silent';
}
