import type { Place, TextChange } from '../text/place';
import type { OperandInfo, Program, StatementInfo } from './program';

/** How the text refers to an operand. */
export function referenceTo({ name, index }: OperandInfo): string {
  return name === undefined ? `%${index}` : `%[${name}]`;
}

/** The change that adds names to the clobbers; none where their list is not written with the statement. */
export function addedClobbers({ newClobber }: StatementInfo, names: readonly string[]): readonly TextChange[] {
  const listed = names.map((name) => `"${name}"`).join(', ');
  return newClobber ? [{ kind: 'insert-text', at: newClobber.at, text: `${newClobber.before}${listed}` }] : [];
}

/** Names as a message lists them: `a`, `a` and `b`. */
export function listOf(names: readonly string[]): string {
  const quoted = names.map((name) => `\`${name}\``);
  const last = quoted.pop() ?? '';
  return quoted.length === 0 ? last : `${quoted.join(', ')} and ${last}`;
}

/**
 * The changes that make an input an output that is read too; undefined where that is not safe: the compiler must be able to assign
 * to the expression, numbers of operands must not matter, and an asm goto has no outputs for every compiler.
 */
export function madeReadWrite(
  program: Program,
  statement: StatementInfo,
  operand: OperandInfo,
): readonly TextChange[] | undefined {
  const { places, constraint, name, expression } = operand;
  const { newOutput, isGoto } = statement;
  const isNumbered =
    /%[A-Za-z]?\d/.test(program.text.replaceAll('%%', '')) || program.operands.some(({ tied }) => tied !== undefined);
  if (!newOutput || isGoto || isNumbered || name === undefined || !/^\w+$/.test(expression)) return undefined;
  if (constraint !== 'r') return undefined;
  return [
    { kind: 'replace', place: withComma(program, places.whole), text: '' },
    { kind: 'insert-text', at: newOutput.at, text: `${newOutput.before}[${name}] "+r" (${expression})` },
  ];
}

/** An entry of a list with the comma behind it, or in front of the last one. */
function withComma({ text }: Program, { start, end }: Place): Place {
  const behind = /^\s*,/.exec(text.slice(end));
  if (behind) return { start, end: end + behind[0].length };
  const before = /,\s*$/.exec(text.slice(0, start));
  return { start: start - (before?.[0].length ?? 0), end };
}
