import type { Architecture } from '../../../arch/architecture';
import { operandRegisters } from '../../inlineAsm/operandRegisters';
import type { AsmStatement, OperandSyntax } from '../../inlineAsm/statement';
import { TokenKind } from '../../preprocess/token';
import type { CallSite } from '../callSites';
import { RegisterVariables } from '../registerVariables';
import { closingOf, type TokenRange } from '../tokenLists';
import type { UnitContext } from '../unitContext';

/** A system call that an asm statement makes: where it is, and what is in the registers of number and arguments. */
export interface RawCall {
  readonly site: CallSite;
  readonly number: TokenRange;
  readonly args: readonly TokenRange[];
}

/** Asm statements that are one system call instruction with all operands in registers that leave no choice. */
export function rawCallsIn(
  unit: UnitContext,
  statements: readonly AsmStatement[],
  architecture: Architecture,
): readonly RawCall[] {
  const calls = statements.filter((one) => isSystemCall(one, architecture));
  if (calls.length === 0) return [];
  const variables = new RegisterVariables(unit.tokens, unit.functions);
  return calls.flatMap((statement) => readCall(unit, statement, variables, architecture) ?? []);
}

function isSystemCall({ syntax, function: range }: AsmStatement, { systemCall }: Architecture): boolean {
  const text = syntax.template
    .map((token) => (token.kind === TokenKind.String ? token.text.slice(1, -1) : '?'))
    .join('');
  const [, mnemonic] = /^\s*([a-z.]+)(?:\s+[#$]?(?:0x)?\d+)?\s*(?:;|\\n|\\t|\s)*$/.exec(text) ?? [];
  return range !== undefined && !syntax.uncertain && systemCall.mnemonics.includes(mnemonic ?? '');
}

function readCall(
  unit: UnitContext,
  statement: AsmStatement,
  variables: RegisterVariables,
  architecture: Architecture,
): RawCall | undefined {
  const { systemCall } = architecture;
  const held = new Map<string, TokenRange>();
  for (const operand of statement.syntax.operands) {
    // What an output held before, an operand that is tied to it or "+" says.
    if (operand.output && !operand.constraint.includes('+')) continue;
    const { registers, tied } = operandRegisters(operand, [], variables, statement.index, architecture);
    const [register] =
      registers.length === 1 ? registers : tiedRegisters(statement, operand, tied, variables, architecture);
    const range = rangeOf(statement, operand);
    if (register !== undefined) held.set(register, range);
  }
  const heldIn = (name: string): TokenRange | undefined => held.get(architecture.register(name) ?? name);
  const number = heldIn(systemCall.number);
  const args = systemCall.arguments.map(heldIn).filter((range) => range !== undefined);
  const within = statement.function;
  if (!number || !within || args.length < systemCall.arguments.length) return undefined;
  const at = statement.index;
  const open = unit.tokens.findIndex(({ text }, i) => i > at && text === '(');
  const site = {
    callee: 'asm',
    at,
    first: at,
    close: closingOf(unit.tokens, open),
    args,
    function: within,
    isCertain: true,
  };
  return { site, number, args };
}

/** `"0"(x)`: in the register of the first operand. */
function tiedRegisters(
  { syntax, index }: AsmStatement,
  { constraint }: OperandSyntax,
  tied: number | undefined,
  variables: RegisterVariables,
  architecture: Architecture,
): readonly string[] {
  const position = tied ?? (/^\d$/.test(constraint) ? Number(constraint) : undefined);
  const other = position === undefined ? undefined : syntax.operands[position];
  return other ? operandRegisters(other, [], variables, index, architecture).registers : [];
}

/** Where the expression of an operand stands in the unit: behind the template, which is no part of the C side. */
function rangeOf({ index, syntax }: AsmStatement, { ranges }: OperandSyntax): TokenRange {
  const shift = index + syntax.template.length;
  return { start: ranges.expression.start + shift, end: ranges.expression.end + shift };
}
