import type { Operand } from '../arch/instruction';
import { type Carriers, CarrierFlow, dataReads, mayTouch } from './carriers';
import type { Locations } from './locations';
import type { Paths, Point } from './paths';
import type { InstructionItem, Item } from './program';
import { type Flow, type States, solve } from './solve';

/**
 * What a location can hold, besides what it held in the beginning: something else, by the item that wrote it, or something
 * `derived` from the first value, which the reverse computation gives back.
 */
interface Change {
  readonly writer: InstructionItem;
  readonly derived: boolean;
}

/** What may be in a location. `maybe`: what nobody can tell, perhaps the first value put back. */
interface Contents {
  readonly first: boolean;
  readonly maybe: boolean;
  readonly changes: ReadonlyMap<number, Change>;
}

/** Follows the contents of one location from a point on. */
export class Changes {
  readonly #states: States<Contents>;
  readonly #flow: ContentsFlow;

  /** `owns`: says of an item whether its writes count as changes; others give something that nobody can tell. */
  constructor(
    locations: Locations,
    location: string,
    paths: Paths,
    start: Point,
    owns: (item: Item) => boolean = () => true,
  ) {
    const carrierFlow = new CarrierFlow(locations, location);
    const carriers = carrierFlow.solve(paths, start);
    this.#flow = new ContentsFlow(locations, location, paths, carrierFlow, carriers, owns);
    const initial = { first: true, maybe: false, changes: new Map<number, Change>() };
    this.#states = solve(paths, start, initial, this.#flow);
  }

  /** Instructions whose result is certain to be there in front of a point, on some way to it. */
  writersBefore(point: Point): readonly InstructionItem[] {
    const state = this.#states(point);
    return state ? writersIn(state) : [];
  }

  /** The same behind a point. */
  writersAfter(point: Point): readonly InstructionItem[] {
    const state = this.#states(point);
    return state ? writersIn(this.#flow.after(point, state)) : [];
  }
}

function writersIn({ changes }: Contents): readonly InstructionItem[] {
  return [...changes.values()].map(({ writer }) => writer);
}

class ContentsFlow implements Flow<Contents> {
  constructor(
    readonly locations: Locations,
    readonly location: string,
    readonly paths: Paths,
    readonly carrierFlow: CarrierFlow,
    readonly carriers: States<Carriers>,
    readonly owns: (item: Item) => boolean,
  ) {}

  after(point: Point, before: Contents): Contents {
    const { item } = point;
    if (item.kind === 'opaque') return mayTouch(this.locations, item, this.location) ? nobodyKnows : before;
    if (item.kind !== 'instruction') return before;
    const { effect } = item.instruction;
    const writes = effect.writes.some((name) => this.locations.of(name) === this.location);
    if (!writes) return effect.flow.kind === 'call' ? nobodyKnows : before;
    if (this.#copiesItself(item)) return before;
    if (!this.owns(item)) return nobodyKnows;
    const carriers = this.carriers(point);
    const sources = carriers ? this.carrierFlow.sources(item, carriers) : [];
    if (sources.some((source) => source !== this.location)) return nobodyKnows;
    if (!dataReads(this.locations, item).includes(this.location)) return changedBy({ writer: item, derived: false });
    return this.#computed(item, before);
  }

  join(known: Contents, added: Contents): Contents | undefined {
    const changes = new Map([...known.changes, ...added.changes]);
    const first = known.first || added.first;
    const maybe = known.maybe || added.maybe;
    const isSame = changes.size === known.changes.size && first === known.first && maybe === known.maybe;
    return isSame ? undefined : { first, maybe, changes };
  }

  /** An instruction that works on the location itself, like an addition. */
  #computed(item: InstructionItem, { first, maybe, changes }: Contents): Contents {
    const result = new Map<number, Change>();
    let isLost = maybe;
    for (const [key, change] of changes) {
      // A second computation can undo the first.
      if (change.derived && this.#mayUndo(change.writer, item)) isLost = true;
      else result.set(key, change);
    }
    if (first) result.set(keyOf(item, true), { writer: item, derived: true });
    return { first: false, maybe: isLost, changes: result };
  }

  #mayUndo(done: InstructionItem, item: InstructionItem): boolean {
    return !this.paths.leadsToSection(item) || this.#others(done) === this.#others(item);
  }

  /** The operands but for the location itself and for signs: equal for an addition and the subtraction that undoes it. */
  #others({ instruction }: InstructionItem): string {
    return instruction.operands.map((operand) => this.#unsigned(operand)).join();
  }

  #unsigned(operand: Operand): string {
    switch (operand.kind) {
      case 'register': {
        const location = this.locations.of(operand.register);
        return location === this.location ? '' : location;
      }
      case 'immediate':
        return operand.value ? String(operand.value.constant).replace('-', '') : '?';
      case 'memory': {
        const { base, index, displacement, operand: own } = operand.address;
        return [base, index, own?.index, displacement?.constant.toString().replace('-', '')].join('+');
      }
      default:
        return operand.kind;
    }
  }

  /** A register copied to itself: what differs at most is how far it is extended. */
  #copiesItself(item: InstructionItem): boolean {
    const { operands, effect } = item.instruction;
    const isAll = operands.every(
      (operand) => operand.kind === 'register' && this.locations.of(operand.register) === this.location,
    );
    return operands.length === 2 && isAll && effect.reads.length > 0;
  }
}

const nobodyKnows: Contents = { first: false, maybe: true, changes: new Map<number, Change>() };

function changedBy(change: Change): Contents {
  return { first: false, maybe: false, changes: new Map([[keyOf(change.writer, change.derived), change]]) };
}

function keyOf({ index }: InstructionItem, derived: boolean): number {
  return index * 2 + (derived ? 1 : 0);
}
