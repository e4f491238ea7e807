import type { EnclosingFunction, Insertion, StatementInfo } from '../../model/program';
import type { AssemblerText } from '../assembler/assemblerText';
import type { FunctionRange } from '../c/functions';
import { type Token, TokenKind } from '../preprocess/token';
import type { AsmStatement, AsmSyntax, ListedWord } from './statement';
import { placeInCode } from './template';

const outputPart = 0;
const clobberPart = 2;
const labelPart = 3;

/** The C side of a statement for the model. `tokens`: those of the unit. */
export function statementInfo(
  statement: AsmStatement,
  text: AssemblerText,
  tokens: readonly Token[],
  isCpp: boolean,
  unitHasBarriers: boolean,
): StatementInfo {
  const { syntax } = statement;
  const { qualifiers } = syntax;
  const placed = ({ text: name, at }: ListedWord): StatementInfo['clobbers'][number] => ({
    name,
    place: placeInCode(text, { start: at, end: at + 1 }),
  });
  return {
    keyword: placeInCode(text, { start: 0, end: 1 }),
    isBasic: syntax.basic,
    isVolatile: qualifiers.some((word) => word.includes('volatile')),
    isGoto: qualifiers.some((word) => word.includes('goto')),
    clobbers: syntax.clobbers.map(placed),
    labels: syntax.labels.map(placed),
    newOutput: insertionInto(syntax, text, outputPart),
    newClobber: insertionInto(syntax, text, clobberPart),
    newLabel: insertionInto(syntax, text, labelPart),
    function: statement.function && enclosing(statement.function, statement.index, tokens, isCpp),
    landings: landingsIn(statement, text),
    unitHasBarriers,
  };
}

/** Their tokens stand behind the statement's own. */
function landingsIn({ syntax, landings }: AsmStatement, text: AssemblerText): StatementInfo['landings'] {
  let start = syntax.code.length;
  return landings.map(({ label, tokens, hasBarrier }) => {
    const end = start + tokens.length;
    const place = placeInCode(text, { start, end });
    start = end;
    return { label, place, hasBarrier };
  });
}

/** Behind the last entry of a part, or behind what stands in front of it, with the colons that are missing. */
function insertionInto({ parts, code, basic }: AsmSyntax, text: AssemblerText, part: number): Insertion | undefined {
  if (basic) return undefined;
  const range = parts[part];
  const isFilled = range !== undefined && range.end > range.start;
  const end = range?.end ?? code.length - 1;
  const before = isFilled ? ', ' : range ? ' ' : ' :'.repeat(part + 1 - parts.length) + ' ';
  const { end: at } = placeInCode(text, { start: end - 1, end });
  return { at, before };
}

function enclosing(range: FunctionRange, at: number, tokens: readonly Token[], isCpp: boolean): EnclosingFunction {
  const head = tokens.slice(range.start, range.bodyStart);
  const has = (pattern: RegExp): boolean => head.some((token) => pattern.test(token.text));
  const brace = tokens[range.bodyStart];
  const isStatic = range.inUnnamedNamespace || (has(/^static$/) && !range.inClass);
  const isTemplate = declaresTemplate(head);
  const isForced = has(alwaysInline);
  const isInline = range.inClass || isForced || has(/^(__inline__|__inline|inline|constexpr|consteval)$/);
  const isShared = (isCpp || range.inClass || isTemplate) && (isInline || isTemplate) && !isStatic;
  return {
    name: range.name,
    isStatic,
    isInline,
    isTemplate,
    isDiscardable: isShared && isForced ? 'when-inlined' : isShared,
    hasOwnSection: range.name === 'main' || has(/^(__)?(section|cold|hot|constructor|destructor)(__)?$/),
    isSingle: has(/^_*noclone_*$/) && has(/^_*noinline_*$/),
    isNaked: has(/^_*naked_*$/),
    isMacroMade: brace?.expansion !== null && brace?.expansion !== undefined,
    hasBarrier: hasBarrier(tokens.slice(range.bodyStart, at)),
  };
}

/** A call that is named after one, or another asm statement with text that clobbers memory. */
function hasBarrier(tokens: readonly Token[]): boolean {
  if (tokens.some(({ kind, text }) => kind === TokenKind.Identifier && barrierName.test(text))) return true;
  return tokens.some(({ text }, index) => {
    if (!/^(asm|__asm__|__asm)$/.test(text)) return false;
    const end = tokens.findIndex((token, other) => other > index && token.text === ';');
    const strings = tokens.slice(index, end < 0 ? undefined : end).filter(({ kind }) => kind === TokenKind.String);
    return strings.some(({ text: word }) => word === '"memory"') && strings.some(({ text: word }) => !idle.test(word));
  });
}

const barrierName = /fence|barrier|(^|_)(smp_)?[rw]?mb$|sync_synchronize/i;
const idle = /^"(memory|cc)?"$/;
const alwaysInline = /^(__)?always_inline(__)?$|^__forceinline$/;

/** `template <>` declares one function, whose own `inline` counts. */
function declaresTemplate(head: readonly Token[]): boolean {
  return head.some((token, i) => token.text === 'template' && head[i + 1]?.text === '<' && head[i + 2]?.text !== '>');
}
