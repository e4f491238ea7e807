import { makeAddress } from '../../arch/address';
import type { Address, Operand } from '../../arch/instruction';
import { parseExpression } from './expression';
import type { Lexeme } from './operandLexer';
import { isText, type OperandContext, registerAt, single, splitAtCommas, symbolOperand } from './operandParts';

/** Operands as the ARM manuals write them, for both widths: `[x1, #8]!`, `{r0-r3, lr}`, `=symbol`, `#:lo12:symbol`, `lsl #3`. */
export function armOperand(lexemes: readonly Lexeme[], context: OperandContext): Operand | undefined {
  const [first, second] = lexemes;
  if (!first) return undefined;
  if (isText(first, '[')) return memory(lexemes, context);
  if (isText(first, '{')) return registerList(lexemes, context);
  if (isText(first, '#')) {
    if (second?.kind === 'relocation') return symbolOperand(lexemes.slice(2), context, relocationOf(second));
    return { kind: 'immediate', value: parseExpression(lexemes.slice(1), context.names) };
  }
  if (isText(first, '=')) return symbolOperand(lexemes.slice(1), context, '=');
  if (first.kind === 'relocation') return symbolOperand(lexemes.slice(1), context, relocationOf(first));
  if (lexemes.length === 1) return single(first, context, false) ?? symbolOperand(lexemes, context);
  return phrase(lexemes, context) ?? symbolOperand(lexemes, context);
}

function relocationOf(lexeme: Lexeme): string {
  return lexeme.text.slice(1, -1);
}

/** Parts that are no expression: a shift, a register with a sign, write-back or lane, a symbol with a relocation. */
function phrase(lexemes: readonly Lexeme[], context: OperandContext): Operand | undefined {
  const [first, second, third, fourth] = lexemes;
  if (!first || !second) return undefined;
  if (lexemes.length === 4 && third && first.kind === 'word') {
    // `bl function(PLT)`
    const isRelocated = isText(second, '(') && third.kind === 'word' && isText(fourth, ')');
    if (isRelocated) return symbolOperand([first], context, third.text.toLowerCase());
    // `v0.d[1]`
    if (isText(second, '[')) return registerOperand({ ...first, text: `${first.text}[${third.text}]` }, context);
  } else if (lexemes.length === 2) {
    // The step of `[r1], -r2`
    if (isText(first, '-') || isText(first, '+')) return registerOperand(second, context);
    const amount = shifts.test(first.text) ? registerAt(second, context) : undefined;
    if (amount !== undefined) return { kind: 'word', text: textOf(lexemes), register: amount };
    const base = isText(second, '!') ? registerAt(first, context) : undefined;
    if (base !== undefined) {
      const address = makeAddress({ base, displacement: { constant: 0n, terms: [] } });
      return { kind: 'memory', address, writeBack: true, indirect: false };
    }
  }
  // `lsl #3`, `uxtw #2`
  const isShift = first.kind === 'word' && (isText(second, '#') || second.kind === 'integer');
  return isShift ? { kind: 'word', text: textOf(lexemes) } : undefined;
}

function textOf(lexemes: readonly Lexeme[]): string {
  return lexemes.map((lexeme) => lexeme.text).join(' ');
}

const shifts = /^(lsl|lsr|asr|asl|ror)$/i;

function registerOperand(lexeme: Lexeme, context: OperandContext): Operand | undefined {
  const operand = single(lexeme, context, false);
  return operand?.kind === 'register' ? operand : undefined;
}

/** `{r0, r4-r7}`, `{v0.16b, v1.16b}[1]`, `{r0-pc}^`; every register once, in order. */
function registerList(lexemes: readonly Lexeme[], context: OperandContext): Operand | undefined {
  const close = lexemes.findIndex((lexeme) => isText(lexeme, '}'));
  const registers: string[] = [];
  for (const part of splitAtCommas(lexemes.slice(1, close))) {
    // `d3[0]`, `d3[]`
    const lane = part.findIndex((lexeme) => isText(lexeme, '['));
    const [first, dash, last, ...others] = lane < 0 ? part : part.slice(0, lane);
    const register = registerAt(first, context);
    if (register === undefined || !first || others.length > 0) return undefined;
    const named = isText(dash, '-') && last ? registerRange(first, last, context) : dash ? undefined : [register];
    if (!named) return undefined;
    registers.push(...named);
  }
  return close < 0 ? undefined : { kind: 'list', registers };
}

/** Counts on from the number in the first name until the last register is reached: `r4-r7`, `r4-lr`. */
function registerRange(first: Lexeme, last: Lexeme, context: OperandContext): readonly string[] | undefined {
  const end = registerAt(last, context);
  const [, letters = '', number, suffix = ''] = /^([a-z]+)(\d+)(\.\w+)?$/i.exec(first.text) ?? [];
  if (number === undefined || end === undefined) return undefined;
  const names: string[] = [];
  for (let at = Number(number); ; at++) {
    const text = `${letters}${at}${suffix}`.toLowerCase();
    const register = context.architecture.register(text);
    if (register === undefined) return undefined;
    names.push(register);
    if (text === last.text.toLowerCase() || (register === end && !/\d/.test(last.text))) return names;
  }
}

/** `[base]`, `[base, #offset]`, `[base, -index, lsl #n]`, `[base, :lo12:symbol]`, with `!` for write-back. */
function memory(lexemes: readonly Lexeme[], context: OperandContext): Operand | undefined {
  const close = lexemes.findIndex((lexeme) => isText(lexeme, ']'));
  if (close < 0) return undefined;
  const behind = lexemes.slice(close + 1);
  const writeBack = behind.length === 1 && isText(behind[0], '!');
  if (behind.length > 0 && !writeBack) return undefined;
  const [basePart = [], offset = [], extension = []] = splitAtCommas(lexemes.slice(1, close));
  // `[r1:128]` promises an alignment.
  const [base, colon] = [registerAt(basePart[0], context), basePart[1]];
  if (base === undefined || (colon && !isText(colon, ':'))) return undefined;
  const address = indexed(base, offset, extension, context) ?? displaced(base, offset, context);
  return { kind: 'memory', address, writeBack, indirect: false };
}

function indexed(
  base: string,
  offset: readonly Lexeme[],
  extension: readonly Lexeme[],
  context: OperandContext,
): Address | undefined {
  const signed = isText(offset[0], '-') || isText(offset[0], '+');
  const [register, ...others] = signed ? offset.slice(1) : offset;
  const index = registerAt(register, context);
  if (index === undefined || others.length > 0) return undefined;
  const [kind] = extension;
  const shift = extension.find((lexeme) => lexeme.kind === 'integer');
  const scale = (isText(offset[0], '-') ? -1 : 1) * 2 ** Number(shift?.text ?? '0');
  // No other shift is a multiplication.
  if (kind && /^(lsr|asr|ror|rrx)$/i.test(kind.text)) {
    return makeAddress({ base, index, displacement: undefined }, extension.map((lexeme) => lexeme.text).join(''));
  }
  return makeAddress({ base, index, scale, displacement: { constant: 0n, terms: [] } });
}

function displaced(base: string, offset: readonly Lexeme[], context: OperandContext): Address {
  const [head] = offset;
  const modifier = head?.kind === 'relocation' ? relocationOf(head) : undefined;
  const expression = head && (isText(head, '#') || modifier !== undefined) ? offset.slice(1) : offset;
  const displacement =
    expression.length === 0 ? { constant: 0n, terms: [] } : parseExpression(expression, context.names);
  const parts = { base, displacement, ...(modifier === undefined ? {} : { modifier }) };
  return makeAddress(parts, offset.map((lexeme) => lexeme.text).join(''));
}
