import { type Token, TokenKind } from '../preprocess/token';
import type { FunctionRange } from '../c/functions';
import { type LandingSyntax, landingsOf } from './landings';

/** Tokens of {@link AsmStatement.code}; `end` exclusive. */
export interface CodeRange {
  readonly start: number;
  readonly end: number;
}

/** `[name] "constraint" (expression)` of an asm statement. */
export interface OperandSyntax {
  readonly name: string | undefined;
  readonly constraint: string;
  readonly expression: readonly Token[];
  readonly output: boolean;
  readonly ranges: { readonly whole: CodeRange; readonly constraint: CodeRange; readonly expression: CodeRange };
}

/** A word of a clobber or label list, and which token of the C side it is. */
export interface ListedWord {
  readonly text: string;
  readonly at: number;
}

/** What a GNU asm statement says by itself, wherever it stands: equal tokens, the same object. */
export interface AsmSyntax {
  readonly keyword: Token;
  readonly qualifiers: readonly string[];
  /** String literals and gaps in order; anything else in the template is kept as it stands and cannot be read. */
  readonly template: readonly Token[];
  /** Everything but the template, from the keyword to the closing parenthesis. */
  readonly code: readonly Token[];
  /** The parts behind the template (outputs, inputs, clobbers, labels) as far as they are written, empty ones included. */
  readonly parts: readonly CodeRange[];
  /** No colon: the text goes to the assembler as it is, `%` means nothing. */
  readonly basic: boolean;
  readonly operands: readonly OperandSyntax[];
  readonly clobbers: readonly ListedWord[];
  readonly labels: readonly ListedWord[];
  /** True if an operand, clobber or label lies where an undecidable #if or an unexpanded macro had a part. */
  readonly uncertain: boolean;
}

/** A GNU asm statement in a unit, as tokens. */
export interface AsmStatement {
  readonly syntax: AsmSyntax;
  /** Index of the keyword in the unit's tokens. */
  readonly index: number;
  readonly function: FunctionRange | undefined;
  /** Where an asm goto leads; empty for others. */
  readonly landings: readonly LandingSyntax[];
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

interface ReadSyntax {
  readonly syntax: AsmSyntax;
  /** From the keyword to the closing parenthesis. */
  readonly tokens: readonly Token[];
}

/**
 * Finds asm statements by balanced parentheses over expanded tokens. Units of a program have the very tokens of their headers in common,
 * and so have what their statements say. Lives in the analysis cache.
 */
export class AsmStatementReader {
  readonly #known = new WeakMap<Token, ReadSyntax>();

  /** Every asm statement of a unit, in functions and at file scope. */
  find(tokens: readonly Token[], functions: readonly FunctionRange[]): readonly AsmStatement[] {
    const statements: AsmStatement[] = [];
    let next = 0;
    for (let i = 0; i < tokens.length; i++) {
      const token = tokens[i];
      if (token?.kind !== TokenKind.Identifier || !keywords.has(token.text)) continue;
      while ((functions[next]?.end ?? Infinity) < i) next++;
      const nearest = functions[next];
      const owner = nearest && nearest.start <= i ? nearest : undefined;
      const read = this.#read(tokens, i);
      if (!read) continue;
      const { syntax } = read;
      const isGoto = syntax.qualifiers.some((word) => word.includes('goto'));
      const names = syntax.labels.map(({ text }) => text);
      const landings = isGoto && owner ? landingsOf(tokens, i + read.tokens.length - 1, names, owner) : [];
      statements.push({ syntax, index: i, function: owner, landings });
    }
    return statements;
  }

  #read(tokens: readonly Token[], at: number): ReadSyntax | undefined {
    const keyword = tokens[at];
    if (!keyword) return undefined;
    const known = this.#known.get(keyword);
    if (known?.tokens.every((token, i) => token === tokens[at + i]) === true) return known;
    const read = readSyntax(tokens, at, keyword);
    if (read) this.#known.set(keyword, read);
    return read;
  }
}

function readSyntax(tokens: readonly Token[], at: number, keyword: Token): ReadSyntax | undefined {
  const quals: string[] = [];
  let i = at + 1;
  for (let token = tokens[i]; token && qualifiers.has(token.text); token = tokens[++i]) quals.push(token.text);
  if (tokens[i]?.text !== '(') return undefined;
  const { sections, end } = splitSections(tokens, i + 1);
  const [template = { start: i + 1, end: i + 1 }, ...parts] = sections;
  const code = [...tokens.slice(at, i + 1), ...tokens.slice(template.end, end + 1)];
  const shift = i + 1 - at - template.end;
  const ranges = parts.map((part) => ({ start: part.start + shift, end: part.end + shift }));
  const [outputs = nowhere, inputs = nowhere, clobbers = nowhere, labels = nowhere] = ranges;
  const rest = ranges.flatMap((range) => code.slice(range.start, range.end));
  const syntax: AsmSyntax = {
    keyword,
    qualifiers: quals,
    template: tokens.slice(template.start, template.end),
    code,
    parts: ranges,
    basic: sections.length === 1,
    operands: [
      ...commaSeparated(code, outputs).map((part) => readOperand(code, part, true)),
      ...commaSeparated(code, inputs).map((part) => readOperand(code, part, false)),
    ],
    clobbers: commaSeparated(code, clobbers).flatMap((part) => joinedWord(code, part)),
    labels: listedWords(code, labels, TokenKind.Identifier),
    uncertain: rest.some((token) => token.uncertain || token.kind === TokenKind.Gap || token.group !== keyword.group),
  };
  return { syntax, tokens: tokens.slice(at, end + 1) };
}

const nowhere: CodeRange = { start: 0, end: 0 };

function listedWords(code: readonly Token[], range: CodeRange, kind: TokenKind): ListedWord[] {
  return code
    .slice(range.start, range.end)
    .flatMap((token, i) => (token.kind === kind ? [{ text: token.text, at: range.start + i }] : []));
}

/** A word that is written as one or several string literals. */
function joinedWord(code: readonly Token[], part: CodeRange): ListedWord[] {
  const [first, ...others] = listedWords(code, part, TokenKind.String);
  return first ? [{ text: [first, ...others].map(({ text }) => text.slice(1, -1)).join(''), at: first.at }] : [];
}

/** Splits what stands between the parentheses at its top-level colons; `::` (one token in C++) counts twice. */
function splitSections(tokens: readonly Token[], from: number): { sections: CodeRange[]; end: number } {
  const sections: CodeRange[] = [];
  let start = from;
  let depth = 0;
  let i = from;
  for (; i < tokens.length; i++) {
    const token = tokens[i];
    if (token?.kind !== TokenKind.Punctuator) continue;
    if (isOpening(token)) depth++;
    else if (isClosing(token) && depth-- === 0) break;
    else if (depth === 0 && (token.text === ':' || token.text === '::')) {
      sections.push({ start, end: i });
      if (token.text === '::') sections.push({ start: i, end: i });
      start = i + 1;
    }
  }
  return { sections: [...sections, { start, end: i }], end: i };
}

function isOpening(token: Token): boolean {
  return token.text === '(' || token.text === '[' || token.text === '{';
}

function isClosing(token: Token): boolean {
  return token.text === ')' || token.text === ']' || token.text === '}';
}

function commaSeparated(code: readonly Token[], range: CodeRange): CodeRange[] {
  const parts: CodeRange[] = [];
  let start = range.start;
  let depth = 0;
  const add = (end: number): void => {
    if (code.slice(start, end).some((token) => token.kind !== TokenKind.Gap)) parts.push({ start, end });
  };
  for (let i = range.start; i < range.end; i++) {
    const token = code[i];
    if (token?.kind !== TokenKind.Punctuator) continue;
    if (isOpening(token)) depth++;
    else if (isClosing(token)) depth--;
    if (depth === 0 && token.text === ',') {
      add(i);
      start = i + 1;
    }
  }
  add(range.end);
  return parts;
}

function readOperand(code: readonly Token[], range: CodeRange, output: boolean): OperandSyntax {
  const isText = (i: number): boolean => i < range.end && code[i]?.kind !== TokenKind.Gap;
  const next = (i: number): number => {
    let at = i;
    while (at < range.end && !isText(at)) at++;
    return at;
  };
  let i = next(range.start);
  const whole = { start: i, end: range.end };
  let name: string | undefined;
  if (code[i]?.text === '[') {
    name = code[i + 1]?.text;
    i = next(i + 3);
  }
  const constraintStart = i;
  let constraint = '';
  for (let token = code[i]; i < range.end && token?.kind === TokenKind.String; token = code[++i])
    constraint += token.text.slice(1, -1);
  const inner = { start: Math.min(i + 1, range.end), end: Math.max(range.end - 1, i) };
  return {
    name,
    constraint,
    expression: code.slice(inner.start, inner.end).filter((token) => token.kind !== TokenKind.Gap),
    output,
    ranges: { whole, constraint: { start: constraintStart, end: i }, expression: inner },
  };
}
