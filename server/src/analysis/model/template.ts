import type { Place, TextChange } from '../text/place';
import { type Fact, known, unknown } from './fact';
import type { DataItem, Item, Program } from './program';
import { isEmpty, itemPlace } from './walk';

/** Does an asm statement leave the assembler in the section in which it found it? Stage "template" of design/rules.md. */
export type BalanceVerdict =
  | { readonly kind: 'balanced' }
  /** A `.pushsection` without a `.popsection`; `section`: the one that what follows goes to. */
  | { readonly kind: 'unclosed'; readonly place: Place; readonly section: string; readonly repair: Repair }
  /** A `.popsection` without a `.pushsection`. `section`: where the data in front of it should have gone. */
  | { readonly kind: 'stray'; readonly place: Place; readonly section: string | undefined; readonly repair: Repair }
  /** Switched by `.section`, `.previous` and the like, and not back. */
  | { readonly kind: 'switched'; readonly place: Place; readonly section: string; readonly repair: Repair }
  /** A `.previous` that goes back to where the one before it came from. */
  | { readonly kind: 'excess'; readonly place: Place; readonly section: string; readonly repair: Repair };

/** undefined: where the missing directive belongs does not follow from the text. */
type Repair = readonly TextChange[] | undefined;

/** A `.S` file ends where it ends; so does what stands at file scope. */
export function balanceOf(program: Program): Fact<BalanceVerdict> {
  const { unclosed, stray, last, switched } = program.balance;
  if (program.form === 'file') return known({ kind: 'balanced' });
  const hiding = program.items.find((item) => item.kind === 'opaque' && !item.isInstruction);
  if (hiding?.kind === 'opaque') return unknown(hiding.reason);
  if (last === undefined) return unknown('flow');
  const { section = '' } = program.streams[last] ?? {};
  const [popped] = stray;
  if (popped !== undefined) return known(strayOf(program, popped));
  if (last === 0) return known({ kind: 'balanced' });
  const pushed = unclosed.at(-1);
  const opening = pushed ?? switched?.item;
  if (opening === undefined) return unknown('flow');
  // Compilers put most functions into .text: there it is only by luck, but it is.
  const mayBeText = section === '.text' && !mayBeElsewhere(program);
  if (pushed === undefined && mayBeText) return known({ kind: 'balanced' });
  const item = program.items[opening];
  if (pushed === undefined && item?.kind === 'silent' && item.directive === '.previous') {
    const { place } = item;
    return known({ kind: 'excess', place, section, repair: [{ kind: 'remove', statement: place }] });
  }
  const closing = pushed === undefined ? (switched?.from === 0 ? '.previous' : undefined) : '.popsection';
  return known({
    kind: pushed === undefined ? 'switched' : 'unclosed',
    place: itemPlace(program, opening),
    section,
    repair: closing === undefined || unclosed.length > 1 ? undefined : closed(program, opening, closing),
  });
}

/** False only if the balance is known to be fine, or nobody can tell. */
export function isUnbalanced(program: Program): boolean {
  const balance = balanceOf(program);
  return balance.known && balance.value.kind !== 'balanced';
}

function mayBeElsewhere(program: Program): boolean {
  const { isDiscardable, hasOwnSection } = program.statement?.function ?? {};
  return isDiscardable === true || hasOwnSection === true;
}

/** Puts `directive` behind what belongs to the section that item `opening` begins: its data, or code up to where that leaves. */
function closed(program: Program, opening: number, directive: string): Repair {
  const isCode = program.streams[program.items[opening + 1]?.stream ?? -1]?.flags?.includes('x') ?? false;
  let tail: Item | undefined;
  for (const item of program.items.slice(opening + 1)) {
    if (item.kind === 'opaque' || switches(program, item)) break;
    if (item.kind === 'instruction' && !isCode) break;
    if (!isEmpty(item)) tail = item;
    if (leaves(item)) break;
  }
  if (!tail || (isCode && !leaves(tail))) return undefined;
  return [{ kind: 'insert-after', anchor: tail.place, statements: [directive] }];
}

/** Does what follows go to another section? */
function switches(program: Program, { index, stream }: Item): boolean {
  const next = program.items[index + 1];
  return next !== undefined && next.stream !== stream;
}

function leaves(item: Item): boolean {
  if (item.kind !== 'instruction' || item.instruction.delayed) return false;
  const { flow } = item.instruction.effect;
  return (flow.kind === 'jump' && !flow.conditional) || flow.kind === 'return' || flow.kind === 'indirect';
}

/** What stands in front of the pop tells whether it is one too many, or the push in front of that is missing. */
function strayOf(program: Program, popped: number): BalanceVerdict {
  const place = itemPlace(program, popped);
  const own: Item[] = [];
  for (const item of program.items.slice(0, popped).reverse()) {
    if (item.kind === 'instruction' || item.kind === 'opaque' || switches(program, item)) break;
    own.unshift(item);
  }
  const data = own.filter((item): item is DataItem => item.kind === 'data' && item.cells.length > 0);
  if (data.length === 0) {
    return { kind: 'stray', place, section: undefined, repair: [{ kind: 'remove', statement: place }] };
  }
  const section = sectionFor(data);
  const first = own.find((item) => item.kind !== 'silent');
  if (section === undefined || !first) return { kind: 'stray', place, section, repair: undefined };
  const push = `.pushsection ${section}, "aw"`;
  return {
    kind: 'stray',
    place,
    section,
    repair: [{ kind: 'insert-before', anchor: first.place, statements: [push] }],
  };
}

/** A descriptor has a difference among its fields; a list has pointers. */
function sectionFor(data: readonly DataItem[]): string | undefined {
  const terms = data.flatMap(({ cells }) => cells.map(({ value }) => value?.terms.length ?? 0));
  if (terms.includes(2)) return '__rseq_cs';
  const pointers = terms.filter((count) => count === 1).length;
  return pointers === 1 ? '__rseq_cs_ptr_array' : pointers === 2 ? '__rseq_exit_point_array' : undefined;
}
