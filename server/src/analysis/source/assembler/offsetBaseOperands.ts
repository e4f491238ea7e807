import { makeAddress } from '../../arch/address';
import type { LinearExpression, Operand } from '../../arch/instruction';
import { parseExpression } from './expression';
import type { Lexeme } from './operandLexer';
import { isText, type OperandContext, registerAt, single, splitAtCommas, withoutSuffix } from './operandParts';

/**
 * Operands of the architectures that write addresses as `offset(base)`: `8(a0)`, `%lo(x)($4)`, `x@l(9)`, `lo(x)(r3)`, `8(%r1,%r2)`
 * and `0(8,%r1)`. Registers are spelled as the architecture wants them, with or without sign; inside the parentheses a plain number
 * is a register if the architecture has numbered ones. Elsewhere a number is an immediate, and the architecture's tables make it a
 * register where their mnemonics want one.
 */
export function offsetBaseOperand(lexemes: readonly Lexeme[], context: OperandContext): Operand | undefined {
  const [first] = lexemes;
  if (!first) return undefined;
  const alone = lexemes.length === 1 ? single(first, context, false) : undefined;
  return alone ?? memoryOperand(lexemes, context) ?? value(lexemes, context) ?? phrase(lexemes);
}

function memoryOperand(lexemes: readonly Lexeme[], context: OperandContext): Operand | undefined {
  const open = lastGroup(lexemes);
  if (open === undefined) return undefined;
  const offset = lexemes.slice(0, open);
  const slots = slotsOf(lexemes.slice(open + 1, -1), context, !canTakeOperand(offset.at(-1)));
  if (!slots) return undefined;
  const { modifier, lexemes: plain } = withoutRelocation(offset, context);
  const displacement = plain.length === 0 ? { constant: 0n, terms: [] } : parseExpression(plain, context.names);
  const parts = { ...slots, displacement, ...(modifier === undefined ? {} : { modifier }) };
  const spelling = offset.map((lexeme) => lexeme.text).join('');
  return { kind: 'memory', address: makeAddress(parts, spelling), writeBack: false, indirect: false };
}

/** Where the parenthesis opens that the last lexeme closes. */
function lastGroup(lexemes: readonly Lexeme[]): number | undefined {
  if (!isText(lexemes.at(-1), ')')) return undefined;
  let depth = 0;
  for (let at = lexemes.length - 1; at >= 0; at--) {
    if (isText(lexemes[at], ')')) depth++;
    else if (isText(lexemes[at], '(') && --depth === 0) return at;
  }
  return undefined;
}

/** True if a parenthesis behind this lexeme belongs to it: nothing, an operator, `%lo`. */
function canTakeOperand(lexeme: Lexeme | undefined): boolean {
  return !lexeme || lexeme.kind === 'relocation' || (lexeme.kind === 'punctuation' && lexeme.text !== ')');
}

interface Slots {
  readonly base?: string;
  readonly index?: string;
  readonly length?: bigint;
}

/** The registers in the parentheses: `base`, `index,base`, `length,base`. undefined: they enclose something else. */
function slotsOf(inner: readonly Lexeme[], context: OperandContext, numbered: boolean): Slots | undefined {
  const parts = splitAtCommas(inner);
  const [front = [], back] = parts;
  const base = back ?? front;
  const register = registerIn(base, context, numbered);
  if (parts.length > 2 || (register === undefined && base.length > 0)) return undefined;
  const named = register === undefined ? {} : { base: register };
  if (!back) return register === undefined ? undefined : named;
  if (front.length === 0) return named;
  const index = registerIn(front, context, false);
  if (index !== undefined) return { ...named, index };
  const length = parseExpression(front, context.names);
  return length?.terms.length === 0 ? { ...named, length: length.constant } : undefined;
}

function registerIn(part: readonly Lexeme[], context: OperandContext, numbered: boolean): string | undefined {
  const [lexeme] = part;
  if (!lexeme || part.length !== 1) return undefined;
  if (lexeme.kind === 'integer') return numbered ? context.architecture.register(lexeme.text) : undefined;
  return registerAt(lexeme, context);
}

interface Relocated {
  readonly lexemes: readonly Lexeme[];
  readonly modifier: string | undefined;
}

/**
 * Takes the relocation operator off an expression: `%lo(x)` (`hi/neg` for `%hi(%neg(x))`), `lo(x)`, `x@l`, `(x)@highest`; of
 * `x@toc@ha` the modifier is `toc@ha`.
 */
function withoutRelocation(lexemes: readonly Lexeme[], context: OperandContext): Relocated {
  const [first, second] = lexemes;
  const isCall = first?.kind === 'relocation' || (first?.kind === 'word' && registerAt(first, context) === undefined);
  if (isCall && isText(second, '(') && lastGroup(lexemes) === 1) {
    const inner = withoutRelocation(lexemes.slice(2, -1), context);
    const own = first.text.replace(/^%+/, '');
    return { lexemes: inner.lexemes, modifier: inner.modifier === undefined ? own : `${own}/${inner.modifier}` };
  }
  const [at, name] = lexemes.slice(-2);
  if (isText(at, '@') && name?.kind === 'word') return { lexemes: lexemes.slice(0, -2), modifier: name.text };
  const [suffixed] = lexemes.filter((lexeme) => lexeme.kind === 'word' && lexeme.text.includes('@'));
  return { lexemes: withoutSuffix(lexemes), modifier: suffixed?.text.replace(/^[^@]*@/, '') };
}

/** A branch target, a symbol, a number. */
function value(lexemes: readonly Lexeme[], context: OperandContext): Operand | undefined {
  const { lexemes: plain, modifier } = withoutRelocation(lexemes, context);
  const found: LinearExpression | undefined = plain.length === 0 ? undefined : parseExpression(plain, context.names);
  if (!found) return undefined;
  const [term] = found.terms;
  if (term?.sign !== 1 || found.terms.length !== 1) return { kind: 'immediate', value: found };
  const symbol = { kind: 'symbol', symbol: term.symbol, addend: found.constant } as const;
  return modifier === undefined ? symbol : { ...symbol, modifier };
}

/** Words that mean something to one mnemonic only: `4*cr7+eq`. */
function phrase(lexemes: readonly Lexeme[]): Operand | undefined {
  const isPhrase = lexemes.some(({ kind }) => kind === 'word') && lexemes.every(({ kind }) => phraseKinds.has(kind));
  return isPhrase ? { kind: 'word', text: lexemes.map(({ text }) => text).join('') } : undefined;
}

const phraseKinds: ReadonlySet<Lexeme['kind']> = new Set(['word', 'integer', 'punctuation']);
