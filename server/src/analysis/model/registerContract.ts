import type { ConditionCode } from '../arch/registerUse';
import { Changes } from './changes';
import type { Locations } from './locations';
import type { Paths, Point } from './paths';
import type { InstructionItem, Item, LabelItem, OperandInfo } from './program';

/** A register of the compiler's that has another value behind the statement. */
export interface ChangedRegister {
  readonly register: string;
  /** What a clobber list calls it. */
  readonly clobber: string;
  readonly writer: InstructionItem;
}

/** A condition code that has another value behind the statement. */
export interface ChangedCondition {
  readonly condition: ConditionCode;
  readonly writer: InstructionItem;
}

/** An input that has another value behind the statement. */
export interface ChangedInput {
  readonly operand: OperandInfo;
  readonly location: string;
  readonly writer: InstructionItem;
  /** Is it changed on some way out, or only after an abort? */
  readonly way: 'regular' | 'abort';
  /** The handler that leaves it changed. */
  readonly handler: LabelItem | undefined;
  /** How it is put back on the other ways out. */
  readonly restore: InstructionItem | undefined;
}

export function changedRegistersOf(locations: Locations, paths: Paths): readonly ChangedRegister[] {
  return writtenLocations(locations, paths)
    .filter((location) => {
      return locations.isKept(location) && !locations.declared.has(location) && !locations.inputs.has(location);
    })
    .flatMap((register) => {
      const { regular, aborted } = writersAtExits(locations, paths, register);
      const writer = earliest([...regular, ...aborted]);
      const clobber = locations.program.architecture.registerUse.clobberName?.(register) ?? register;
      return writer ? [{ register, clobber, writer }] : [];
    });
}

export function changedConditionsOf(locations: Locations, paths: Paths): readonly ChangedCondition[] {
  const written = writtenLocations(locations, paths);
  return locations.keptConditions.flatMap((condition) => {
    if (!written.includes(condition.register)) return [];
    const { regular, aborted } = writersAtExits(locations, paths, condition.register);
    const writer = earliest([...regular, ...aborted]);
    return writer ? [{ condition, writer }] : [];
  });
}

export function changedInputsOf(locations: Locations, paths: Paths): readonly ChangedInput[] {
  return writtenLocations(locations, paths).flatMap((location): ChangedInput[] => {
    const operand = locations.inputs.get(location);
    if (!operand) return [];
    const { regular, aborted } = writersAtExits(locations, paths, location);
    const writer = earliest(regular);
    if (writer) return [{ operand, location, writer, way: 'regular', handler: undefined, restore: undefined }];
    const late = earliest(aborted);
    if (!late) return [];
    const restore = restoreOf(locations, paths, location);
    return [{ operand, location, writer: late, way: 'abort', handler: handlerOf(paths, late), restore }];
  });
}

/** Locations that instructions of the statement write, in textual order. */
export function writtenLocations(locations: Locations, paths: Paths): readonly string[] {
  const written = paths
    .executed()
    .flatMap((item) => (item.kind === 'instruction' ? item.instruction.effect.writes : []));
  return [...new Set(written.map((name) => locations.of(name)))];
}

interface Writers {
  readonly regular: readonly InstructionItem[];
  readonly aborted: readonly InstructionItem[];
}

/** What leaves another value in a location, on the ways out with and without an abort. */
function writersAtExits(locations: Locations, paths: Paths, location: string): Writers {
  if (!paths.entry) return { regular: [], aborted: [] };
  const changes = new Changes(locations, location, paths, { item: paths.entry, aborted: false });
  const exits = paths.program.items.filter((item) => paths.leaves({ item, aborted: false }));
  const writersAt = (aborted: boolean): readonly InstructionItem[] =>
    exits.flatMap((item) => changes.writersAfter({ item, aborted }));
  return { regular: writersAt(false), aborted: writersAt(true) };
}

function earliest(items: readonly InstructionItem[]): InstructionItem | undefined {
  return items.reduce<InstructionItem | undefined>(
    (first, item) => (first && first.index <= item.index ? first : item),
    undefined,
  );
}

/** The handler of a section that the writer is in, or the one that it is in itself. */
function handlerOf(paths: Paths, writer: InstructionItem): LabelItem | undefined {
  const { handlers } = paths;
  const reached = (handler: LabelItem): boolean => {
    const points: Point[] = [{ item: writer, aborted: false }];
    const seen = new Set<number>();
    for (let point = points.pop(); point; point = points.pop()) {
      if (seen.has(point.item.index)) continue;
      seen.add(point.item.index);
      for (const { to, byAbort } of paths.next(point)) {
        if (byAbort && to.item.index === handler.index) return true;
        if (!byAbort) points.push(to);
      }
    }
    return false;
  };
  return handlers.find(reached) ?? handlers.findLast((handler) => handler.index < writer.index);
}

/** An instruction behind all sections that takes the input from where it was saved and still is. */
function restoreOf(locations: Locations, paths: Paths, location: string): InstructionItem | undefined {
  return paths.executed().find((item): item is InstructionItem => {
    if (item.kind !== 'instruction' || paths.leadsToSection(item)) return false;
    const { writes } = item.instruction.effect;
    const [written, ...others] = writes.map((name) => locations.of(name));
    return written === location && others.length === 0 && isLoadOrMove(locations, paths, item);
  });
}

function isLoadOrMove(locations: Locations, paths: Paths, { instruction }: InstructionItem): boolean {
  const { accesses, reads } = instruction.effect;
  const [access, ...others] = accesses;
  if (access) return others.length === 0 && access.mode === 'read' && access.address.operand !== undefined;
  const isMove = instruction.operands.length === 2 && instruction.operands.every(({ kind }) => kind === 'register');
  const [source = ''] = reads.map((name) => locations.of(name));
  const isChanged = (item: Item): boolean =>
    item.kind === 'instruction' &&
    paths.isInside(item) &&
    item.instruction.effect.writes.some((name) => locations.of(name) === source);
  return isMove && reads.length === 1 && !paths.program.items.some(isChanged);
}
