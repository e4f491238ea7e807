import type { Architecture } from '../../arch/architecture';
import type { RegisterVariables } from '../c/registerVariables';
import { TokenKind } from '../preprocess/token';
import type { OperandSyntax } from './statement';

/** What is known of the register that the compiler gives an operand. */
export interface OperandRegisters {
  /** Canonical names, where constraint or variable leave no choice. */
  readonly registers: readonly string[];
  /** Names of the files that it can be in. */
  readonly banks: readonly string[];
  /** The operand with which it shares its register. */
  readonly tied: number | undefined;
}

const general = 'general';

/** Reads constraint and C expression of an operand. `earlier`: the names of the operands in front of it; `at`: a token index in the statement. */
export function operandRegisters(
  { constraint, expression }: OperandSyntax,
  earlier: readonly (string | undefined)[],
  variables: RegisterVariables,
  at: number,
  architecture: Architecture,
): OperandRegisters {
  const choice = constraint.replace(/[=+&%*#?!^$\s]/g, '');
  return {
    registers: registersFor(choice, expression, variables, at, architecture),
    banks: banksFor(choice, architecture),
    tied: tiedTo(choice, earlier),
  };
}

function registersFor(
  choice: string,
  expression: OperandSyntax['expression'],
  variables: RegisterVariables,
  at: number,
  architecture: Architecture,
): readonly string[] {
  const named = /^\{(.*)\}$/.exec(choice)?.[1];
  const { registerUse } = architecture;
  if (named !== undefined) return listed(architecture.register(named.replace(/^%/, '')));
  if (Object.hasOwn(registerUse.letters, choice)) return registerUse.letters[choice] ?? [];
  const plain = expression.filter(({ text }) => text !== '(' && text !== ')');
  const [variable] = plain;
  if (choice !== 'r' || plain.length !== 1 || variable?.kind !== TokenKind.Identifier) return [];
  const declared = variables.registerOf(variable.text, at);
  return declared === undefined ? [] : listed(architecture.register(declared.replace(/^[%#]/, '')));
}

function listed(register: string | undefined): readonly string[] {
  return register === undefined ? [] : [register];
}

function banksFor(choice: string, { registerUse }: Architecture): readonly string[] {
  const letters = choice.replace(/[mnioV,\d]/g, '');
  return [...new Set((letters.match(/./g) ?? []).map((letter) => registerUse.banks[letter] ?? general))];
}

/** `"0"` and `"[result]"` */
function tiedTo(choice: string, earlier: readonly (string | undefined)[]): number | undefined {
  const number = /^\d+$/.test(choice) ? Number(choice) : undefined;
  if (number !== undefined) return number < earlier.length ? number : undefined;
  const name = /^\[(\w+)\]$/.exec(choice)?.[1];
  const at = name === undefined ? -1 : earlier.indexOf(name);
  return at < 0 ? undefined : at;
}
