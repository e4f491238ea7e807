import { Changes } from './changes';
import type { Locations } from './locations';
import { isInput } from './locations';
import type { Paths, Point, RestartPoint } from './paths';
import type { InstructionItem, Item, OperandInfo } from './program';
import { type ChangedInput, writtenLocations } from './registerContract';

/** A register that a handler's second attempt needs as it was, and that the first attempt has changed. */
export interface SpoiledRestart {
  readonly location: string;
  /** The operand that is in the register, if it is one. */
  readonly operand: OperandInfo | undefined;
  readonly writer: InstructionItem;
  readonly restart: RestartPoint;
  readonly reader: Item;
}

/**
 * Only what instructions of a section change counts: a handler that counts, or code in front of the section that starts anew, is
 * meant to have its effect each time. Inputs that are found changed behind the statement are another mistake.
 */
export function spoiledRestartsOf(
  locations: Locations,
  paths: Paths,
  changed: readonly ChangedInput[],
): readonly SpoiledRestart[] {
  if (!paths.abortsKnown) return [];
  const reported = new Set(changed.map(({ location }) => location));
  const inSections = writtenLocations(locations, paths).filter(
    (location) =>
      !reported.has(location) && isRegister(locations, location) && isWrittenInside(locations, paths, location),
  );
  const found = new Map<string, SpoiledRestart>();
  for (const restart of paths.restarts()) {
    for (const location of inSections) {
      if (found.has(location) || !hasValueAt(locations, paths, location, restart)) continue;
      const reader = readerOf(locations, paths, location, restart);
      const start = { item: restart.item, aborted: false };
      const changes = reader && new Changes(locations, location, paths, start, (item) => paths.isInside(item));
      const [writer] = changes?.writersBefore({ item: restart.item, aborted: true }) ?? [];
      if (!reader || !writer) continue;
      const operand = locations.program.operands.find(({ index }) => locations.of(`operand:${index}`) === location);
      found.set(location, { location, operand, writer, restart, reader });
    }
  }
  return [...found.values()];
}

function isRegister(locations: Locations, location: string): boolean {
  return location.startsWith('operand:') || locations.isKept(location);
}

function writes(locations: Locations, item: Item, location: string): boolean {
  return item.kind === 'instruction' && item.instruction.effect.writes.some((name) => locations.of(name) === location);
}

function reads(locations: Locations, item: Item, location: string): boolean {
  return item.kind === 'instruction' && item.instruction.effect.reads.some((name) => locations.of(name) === location);
}

function isWrittenInside(locations: Locations, paths: Paths, location: string): boolean {
  return locations.program.items.some((item) => paths.isInside(item) && writes(locations, item, location));
}

/** Did anybody give it a value before the first attempt: the compiler, or an instruction on the way? */
function hasValueAt(locations: Locations, paths: Paths, location: string, restart: RestartPoint): boolean {
  const { operands } = locations.program;
  const isGiven = operands.some(
    (operand) =>
      locations.of(`operand:${operand.index}`) === location &&
      (isInput(operand) || operand.tied !== undefined || operand.constraint.includes('+')),
  );
  if (isGiven || !paths.entry) return isGiven;
  const seen = new Set<number>();
  const work: Point[] = [{ item: paths.entry, aborted: false }];
  for (let point = work.pop(); point; point = work.pop()) {
    const { item } = point;
    if (item.index === restart.item.index || seen.has(item.index)) continue;
    seen.add(item.index);
    if (writes(locations, item, location)) return true;
    for (const { to, byAbort } of paths.next(point)) if (!byAbort) work.push(to);
  }
  return false;
}

/** What reads the location behind the restart, before anything writes it; the end of the statement reads its outputs. */
function readerOf(locations: Locations, paths: Paths, location: string, restart: RestartPoint): Item | undefined {
  const isOutput = locations.program.operands.some(
    ({ index, output }) => output && locations.of(`operand:${index}`) === location,
  );
  const seen = new Set<number>();
  const work: Point[] = [{ item: restart.item, aborted: false }];
  for (let point = work.pop(); point; point = work.pop()) {
    const { item } = point;
    if (seen.has(item.index)) continue;
    seen.add(item.index);
    if (reads(locations, item, location)) return item;
    if (item.kind === 'opaque' || writes(locations, item, location)) continue;
    if (isOutput && paths.leaves(point)) return item;
    for (const { to, byAbort } of paths.next(point)) if (!byAbort) work.push(to);
  }
  return undefined;
}
