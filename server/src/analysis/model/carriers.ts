import type { Address } from '../arch/instruction';
import { isDereference, type Locations } from './locations';
import type { Paths, Point } from './paths';
import type { InstructionItem, Item, OperandInfo } from './program';
import { type Flow, type States, solve } from './solve';

/** Places that may hold what one location held in the beginning, or something made of it: by name, memory by its address. */
export interface Carriers {
  readonly registers: ReadonlySet<string>;
  readonly memory: ReadonlyMap<string, Address>;
  /** True if what could not be read may have put it anywhere. */
  readonly anywhere: boolean;
}

/** A saved register has at least the size of an int. */
const narrowestSave = 4;

/** Finds, for every point, where the first value of `location` may be: what can put it back, and what cannot. */
export class CarrierFlow implements Flow<Carriers> {
  readonly #changedBases: ReadonlySet<string>;

  constructor(
    readonly locations: Locations,
    readonly location: string,
  ) {
    this.#changedBases = new Set(
      locations.program.items.flatMap((item) =>
        item.kind === 'instruction' ? item.instruction.effect.writes.map((name) => locations.of(name)) : [],
      ),
    );
  }

  solve(paths: Paths, start: Point): States<Carriers> {
    const initial = { registers: new Set([this.location]), memory: new Map<string, Address>(), anywhere: false };
    return solve(paths, start, initial, this);
  }

  after({ item }: Point, before: Carriers): Carriers {
    if (item.kind === 'opaque') return this.#afterUnread(item, before);
    if (item.kind !== 'instruction') return before;
    const { effect } = item.instruction;
    if (effect.flow.kind === 'call') return { ...before, anywhere: true };
    const carries = this.sources(item, before).length > 0;
    const registers = new Set(before.registers);
    for (const name of effect.writes) {
      const location = this.locations.of(name);
      if (carries) registers.add(location);
      else registers.delete(location);
    }
    const saves = dataReads(this.locations, item).some((name) => before.registers.has(name)) || before.anywhere;
    const memory = new Map(before.memory);
    for (const { mode, address, width } of effect.accesses) {
      if (mode === 'read' || (width ?? narrowestSave) < narrowestSave) continue;
      if (saves) memory.set(address.key, address);
      else if (mode === 'write') memory.delete(address.key);
    }
    return { registers, memory, anywhere: before.anywhere };
  }

  join(known: Carriers, added: Carriers): Carriers | undefined {
    const registers = new Set([...known.registers, ...added.registers]);
    const memory = new Map([...known.memory, ...added.memory]);
    const anywhere = known.anywhere || added.anywhere;
    const isSame =
      registers.size === known.registers.size && memory.size === known.memory.size && anywhere === known.anywhere;
    return isSame ? undefined : { registers, memory, anywhere };
  }

  /** What an instruction makes its results of that may carry the value: registers by name, and `memory`. */
  sources(item: InstructionItem, { registers, memory, anywhere }: Carriers): readonly string[] {
    const read = dataReads(this.locations, item).filter((name) => anywhere || registers.has(name));
    const loads = item.instruction.effect.accesses.filter(
      ({ mode, width }) => mode !== 'write' && (width ?? narrowestSave) >= narrowestSave,
    );
    const isLoaded = loads.some(
      ({ address }) => anywhere || [...memory.values()].some((saved) => this.#mayBeSame(address, saved)),
    );
    return isLoaded ? [...read, 'memory'] : read;
  }

  #afterUnread(item: Item, before: Carriers): Carriers {
    if (mayTouch(this.locations, item, this.location)) return { ...before, anywhere: true };
    return { ...before, registers: new Set([...before.registers, ...mentioned(this.locations, item)]) };
  }

  /** Two operands of the statement are two objects; for anything else an equal base tells. */
  #mayBeSame(a: Address, b: Address): boolean {
    if (a.key === b.key) return true;
    if (a.operand && b.operand) return false;
    if (this.#areUnrelated(a, b) || this.#areUnrelated(b, a)) return false;
    const isPlain = (address: Address): boolean =>
      address.index === undefined && address.displacement !== undefined && address.base !== undefined;
    const base = a.base === undefined ? undefined : this.locations.of(a.base);
    const isStable = base !== undefined && !this.#changedBases.has(base);
    return !(isPlain(a) && isPlain(b) && isStable && a.base === b.base && a.segment === b.segment);
  }

  /** A variable, and what a pointer operand that is made of other variables points to. */
  #areUnrelated({ operand }: Address, { base }: Address): boolean {
    const { operands } = this.locations.program;
    const variable = operands[operand?.index ?? -1];
    const pointer = operands[Number(/^operand:(\d+)$/.exec(base ?? '')?.[1] ?? -1)];
    if (!variable || !pointer || isDereference(variable)) return false;
    const own = namesIn(variable);
    return namesIn(pointer).every((name) => !own.includes(name));
  }
}

function namesIn({ expression }: OperandInfo): readonly string[] {
  return expression.match(/[A-Za-z_]\w*/g) ?? [];
}

/** Locations whose contents an instruction works on; those of which it only forms addresses are left out. */
export function dataReads(locations: Locations, { instruction }: InstructionItem): readonly string[] {
  const { effect, operands } = instruction;
  const plain = new Set(
    operands.flatMap((operand) => {
      if (operand.kind === 'register') return [operand.register];
      if (operand.kind === 'list') return operand.registers;
      return operand.kind === 'word' && operand.register !== undefined ? [operand.register] : [];
    }),
  );
  const addressing = new Set(effect.accesses.flatMap(({ address }) => [address.base, address.index]));
  return effect.reads.filter((name) => plain.has(name) || !addressing.has(name)).map((name) => locations.of(name));
}

/** Can a statement that could not be read change `location`? One instruction that does not name it is taken not to. */
export function mayTouch(locations: Locations, item: Item, location: string): boolean {
  if (item.kind !== 'opaque') return false;
  const { text } = locations.program;
  const [, operands = ''] = /^\s*\S+\s*(.*)$/s.exec(text.slice(item.place.start, item.place.end)) ?? [];
  return item.reason !== 'mnemonic' || operands === '' || mentioned(locations, item).has(location);
}

/** Locations that the text of a statement names. */
function mentioned(locations: Locations, { place }: Item): ReadonlySet<string> {
  const { program } = locations;
  const text = program.text.slice(place.start, place.end);
  const found = new Set<string>();
  for (const [, name, number, word] of text.matchAll(/%[A-Za-z]?(?:\[(\w+)\]|(\d+))|([$\w]+)/g)) {
    const operand = program.operands.find(({ index, name: own }) =>
      name === undefined ? number !== undefined && index === Number(number) : own === name,
    );
    const register = word === undefined ? undefined : program.architecture.register(word);
    if (operand) found.add(locations.of(`operand:${operand.index}`));
    if (register !== undefined) found.add(register);
  }
  return found;
}
