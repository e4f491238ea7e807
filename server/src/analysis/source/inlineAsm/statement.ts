import { type Token, TokenKind } from '../preprocess/token';
import type { FunctionRange } from '../c/functions';

/** `[name] "constraint" (expression)` of an asm statement. */
export interface OperandSyntax {
  readonly name: string | undefined;
  readonly constraint: string;
  readonly expression: readonly Token[];
  readonly output: boolean;
}

/** A GNU asm statement as tokens. */
export interface AsmStatement {
  readonly keyword: Token;
  /** Index of the keyword in the unit's tokens. */
  readonly index: number;
  readonly qualifiers: readonly string[];
  /** String literals and gaps in order; anything else in the template is kept as it stands and cannot be read. */
  readonly template: readonly Token[];
  /** No colon: the text goes to the assembler as it is, `%` means nothing. */
  readonly basic: boolean;
  readonly operands: readonly OperandSyntax[];
  readonly clobbers: readonly string[];
  readonly labels: readonly string[];
  readonly function: FunctionRange | undefined;
  /** True if an operand, clobber or label lies where an undecidable #if or an unexpanded macro had a part. */
  readonly uncertain: boolean;
}

const keywords = new Set(['asm', '__asm__', '__asm']);
const qualifiers = new Set([
  'goto',
  '__goto__',
  'volatile',
  '__volatile__',
  '__volatile',
  'inline',
  '__inline__',
  '__inline',
]);

/** Finds every asm statement of a unit, in functions and at file scope, by balanced parentheses over the expanded tokens. */
export function findAsmStatements(
  tokens: readonly Token[],
  functions: readonly FunctionRange[],
): readonly AsmStatement[] {
  const statements: AsmStatement[] = [];
  let next = 0;
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i];
    if (token?.kind !== TokenKind.Identifier || !keywords.has(token.text)) continue;
    while ((functions[next]?.end ?? Infinity) < i) next++;
    const owner = functions[next];
    const statement = readStatement(tokens, i, owner && owner.start <= i ? owner : undefined);
    if (statement) statements.push(statement);
  }
  return statements;
}

function readStatement(
  tokens: readonly Token[],
  at: number,
  owner: FunctionRange | undefined,
): AsmStatement | undefined {
  const keyword = tokens[at];
  if (!keyword) return undefined;
  const quals: string[] = [];
  let i = at + 1;
  for (let token = tokens[i]; token && qualifiers.has(token.text); token = tokens[++i]) quals.push(token.text);
  if (tokens[i]?.text !== '(') return undefined;
  const sections = splitSections(tokens, i + 1);
  const [template = [], outputs = [], inputs = [], clobbers = [], labels = []] = sections;
  const operands = [
    ...commaSeparated(outputs).map((part) => readOperand(part, true)),
    ...commaSeparated(inputs).map((part) => readOperand(part, false)),
  ];
  const rest = [outputs, inputs, clobbers, labels].flat();
  return {
    keyword,
    index: at,
    qualifiers: quals,
    template,
    basic: sections.length === 1,
    operands,
    clobbers: clobbers.filter((token) => token.kind === TokenKind.String).map((token) => token.text.slice(1, -1)),
    labels: labels.filter((token) => token.kind === TokenKind.Identifier).map((token) => token.text),
    function: owner,
    uncertain: rest.some((token) => token.uncertain || token.kind === TokenKind.Gap),
  };
}

/** Splits what stands between the parentheses at its top-level colons; `::` (one token in C++) counts twice. */
function splitSections(tokens: readonly Token[], from: number): Token[][] {
  const sections: Token[][] = [[]];
  let depth = 0;
  for (let i = from; i < tokens.length; i++) {
    const token = tokens[i];
    if (!token) break;
    if (token.kind === TokenKind.Punctuator) {
      if (isOpening(token)) depth++;
      else if (isClosing(token) && depth-- === 0) break;
      else if (depth === 0 && (token.text === ':' || token.text === '::')) {
        sections.push([]);
        if (token.text === '::') sections.push([]);
        continue;
      }
    }
    sections.at(-1)?.push(token);
  }
  return sections;
}

function isOpening(token: Token): boolean {
  return token.text === '(' || token.text === '[' || token.text === '{';
}

function isClosing(token: Token): boolean {
  return token.text === ')' || token.text === ']' || token.text === '}';
}

function commaSeparated(tokens: readonly Token[]): Token[][] {
  const parts: Token[][] = [];
  let current: Token[] = [];
  let depth = 0;
  for (const token of tokens) {
    if (token.kind === TokenKind.Gap) continue;
    if (isOpening(token)) depth++;
    else if (isClosing(token)) depth--;
    if (depth === 0 && token.text === ',') {
      parts.push(current);
      current = [];
    } else {
      current.push(token);
    }
  }
  if (current.length > 0) parts.push(current);
  return parts;
}

function readOperand(tokens: readonly Token[], output: boolean): OperandSyntax {
  let i = 0;
  let name: string | undefined;
  if (tokens[0]?.text === '[') {
    name = tokens[1]?.text;
    i = 3;
  }
  let constraint = '';
  for (let token = tokens[i]; token?.kind === TokenKind.String; token = tokens[++i])
    constraint += token.text.slice(1, -1);
  return { name, constraint, expression: tokens.slice(i + 1, -1), output };
}
