import { makeAddress } from '../../arch/address';
import type { Architecture } from '../../arch/architecture';
import type { Operand } from '../../arch/instruction';
import { type OperandTable, registerOf, widthOf } from './asmOperands';
import { type Names, parseExpression } from './expression';
import type { Lexeme, LexicalForm } from './operandLexer';

/** What operands of a statement are read against. */
export interface OperandContext {
  readonly architecture: Architecture;
  readonly form: LexicalForm;
  readonly table: OperandTable;
  readonly names: Names;
}

/** Is this lexeme that punctuation? */
export function isText(lexeme: Lexeme | undefined, text: string): boolean {
  return lexeme?.kind === 'punctuation' && lexeme.text === text;
}

/** The canonical register that a lexeme names, asm operands in registers included. */
export function registerAt(lexeme: Lexeme | undefined, context: OperandContext): string | undefined {
  if (lexeme?.kind === 'reference') {
    const found = context.table.find(lexeme.text);
    return found?.operand.ref.kind === 'register' && found.modifier !== 'l' ? registerOf(found.operand) : undefined;
  }
  const isName = lexeme?.kind === 'register' || (lexeme?.kind === 'word' && context.form.nakedRegisters);
  return isName ? context.architecture.register(lexeme.text.replace(/^%+/, '').toLowerCase()) : undefined;
}

/** An operand that is one lexeme: a register, or an asm operand of any kind. */
export function single(lexeme: Lexeme, context: OperandContext, indirect: boolean): Operand | undefined {
  const register = registerAt(lexeme, context);
  if (register !== undefined) {
    const modifier = context.table.find(lexeme.text)?.modifier;
    const width =
      lexeme.kind === 'reference'
        ? widthOf(context.architecture, modifier ?? '')
        : context.architecture.registerWidth(lexeme.text.replace(/^%+/, '').toLowerCase());
    return width === undefined
      ? { kind: 'register', register, indirect }
      : { kind: 'register', register, width, indirect };
  }
  if (lexeme.kind !== 'reference') return undefined;
  const found = context.table.find(lexeme.text);
  const label = context.names.codeLabel(lexeme.text);
  if (label) return { kind: 'symbol', symbol: label, addend: 0n };
  if (found?.operand.ref.kind === 'memory') {
    const address = makeAddress({ operand: found.operand.ref, displacement: { constant: 0n, terms: [] } });
    return { kind: 'memory', address, writeBack: false, indirect };
  }
  if (found?.operand.ref.kind === 'constant') {
    const value = found.operand.ref.value;
    return { kind: 'immediate', value: value === undefined ? undefined : { constant: value, terms: [] } };
  }
  return undefined;
}

/** A bare expression: a branch target, a symbol's memory; a plain number where syntax wants no `$`. */
export function symbolOperand(
  lexemes: readonly Lexeme[],
  context: OperandContext,
  modifier?: string,
): Operand | undefined {
  const suffix = modifier ?? modifierOf(lexemes);
  const value = parseExpression(withoutSuffix(lexemes), context.names);
  if (!value) return undefined;
  const [term] = value.terms;
  if (term?.sign !== 1 || value.terms.length !== 1) return { kind: 'immediate', value };
  const operand = { kind: 'symbol', symbol: term.symbol, addend: value.constant } as const;
  return suffix === undefined ? operand : { ...operand, modifier: suffix };
}

/** The relocation specifier that a word or a local label has: `TPOFF` of `counter@TPOFF+8`, `GOTPCREL` of `1b@GOTPCREL`. */
export function modifierOf(lexemes: readonly Lexeme[]): string | undefined {
  for (const { kind, text } of lexemes) {
    const specifier = kind === 'word' || kind === 'local' ? /@(\w+)$/.exec(text)?.[1] : undefined;
    if (specifier !== undefined) return specifier;
  }
  return undefined;
}

/** Names and numbers of labels without their relocation specifiers. */
export function withoutSuffix(lexemes: readonly Lexeme[]): readonly Lexeme[] {
  return lexemes.map((lexeme) =>
    lexeme.kind === 'word' || lexeme.kind === 'local' ? { ...lexeme, text: lexeme.text.replace(/@.*$/, '') } : lexeme,
  );
}

/** The parts between commas; no brackets are looked at. */
export function splitAtCommas(lexemes: readonly Lexeme[]): Lexeme[][] {
  const parts: Lexeme[][] = [[]];
  for (const lexeme of lexemes) {
    if (isText(lexeme, ',')) parts.push([]);
    else parts.at(-1)?.push(lexeme);
  }
  return parts;
}
