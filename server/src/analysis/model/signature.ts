import type { UnknownReason } from '../sectionSummary';
import type { Place } from '../text/place';
import { type Fact, known, unknown } from './fact';
import type { DataCell, InstructionItem, Item, LabelItem, Program } from './program';
import type { SignatureVerdict } from './section';
import { after, before, isEmpty } from './walk';

const signatureBytes = 4;
/** How many instructions may stand between a stray signature and the handler before it counts as somebody else's. */
const gapInstructions = 4;

/**
 * Judges the four bytes in front of the abort label: the kernel compares them, as a 32-bit word in data endianness, with the
 * registered signature (kernel/rseq.c rseq_get_rseq_cs(); include/linux/rseq_entry.h rseq_update_user_cs()).
 */
export function signatureOf(program: Program, abort: LabelItem): Fact<SignatureVerdict> {
  const expected = expectedSignatures(program);
  const trailing = bytesBefore(program, abort);
  if (trailing.kind === 'unknown') return unknown('operand');
  if (trailing.kind === 'data') {
    const { place, bytes, cells } = trailing;
    if (expected.has(wordOf(program, bytes))) return known({ kind: 'present', place, bytes });
    // A no-operation whose encoding is known is nobody's idea of a signature.
    if (trailing.padding) return withoutSignature(program, abort, expected);
    const reversed = wordOf(program, [...bytes].reverse());
    const kind = expected.has(reversed) ? 'swapped' : 'other';
    const right = kind === 'swapped' ? reversed : ([...expected][0] ?? program.architecture.signature);
    return known({ kind, place, bytes, expected: right, corrections: correctionsOf(program, cells, right) });
  }
  if (trailing.kind === 'opaque') return unknown(trailing.reason);
  return withoutSignature(program, abort, expected);
}

function withoutSignature(program: Program, abort: LabelItem, expected: ReadonlySet<number>): Fact<SignatureVerdict> {
  return (
    gapOf(program, abort, expected) ?? known({ kind: 'missing', statements: signatureStatements(program, expected) })
  );
}

/** What has to stand in front of an abort handler. */
export function expectedSignatureStatements(program: Program): readonly string[] {
  return signatureStatements(program, expectedSignatures(program));
}

/** The architecture's own statements, or a plain word where the program registers a signature of its own. */
function signatureStatements(program: Program, expected: ReadonlySet<number>): readonly string[] {
  const [first] = expected;
  if (first === undefined || first === program.architecture.signature) return program.architecture.signatureStatements;
  return [`.long 0x${first.toString(16).padStart(8, '0')}`];
}

/** What may stand there: what the unit registers, else the target's RSEQ_SIG. Configured ones come first. */
function expectedSignatures(program: Program): ReadonlySet<number> {
  return new Set([...program.registeredSignatures, program.architecture.signature]);
}

function wordOf(program: Program, bytes: readonly number[]): number {
  const ordered = program.architecture.dataEndian === 'little' ? [...bytes].reverse() : bytes;
  return ordered.reduce((word, byte) => word * 256 + byte, 0);
}

interface WrittenCell extends DataCell {
  readonly directive: string;
}

type Trailing =
  | {
      readonly kind: 'data';
      readonly bytes: readonly number[];
      readonly place: Place;
      /** What they are written as, if that is these four bytes and no more. */
      readonly cells: readonly WrittenCell[];
      /** An instruction that does nothing. */
      readonly padding: boolean;
    }
  | { readonly kind: 'opaque'; readonly reason: UnknownReason }
  | { readonly kind: 'code' | 'unknown' };

/** The bytes that end where `label` stands, labels and directives without size skipped. */
function bytesBefore(program: Program, label: Item): Trailing {
  const bytes: number[] = [];
  const cells: WrittenCell[] = [];
  let place: Place | undefined;
  for (const item of before(program, label)) {
    if (isEmpty(item) || isIdleAlignment(program, item)) continue;
    if (item.kind === 'opaque') return item;
    if (item.kind === 'instruction') {
      const { trailingBytes: known, padding } = item.instruction.effect;
      if (!known || known.length < signatureBytes || bytes.length > 0) return { kind: 'code' };
      return { kind: 'data', bytes: known.slice(-signatureBytes), place: item.place, cells: [], padding };
    }
    if (item.kind !== 'data') return { kind: 'code' };
    place ??= item.place;
    for (const [index, each] of [...item.cells.entries()].reverse()) {
      const below = item.cells[index - 1] ?? lastCellBefore(program, item);
      if (isAddress(each) || isUpperHalf(program, each, below)) return { kind: 'code' };
      const cellBytes = bytesOf(program, item.directive, each);
      if (!cellBytes) return { kind: 'unknown' };
      bytes.unshift(...cellBytes);
      cells.unshift({ ...each, directive: item.directive });
      if (bytes.length < signatureBytes) continue;
      const [only] = cells;
      if (cells.length === 1 && only?.width === signatureBytes) place = only.place;
      return {
        kind: 'data',
        bytes: bytes.slice(-signatureBytes),
        place,
        cells: bytes.length === signatureBytes ? cells : [],
        padding: false,
      };
    }
  }
  return { kind: 'code' };
}

/** What the cells have to be so that the kernel reads `value`. */
function correctionsOf(
  program: Program,
  cells: readonly WrittenCell[],
  value: number,
): readonly { readonly place: Place; readonly text: string }[] {
  const word: DataCell = {
    width: signatureBytes,
    value: { constant: BigInt(value), terms: [] },
    place: { start: 0, end: 0 },
  };
  const rest = bytesOf(program, '', word) ?? [];
  return cells.map(({ place, width, directive }) => {
    const own = rest.splice(0, width);
    const ordered = endianOf(program, directive) === 'little' ? own.reverse() : own;
    return { place, text: `0x${ordered.map((byte) => byte.toString(16).padStart(2, '0')).join('')}` };
  });
}

/** The address of a label is no number that could be a signature: the end of a descriptor that stands in the code. */
function isAddress(cell: DataCell): boolean {
  const [term] = cell.value?.terms ?? [];
  return cell.value?.terms.length === 1 && term?.symbol.kind === 'label';
}

/** Nor is the zero that makes 64 bits of an address of 32. */
function isUpperHalf({ architecture }: Program, cell: DataCell, below: DataCell | undefined): boolean {
  if (architecture.dataEndian !== 'little' || architecture.pointerBytes !== 4) return false;
  const isZero = cell.width === 4 && cell.value?.terms.length === 0 && cell.value.constant === 0n;
  return isZero && below?.width === 4 && isAddress(below);
}

function lastCellBefore(program: Program, item: Item): DataCell | undefined {
  for (const previous of before(program, item)) return previous.kind === 'data' ? previous.cells.at(-1) : undefined;
  return undefined;
}

/** On a fixed-width ISA an alignment up to the width of an instruction adds nothing behind a word. */
function isIdleAlignment(program: Program, item: Item): boolean {
  return item.kind === 'align' && item.bytes !== undefined && item.bytes <= program.architecture.instructionAlignment;
}

function bytesOf(program: Program, directive: string, cell: DataCell): number[] | undefined {
  if (cell.value?.terms.length !== 0) return undefined;
  const value = BigInt.asUintN(cell.width * 8, cell.value.constant);
  const bytes = Array.from({ length: cell.width }, (_, i) => Number((value >> BigInt(8 * i)) & 0xffn));
  return endianOf(program, directive) === 'little' ? bytes : bytes.reverse();
}

function endianOf({ architecture }: Program, directive: string): 'little' | 'big' {
  return directive.startsWith('.inst') ? architecture.codeEndian : architecture.dataEndian;
}

/** A signature a little earlier that belongs to no other label, with only padding or a few instructions behind it. */
function gapOf(program: Program, abort: LabelItem, expected: ReadonlySet<number>): Fact<SignatureVerdict> | undefined {
  const between: Place[] = [];
  let instructions = 0;
  for (const item of before(program, abort)) {
    if (item.kind === 'opaque') return unknown(item.reason);
    if (item.kind === 'instruction') {
      if (!item.instruction.effect.padding) instructions++;
      if (instructions > gapInstructions || endsFlow(item)) return undefined;
      between.unshift(item.place);
    } else if (item.kind === 'align') {
      between.unshift(item.place);
    } else if (item.kind === 'data') {
      const trailing = bytesBefore(program, nextOf(program, item) ?? abort);
      if (trailing.kind !== 'data' || !expected.has(wordOf(program, trailing.bytes))) return undefined;
      if (belongsToOther(program, item, abort)) return undefined;
      return known({ kind: 'gap', place: abort.place, signature: item.place, between });
    }
  }
  return undefined;
}

function endsFlow(item: InstructionItem): boolean {
  const { flow } = item.instruction.effect;
  return flow.kind === 'indirect' || flow.kind === 'return' || (flow.kind === 'jump' && !flow.conditional);
}

function nextOf(program: Program, item: Item): Item | undefined {
  for (const next of after(program, item)) return next;
  return undefined;
}

/** True if a label other than `abort` follows the signature directly: then it is that handler's. */
function belongsToOther(program: Program, signature: Item, abort: LabelItem): boolean {
  for (const item of after(program, signature)) {
    if (item.kind === 'label') return item.index !== abort.index;
    if (!isEmpty(item)) return false;
  }
  return false;
}
