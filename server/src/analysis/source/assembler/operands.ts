import { makeAddress, symbolAddress } from '../../arch/address';
import type { Address, LinearExpression, Operand } from '../../arch/instruction';
import { armOperand } from './armOperands';
import { parseExpression } from './expression';
import { offsetBaseOperand } from './offsetBaseOperands';
import { type Lexeme, lexOperand } from './operandLexer';
import {
  isText,
  modifierOf,
  type OperandContext,
  registerAt,
  single,
  splitAtCommas,
  symbolOperand,
  withoutSuffix,
} from './operandParts';

/** Parses one operand; what cannot be understood is `unknown` and makes its instruction opaque where it matters. */
export function parseOperand(text: string, offset: number, context: OperandContext): Operand {
  const lexemes = lexOperand(text, offset, context.form);
  if (!lexemes || lexemes.length === 0) return { kind: 'unknown', text };
  return readers[context.form.syntax](lexemes, context) ?? { kind: 'unknown', text };
}

function attOperand(all: readonly Lexeme[], context: OperandContext): Operand | undefined {
  const indirect = isText(all[0], '*');
  const lexemes = indirect ? all.slice(1) : all;
  const [first, second] = lexemes;
  if (!first) return undefined;
  if (isText(first, '$')) return { kind: 'immediate', value: parseExpression(lexemes.slice(1), context.names) };
  if (lexemes.length === 1) return single(first, context, indirect) ?? absolute(lexemes, context, indirect);
  if (isText(second, ':') && first.kind === 'register') {
    const inner = attMemory(lexemes.slice(2), context, first.text.replace(/^%+/, '').toLowerCase());
    return inner && { kind: 'memory', address: inner, writeBack: false, indirect };
  }
  const address = attMemory(lexemes, context, undefined);
  if (address?.base !== undefined || address?.index !== undefined) {
    return { kind: 'memory', address, writeBack: false, indirect };
  }
  return absolute(lexemes, context, indirect);
}

/** Memory at a constant address, or a symbol that is memory or a branch target as the mnemonic wants; behind `*` always memory. */
function absolute(lexemes: readonly Lexeme[], context: OperandContext, indirect: boolean): Operand | undefined {
  const operand = symbolOperand(lexemes, context);
  if (operand?.kind === 'symbol' && indirect) {
    return {
      kind: 'memory',
      address: symbolAddress(operand.symbol, operand.addend, operand.modifier),
      writeBack: false,
      indirect,
    };
  }
  if (operand?.kind !== 'immediate') return operand;
  return { kind: 'memory', address: makeAddress({ displacement: operand.value }), writeBack: false, indirect };
}

/** `disp(base, index, scale)`, or a bare displacement behind a segment. */
function attMemory(
  lexemes: readonly Lexeme[],
  context: OperandContext,
  segment: string | undefined,
): Address | undefined {
  const open = lexemes.findIndex(
    (lexeme, i) =>
      isText(lexeme, '(') && (isText(lexemes[i + 1], ',') || registerAt(lexemes[i + 1], context) !== undefined),
  );
  const displacementPart = open < 0 ? lexemes : lexemes.slice(0, open);
  const modifier = modifierOf(displacementPart);
  const displacement: LinearExpression | undefined =
    displacementPart.length === 0
      ? { constant: 0n, terms: [] }
      : parseExpression(withoutSuffix(displacementPart), context.names);
  const shared = { ...(segment === undefined ? {} : { segment }), ...(modifier === undefined ? {} : { modifier }) };
  const spelling = displacementPart.map((lexeme) => lexeme.text).join('');
  if (open < 0) return segment === undefined ? undefined : makeAddress({ ...shared, displacement }, spelling);
  const inner = lexemes.slice(open + 1, -1);
  if (!isText(lexemes.at(-1), ')')) return undefined;
  const [basePart = [], indexPart = [], scalePart = []] = splitAtCommas(inner);
  const base = registerAt(basePart[0], context);
  const index = registerAt(indexPart[0], context);
  if ((basePart.length > 0 && base === undefined) || (indexPart.length > 0 && index === undefined)) return undefined;
  const scale = scalePart.length > 0 ? Number(parseExpression(scalePart, context.names)?.constant ?? 1n) : undefined;
  return makeAddress(
    {
      ...shared,
      displacement,
      ...(base === undefined ? {} : { base }),
      ...(index === undefined ? {} : { index }),
      ...(scale === undefined ? {} : { scale }),
    },
    spelling,
  );
}

/** Intel syntax, where operands have sizes too, is read by `intelOperand`. */
const readers = { att: attOperand, arm: armOperand, 'offset-base': offsetBaseOperand, intel: () => undefined } as const;
