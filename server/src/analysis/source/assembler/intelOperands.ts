import { makeAddress } from '../../arch/address';
import type { Address, LinearExpression, Operand } from '../../arch/instruction';
import { type Names, parseExpression } from './expression';
import { registerOf } from './asmOperands';
import { type Lexeme, lexOperand } from './operandLexer';
import {
  isText,
  modifierOf,
  type OperandContext,
  registerAt,
  single,
  symbolOperand,
  withoutSuffix,
} from './operandParts';

/** An operand in Intel syntax. `width`: bytes that a keyword in front of it says (`dword ptr`). */
export interface IntelOperand {
  readonly operand: Operand;
  readonly width: number | undefined;
}

/** Sizes in front of `ptr`, in bytes (gas/config/tc-i386-intel.c). */
const sizes: Readonly<Record<string, number>> = {
  byte: 1,
  word: 2,
  dword: 4,
  fword: 6,
  qword: 8,
  mmword: 8,
  tbyte: 10,
  oword: 16,
  xmmword: 16,
  ymmword: 32,
  zmmword: 64,
};
const segments = /^[c-gs]s$/;
/** Operators that are words; `mod`, `eq` and their kin are left unknown. */
const operators: Readonly<Record<string, string>> = { shl: '<<', shr: '>>', and: '&', or: '|', xor: '^', not: '~' };
const unread: IntelOperand = { operand: { kind: 'unknown', text: '' }, width: undefined };

/**
 * Reads one operand in Intel syntax: registers with or without sign, immediates without, `size ptr segment:symbol[base + index*scale]`
 * with its parts in any order. A symbol alone is what it is in AT&T syntax: memory, or the target of a branch.
 */
export function intelOperand(text: string, offset: number, context: OperandContext): IntelOperand {
  const lexemes = lexOperand(text, offset, context.form);
  if (!lexemes) return unread;
  const { width, rest } = withoutSize(lexemes);
  const [first] = rest;
  if (!first) return unread;
  const alone = rest.length === 1 ? single(first, context, false) : undefined;
  const operand = alone ?? memoryOperand(rest, context, width !== undefined) ?? constant(rest, context);
  return { operand: operand ?? { kind: 'unknown', text }, width };
}

/** Drops `dword ptr`, `short`, `near ptr`. */
function withoutSize(lexemes: readonly Lexeme[]): { width: number | undefined; rest: readonly Lexeme[] } {
  const [first, second] = lexemes;
  const isPointer = isWord(second, /^ptr$/i);
  if (isWord(first, /^short$/i)) return { width: undefined, rest: lexemes.slice(1) };
  if (!isPointer || first?.kind !== 'word') return { width: undefined, rest: lexemes };
  const name = first.text.toLowerCase();
  const width = Object.hasOwn(sizes, name) ? sizes[name] : undefined;
  return width === undefined && name !== 'near' ? { width, rest: [] } : { width, rest: lexemes.slice(2) };
}

function isWord(lexeme: Lexeme | undefined, pattern: RegExp): boolean {
  return lexeme?.kind === 'word' && pattern.test(lexeme.text);
}

/** `offset symbol`, a number, a symbol. */
function constant(lexemes: readonly Lexeme[], context: OperandContext): Operand | undefined {
  const inner = withOperators(withoutOffset(lexemes));
  if (inner.length < lexemes.length) {
    return { kind: 'immediate', value: parseExpression(withoutSuffix(inner), context.names) };
  }
  return symbolOperand(inner, context);
}

/** Without `offset`, and without the `flat:` that compilers write behind it. */
function withoutOffset(lexemes: readonly Lexeme[]): Lexeme[] {
  return lexemes.filter((lexeme, i) => {
    const isFlat = isWord(lexeme, /^flat$/i) || (isText(lexeme, ':') && isWord(lexemes[i - 1], /^flat$/i));
    return !isFlat && !isWord(lexeme, /^offset$/i);
  });
}

function withOperators(lexemes: readonly Lexeme[]): Lexeme[] {
  return lexemes.map((lexeme) => {
    const operator = lexeme.kind === 'word' ? operators[lexeme.text.toLowerCase()] : undefined;
    return operator === undefined ? lexeme : { ...lexeme, kind: 'punctuation', text: operator };
  });
}

/** Memory: it has a segment, a bracket or a register, or is said to be. */
function memoryOperand(lexemes: readonly Lexeme[], context: OperandContext, isSized: boolean): Operand | undefined {
  const segment = segmentOf(lexemes, context);
  const rest = segment === undefined ? lexemes : lexemes.slice(2);
  const isMemory = segment !== undefined || rest.some((lexeme) => isText(lexeme, '['));
  if (!isMemory && !isSized) return undefined;
  const address = addressOf(rest, segment, context);
  return address && { kind: 'memory', address, writeBack: false, indirect: false };
}

function segmentOf([first, second]: readonly Lexeme[], context: OperandContext): string | undefined {
  if (!isText(second, ':') || !first) return undefined;
  const name = registerAt(first, context);
  return name !== undefined && segments.test(name) ? name : undefined;
}

/** What marks a register, and an index with its scale, among the symbols of an address. */
const mark = '\u0001';

/**
 * `symbol[rax + 4][rcx*8]`: everything is added up, so registers are read as symbols of a marked name, and brackets as parentheses
 * with a plus in front.
 */
function addressOf(
  lexemes: readonly Lexeme[],
  segment: string | undefined,
  context: OperandContext,
): Address | undefined {
  const modifier = modifierOf(lexemes);
  const marked = withMarks(withOperators(withoutOffset(lexemes)), context);
  const names: Names = {
    ...context.names,
    symbol: (name) => (name.startsWith(mark) ? { kind: 'external', name } : context.names.symbol(name)),
  };
  const sum = parseExpression(withPluses(withoutSuffix(marked)), names);
  if (!sum) return undefined;
  const registers = sum.terms.filter(({ symbol }) => symbol.name.startsWith(mark));
  if (registers.length > 2 || registers.some(({ sign }) => sign < 0)) return undefined;
  const displacement: LinearExpression = {
    constant: sum.constant,
    terms: sum.terms.filter((term) => !registers.includes(term)),
  };
  const named = registers.map(({ symbol }) => readMark(symbol.name));
  const base = named.find(({ scale }) => scale === undefined);
  const index = named.find((register) => register !== base);
  if (index && base === undefined && named.length > 1) return undefined;
  return makeAddress({
    displacement,
    ...(segment !== undefined && { segment }),
    ...(modifier !== undefined && { modifier }),
    ...(base && { base: base.name }),
    ...(index && { index: index.name, scale: index.scale ?? 1 }),
  });
}

/** Registers become words with a mark, `reg*scale` and `scale*reg` one word. */
function withMarks(lexemes: readonly Lexeme[], context: OperandContext): Lexeme[] {
  const marked: Lexeme[] = [];
  for (let i = 0; i < lexemes.length; i++) {
    const [first, second, third] = lexemes.slice(i, i + 3);
    if (!first) break;
    const isProduct = isText(second, '*');
    const register = addressRegister(first, context);
    const scaled = register === undefined && isProduct && third ? addressRegister(third, context) : undefined;
    const factor = register === undefined ? first : third;
    const name = register ?? scaled;
    if (name === undefined || (isProduct && factor?.kind !== 'integer')) {
      marked.push(first);
      continue;
    }
    const scale = isProduct ? (factor?.text ?? '') : '';
    marked.push({ ...first, kind: 'word', text: `${mark}${name}*${scale}` });
    if (isProduct) i += 2;
  }
  return marked;
}

/** The register that a lexeme names, asm operands included. */
function addressRegister(lexeme: Lexeme, context: OperandContext): string | undefined {
  const found = lexeme.kind === 'reference' ? context.table.find(lexeme.text)?.operand : undefined;
  return found?.ref.kind === 'register' ? registerOf(found) : registerAt(lexeme, context);
}

function readMark(text: string): { name: string; scale: number | undefined } {
  const [name = '', scale = ''] = text.slice(mark.length).split('*');
  return { name, scale: scale === '' ? undefined : Number(scale) };
}

/** `8[rax][rcx]` is `8+(rax)+(rcx)`. */
function withPluses(lexemes: readonly Lexeme[]): Lexeme[] {
  return lexemes.flatMap((lexeme, i): Lexeme[] => {
    if (isText(lexeme, ']')) return [{ ...lexeme, text: ')' }];
    if (!isText(lexeme, '[')) return [lexeme];
    const previous = lexemes[i - 1];
    const isFirst = previous === undefined || (previous.kind === 'punctuation' && !/^[\])]$/.test(previous.text));
    const open: Lexeme = { ...lexeme, text: '(' };
    return isFirst ? [open] : [{ ...lexeme, text: '+' }, open];
  });
}
