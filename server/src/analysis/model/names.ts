import type { SymbolRef } from '../arch/instruction';
import type { Place } from '../text/place';
import { type FactsOf, known, unknown } from './fact';
import type { Item, LabelItem, Program, StatementInfo } from './program';
import { type CriticalSection, isArmed, type LabelUse } from './section';
import { labelAt, nameOf, namesake } from './walk';

/** A label with a name of its own in an asm statement, and every mention of it. */
export interface NamedLabel {
  readonly label: LabelItem;
  readonly name: string;
  /** Its definition and all uses, in order. */
  readonly mentions: readonly Place[];
  /** Another asm statement of the unit defines it too. */
  readonly isRepeated: boolean;
  /** Other code of the unit knows it by this name. */
  readonly isNamedOutside: boolean;
}

/** A number that a descriptor refers to and that two labels of the statement have. */
export interface LabelCollision {
  readonly number: string;
  /** What refers to it: the field of the descriptor, or the instruction that forms the descriptor's address. */
  readonly use: Place;
  readonly bound: LabelItem;
  readonly other: LabelItem;
}

/** What the template calls things: labels, symbols, states of the assembler. */
export interface NameFactValues {
  /** `%l[name]` that is not in the list of labels. */
  readonly unlistedLabels: readonly { readonly name: string; readonly place: Place }[];
  readonly namedLabels: readonly NamedLabel[];
  readonly labelCollisions: readonly LabelCollision[];
  /** C objects that are mentioned only where the compiler does not look. */
  readonly droppableSymbols: readonly { readonly name: string; readonly place: Place }[];
}

export function nameFactsOf(program: Program, sections: readonly CriticalSection[]): FactsOf<NameFactValues> {
  const { statement } = program;
  if (!statement || !program.operandsKnown) {
    const absent = unknown(statement ? 'condition' : 'absent');
    return { unlistedLabels: absent, namedLabels: absent, labelCollisions: absent, droppableSymbols: absent };
  }
  return {
    unlistedLabels: known(unlistedLabels(program, statement)),
    namedLabels: program.form === 'inline' ? known(namedLabels(program)) : unknown('absent'),
    labelCollisions: known(firstOfEach(sections.flatMap((section) => collisionsOf(program, section)))),
    droppableSymbols: known(symbolsOf(program).filter(({ name }) => program.droppableSymbols.has(name))),
  };
}

/** GCC numbers the labels behind the operands, of which those that are read and written count twice (manual, "Goto Labels"). */
function unlistedLabels(program: Program, { labels, isBasic }: StatementInfo): NameFactValues['unlistedLabels'] {
  if (isBasic) return [];
  const names = new Set(labels.map(({ name }) => name));
  const count = program.operands.reduce((sum, { constraint }) => sum + (constraint.includes('+') ? 2 : 1), 0);
  return readableItems(program).flatMap((item) =>
    [...textAt(program, item).matchAll(/%l(?:\[(\w+)\]|(\d+))/g)].flatMap(({ index, 0: text, 1: name, 2: number }) => {
      const isListed = name === undefined ? Number(number) < count + labels.length : names.has(name);
      const start = item.place.start + index;
      return isListed ? [] : [{ name: name ?? text, place: { start, end: start + text.length } }];
    }),
  );
}

function namedLabels(program: Program): readonly NamedLabel[] {
  return program.items.flatMap((item) => {
    if (item.kind !== 'label' || item.numeric) return [];
    const name = nameOf(program, item);
    // `%=` is another number in every copy; an operand in the name may be, too, and what could not be read.
    if (!/^[A-Za-z_.$][\w.$]*$/.test(name)) return [];
    const isRepeated = program.repeatedLabels.has(name);
    return [
      {
        label: item,
        name,
        mentions: mentionsOf(program, name),
        isRepeated,
        isNamedOutside: program.namedOutside.has(name),
      },
    ];
  });
}

function mentionsOf(program: Program, name: string): readonly Place[] {
  return readableItems(program).flatMap((item) => placesIn(program, item, name));
}

function placesIn(program: Program, item: Item, name: string): readonly Place[] {
  const escaped = name.replace(/[.$]/g, '\\$&');
  // In `$name` of AT&T syntax the sign makes an immediate of the name; elsewhere it is a part of it.
  const before = program.architecture.operandSyntax === 'att' ? '(?<![\\w.%]|[\\w.%]\\$)' : '(?<![\\w.$%])';
  const pattern = new RegExp(`${before}${escaped}(?![\\w.$%])`, 'g');
  return [...textAt(program, item).matchAll(pattern)].map(({ index }) => {
    const start = item.place.start + index;
    return { start, end: start + name.length };
  });
}

function collisionsOf(program: Program, { facts }: CriticalSection): readonly LabelCollision[] {
  const uses: LabelUse[] = [facts.start, facts.postCommit, facts.abort].flatMap((fact) =>
    fact.known ? [fact.value] : [],
  );
  const ofFields = uses.flatMap(({ label, place }) => collision(program, label, place));
  const { arming } = facts;
  const ofArming = arming.known && isArmed(arming.value) ? collisionOfArming(program, arming.value.store) : [];
  return [...ofFields, ...ofArming];
}

/** Two labels are one mistake, however many descriptors, copies of one among them, refer to their number. */
function firstOfEach(collisions: readonly LabelCollision[]): readonly LabelCollision[] {
  return collisions.filter(
    ({ number }, index) => collisions.findIndex((earlier) => earlier.number === number) === index,
  );
}

/** The nearest instruction in front of the store that forms the address of a label. */
function collisionOfArming(program: Program, store: Item): readonly LabelCollision[] {
  const taker = program.items
    .slice(0, store.index + 1)
    .findLast((item) => item.kind === 'instruction' && item.instruction.effect.addressOf?.kind === 'label');
  if (taker?.kind !== 'instruction') return [];
  const symbol = taker.instruction.effect.addressOf;
  const label = symbol?.kind === 'label' ? labelAt(program, symbol.item) : undefined;
  return label ? collision(program, label, taker.place) : [];
}

function collision(program: Program, bound: LabelItem, use: Place): readonly LabelCollision[] {
  const other = namesake(program, bound);
  return other ? [{ number: bound.name, use, bound, other }] : [];
}

/** Every symbol that statements name and that the text does not define, where it is named first. */
function symbolsOf(program: Program): readonly { readonly name: string; readonly place: Place }[] {
  const mentions = readableItems(program).flatMap((item) => {
    const names = new Set(symbolRefs(item).flatMap((symbol) => (symbol.kind === 'external' ? [symbol.name] : [])));
    return [...names].flatMap((name) =>
      placesIn(program, item, name)
        .slice(0, 1)
        .map((place) => ({ name, place })),
    );
  });
  return [...new Map([...mentions].reverse().map((mention) => [mention.name, mention])).values()].reverse();
}

function symbolRefs(item: Item): readonly SymbolRef[] {
  if (item.kind === 'data') return item.cells.flatMap(({ value }) => value?.terms.map(({ symbol }) => symbol) ?? []);
  if (item.kind !== 'instruction') return [];
  const { effect, operands } = item.instruction;
  const target = 'target' in effect.flow && effect.flow.target ? [effect.flow.target] : [];
  const named = operands.flatMap((operand): readonly SymbolRef[] => {
    if (operand.kind === 'symbol') return [operand.symbol];
    const value =
      operand.kind === 'immediate'
        ? operand.value
        : operand.kind === 'memory'
          ? operand.address.displacement
          : undefined;
    return value?.terms.map(({ symbol }) => symbol) ?? [];
  });
  return [...target, ...named];
}

/** Everything but text that could not be read, in which a name may be anything. */
function readableItems(program: Program): readonly Item[] {
  return program.items.filter((item) => item.kind !== 'opaque');
}

/** The text of an item, with its offsets; what stands in quotes is blank. */
function textAt(program: Program, item: Item): string {
  return program.text.slice(item.place.start, item.place.end).replace(/"[^"\n]*"/g, (text) => ' '.repeat(text.length));
}
