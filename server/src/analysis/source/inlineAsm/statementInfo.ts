import type { EnclosingFunction, Insertion, StatementInfo } from '../../model/program';
import type { AssemblerText } from '../assembler/assemblerText';
import type { FunctionRange } from '../c/functions';
import type { Token } from '../preprocess/token';
import type { AsmStatement, ListedWord } from './statement';
import { placeInCode } from './template';

const clobberPart = 2;
const labelPart = 3;

/** The C side of a statement for the model. `tokens`: those of the unit. */
export function statementInfo(
  statement: AsmStatement,
  text: AssemblerText,
  tokens: readonly Token[],
  unitHasBarriers: boolean,
): StatementInfo {
  const { qualifiers } = statement;
  const placed = ({ text: name, at }: ListedWord): StatementInfo['clobbers'][number] => ({
    name,
    place: placeInCode(text, { start: at, end: at + 1 }),
  });
  return {
    keyword: placeInCode(text, { start: 0, end: 1 }),
    isBasic: statement.basic,
    isVolatile: qualifiers.some((word) => word.includes('volatile')),
    isGoto: qualifiers.some((word) => word.includes('goto')),
    clobbers: statement.clobbers.map(placed),
    labels: statement.labels.map(placed),
    newClobber: insertionInto(statement, text, clobberPart),
    newLabel: insertionInto(statement, text, labelPart),
    function: statement.function && enclosing(statement.function, tokens),
    landings: landingsIn(statement, text),
    unitHasBarriers,
  };
}

/** Their tokens stand behind the statement's own. */
function landingsIn({ code, landings }: AsmStatement, text: AssemblerText): StatementInfo['landings'] {
  let start = code.length;
  return landings.map(({ label, tokens, hasBarrier }) => {
    const end = start + tokens.length;
    const place = placeInCode(text, { start, end });
    start = end;
    return { label, place, hasBarrier };
  });
}

/** Behind the last entry of a part, or behind what stands in front of it, with the colons that are missing. */
function insertionInto(statement: AsmStatement, text: AssemblerText, part: number): Insertion | undefined {
  const { parts, code, basic } = statement;
  if (basic) return undefined;
  const range = parts[part];
  const isFilled = range !== undefined && range.end > range.start;
  const end = range?.end ?? code.length - 1;
  const before = isFilled ? ', ' : range ? ' ' : ' :'.repeat(part + 1 - parts.length) + ' ';
  const { end: at } = placeInCode(text, { start: end - 1, end });
  return { at, before };
}

function enclosing(range: FunctionRange, tokens: readonly Token[]): EnclosingFunction {
  const head = tokens.slice(range.start, range.bodyStart);
  const has = (pattern: RegExp): boolean => head.some((token) => pattern.test(token.text));
  const brace = tokens[range.bodyStart];
  return {
    name: range.name,
    isStatic: has(/^static$/),
    isInline: has(/^(__inline__|__inline|inline|constexpr|consteval|__?always_inline(__)?|__forceinline)$/),
    isTemplate: head[0]?.text === 'template',
    isSingle: has(/^_*noclone_*$/) && has(/^_*noinline_*$/),
    isMacroMade: brace?.expansion !== null && brace?.expansion !== undefined,
  };
}
