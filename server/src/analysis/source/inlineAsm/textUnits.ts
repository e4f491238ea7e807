import { AssemblerText, type Piece } from '../assembler/assemblerText';
import type { AsmStatement } from './statement';

/** Assembler text that becomes one program: an asm statement, or several of the file scope that belong together. */
export interface TextUnit {
  /** The first one of several. */
  readonly statement: AsmStatement;
  readonly text: AssemblerText;
  /** Where the text of the second and later of several statements begins. */
  readonly boundaries: readonly number[];
}

const definition = /([A-Za-z_.$][\w.$]*)[ \t]*:/g;
const word = /[A-Za-z_.$][\w.$]*/g;

/**
 * Joins statements of the file scope of which one names a label of another: the compiler puts them out one after the other, so
 * a label that only one of them defines is the one that is meant. What stands between them in a section is not known.
 */
export function joinedAtFileScope(units: readonly TextUnit[]): readonly TextUnit[] {
  const scope = units.filter(({ statement }) => !statement.function && statement.syntax.basic);
  if (scope.length < 2) return units;
  const owners = new Map<string, TextUnit | undefined>();
  for (const unit of scope) {
    // A label that several define is none's.
    for (const name of namesIn(unit, definition)) owners.set(name, owners.has(name) ? undefined : unit);
  }
  const clusters = new Map(scope.map((unit) => [unit, [unit]]));
  for (const unit of scope) {
    for (const name of namesIn(unit, word)) {
      const [own, other] = [clusters.get(unit), clusters.get(owners.get(name) ?? unit)];
      if (!own || !other || own === other) continue;
      const merged = scope.filter((each) => own.includes(each) || other.includes(each));
      for (const each of merged) clusters.set(each, merged);
    }
  }
  return units.flatMap((unit) => {
    const cluster = clusters.get(unit) ?? [unit];
    return cluster[0] === unit ? [cluster.length > 1 ? joined(cluster) : unit] : [];
  });
}

function namesIn({ text }: TextUnit, pattern: RegExp): ReadonlySet<string> {
  return new Set([...text.template.matchAll(pattern)].map((match) => match[1] ?? match[0]));
}

/** One text, a line break between the parts, with the C side of the first statement. */
function joined(units: readonly TextUnit[]): TextUnit {
  const [first] = units;
  const pieces: Piece[] = [];
  const boundaries: number[] = [];
  let text = '';
  for (const unit of units) {
    if (text !== '') text += '\n';
    if (unit !== first) boundaries.push(text.length);
    const shift = text.length;
    for (const piece of unit.text.pieces) {
      if (piece.isCode !== true) pieces.push({ ...piece, start: piece.start + shift });
    }
    text += unit.text.text;
  }
  const shift = text.length - (first?.text.text.length ?? 0);
  for (const piece of first?.text.pieces ?? []) {
    if (piece.isCode === true) pieces.push({ ...piece, start: piece.start + shift });
  }
  const code = first?.text.written.slice(first.text.text.length) ?? '';
  const { statement } = first ?? {};
  if (!first || !statement) throw new Error('nothing to join');
  return { statement, boundaries, text: new AssemblerText(text, pieces, true, first.text.locator, text + code) };
}
