import type { ConditionCode } from '../arch/registerUse';
import type { OperandInfo, Program, StatementInfo } from './program';

/**
 * Where values of an asm statement are: canonical names of registers, and `operand:N` for a register that only the compiler knows.
 * An operand in a certain register (`"a"`, `register long x asm("x15")`) is that register.
 */
export class Locations {
  readonly hasMemoryClobber: boolean;
  /** False if a clobber is a name that is not known. */
  readonly isComplete: boolean;
  /** What the compiler knows to change: clobbers and outputs. */
  readonly declared: ReadonlySet<string>;
  /** Operands that the compiler takes for unchanged, by location. */
  readonly inputs: ReadonlyMap<string, OperandInfo>;

  constructor(
    readonly program: Program,
    { clobbers }: StatementInfo,
  ) {
    const { operands } = program;
    const declared = new Set<string>();
    let hasMemoryClobber = false;
    let isComplete = true;
    for (const { name } of clobbers) {
      const text = name.trim().replace(/^[%#]/, '').toLowerCase();
      const locations = clobbered(program, text);
      if (text === 'memory') hasMemoryClobber = true;
      else if (!locations) isComplete = false;
      for (const location of locations ?? []) declared.add(location);
    }
    for (const operand of operands) {
      if (!operand.output) continue;
      for (const location of [this.of(`operand:${operand.index}`), ...operand.registers]) declared.add(location);
    }
    const inputs = new Map<string, OperandInfo>();
    for (const operand of operands) {
      const location = this.of(`operand:${operand.index}`);
      const isRegister = operand.kind === 'register' && operand.registers.length < 2;
      if (isInput(operand) && isRegister && !declared.has(location)) inputs.set(location, operand);
      // Which of several registers it is in, nobody can tell.
      else if (!operand.output)
        for (const register of operand.registers) if (!inputs.has(register)) declared.add(register);
    }
    this.hasMemoryClobber = hasMemoryClobber;
    this.isComplete = isComplete;
    this.declared = declared;
    this.inputs = inputs;
  }

  /** The location that a name in an {@link Effect} means. */
  of(name: string): string {
    const index = /^operand:(\d+)$/.exec(name)?.[1];
    if (index === undefined) return name;
    const operand = this.program.operands[Number(index)];
    if (operand?.tied !== undefined && operand.tied < operand.index) return this.of(`operand:${operand.tied}`);
    const [register, ...others] = operand?.registers ?? [];
    return register !== undefined && others.length === 0 ? register : name;
  }

  /** Does the compiler keep values there, so that a statement that changes them has to say so? */
  isKept(location: string): boolean {
    const { fixed, stackPointer } = this.program.architecture.registerUse;
    return !location.startsWith('operand:') && location !== stackPointer && !fixed.has(location);
  }

  /** Condition codes that the statement does not say to change. */
  get keptConditions(): readonly ConditionCode[] {
    const { conditions } = this.program.architecture.registerUse;
    if (this.program.operands.some(({ constraint }) => constraint.includes('@cc'))) return [];
    return conditions.filter(({ register }) => !this.declared.has(register));
  }
}

/** An operand that the statement may only read. */
export function isInput({ output, tied, constraint }: OperandInfo): boolean {
  return !output && tied === undefined && !/[=+]/.test(constraint);
}

/** Is an operand in memory reached through a pointer or a variable index, so that its address takes a register? */
export function isDereference({ expression }: OperandInfo): boolean {
  if (expression.includes('->')) return true;
  return !expression.includes('&') && (/^\(*\s*\*/.test(expression) || /\[ (?!\d+ \])/.test(expression));
}

/** undefined: no such name is known. */
function clobbered({ architecture }: Program, text: string): readonly string[] | undefined {
  const { conditions, otherClobbers } = architecture.registerUse;
  if (/^(memory|cc|redzone)$/.test(text))
    return conditions.filter(({ clobber }) => clobber === text).map(({ register }) => register);
  // GCC takes names with and without the sign that the assembler wants.
  const register = architecture.register(text) ?? architecture.register(`$${text}`);
  if (register !== undefined) return [register];
  return otherClobbers.includes(text) ? [] : undefined;
}
