import type { Architecture } from '../../arch/architecture';
import type { AsmOperandRef } from '../../arch/instruction';
import type { OperandInfo, StatementInfo } from '../../model/program';
import { type BoundOperand, constraintKind, operandTable } from '../assembler/asmOperands';
import type { AssemblerText } from '../assembler/assemblerText';
import type { ProgramSource } from '../assembler/buildProgram';
import type { Statement } from '../assembler/statements';
import { type AreaNames, classifyExpression } from '../c/area';
import { constantOf } from '../c/constants';
import type { AsmStatement, OperandSyntax } from './statement';
import { placeInCode } from './template';

/** What the unit around a statement contributes. */
export interface StatementContext {
  readonly architecture: Architecture;
  /** Reads assembler text. */
  readonly read: (text: string) => readonly Statement[];
  readonly areaNames: AreaNames;
  readonly namedOutside: (symbol: string) => boolean;
  readonly repeatedLabels: ReadonlySet<string>;
  readonly droppableSymbols: ReadonlySet<string>;
  readonly registeredSignatures: readonly number[];
}

/** The operands of a statement with their C side; a pure function of their tokens and of what the unit declares. */
export function bindOperands(
  statement: AsmStatement,
  text: AssemblerText,
  names: AreaNames,
  architecture: Architecture,
): readonly BoundOperand[] {
  const bound: BoundOperand[] = [];
  for (const [index, syntax] of statement.operands.entries()) {
    const kind = constraintKind(syntax.constraint, architecture.memoryConstraints);
    const info = operandInfo(syntax, index, names, statement.index, kind, text);
    bound.push({ info, ref: operandRef(syntax, info, bound, kind) });
  }
  return bound;
}

function operandInfo(
  syntax: OperandSyntax,
  index: number,
  names: AreaNames,
  at: number,
  kind: AsmOperandRef['kind'],
  text: AssemblerText,
): OperandInfo {
  const classified = classifyExpression(syntax.expression, syntax.name, names, at);
  return {
    index,
    name: syntax.name,
    constraint: syntax.constraint,
    output: syntax.output,
    expression: syntax.expression.map((token) => token.text).join(' '),
    areaField: classified.areaField,
    areaPointer: classified.areaPointer,
    // A memory operand that is the area's own field is what the number is compared with, not the number.
    cpuNumber:
      classified.cpuNumber &&
      !syntax.constraint.startsWith('=') &&
      !(kind === 'memory' && classified.areaField !== undefined),
    places: {
      whole: placeInCode(text, syntax.ranges.whole),
      constraint: placeInCode(text, syntax.ranges.constraint),
      expression: placeInCode(text, syntax.ranges.expression),
    },
  };
}

function operandRef(
  syntax: OperandSyntax,
  info: OperandInfo,
  earlier: readonly BoundOperand[],
  kind: AsmOperandRef['kind'],
): AsmOperandRef {
  const value = constantOf(syntax.expression);
  const tied = /^%?(\d+)$/.exec(syntax.constraint);
  // Two memory operands with one expression are one address; a matching constraint is the same register.
  const twin =
    kind === 'memory'
      ? earlier.find((other) => other.ref.kind === 'memory' && other.info.expression === info.expression)
      : tied
        ? earlier[Number(tied[1])]
        : undefined;
  const index = twin?.ref.index ?? info.index;
  const ref = { index, name: info.name ?? String(info.index), kind };
  return value === undefined ? ref : { ...ref, value };
}

/** What the program of a statement is built from. */
export function programSource(
  statement: AsmStatement,
  text: AssemblerText,
  operands: readonly BoundOperand[],
  info: StatementInfo,
  context: StatementContext,
): ProgramSource {
  return {
    text: text.written,
    statements: context.read(text.text),
    architecture: context.architecture,
    form: statement.function ? 'inline' : 'file',
    template: !statement.basic,
    table: operandTable(operands),
    operandsKnown: !statement.uncertain,
    statement: info,
    namedOutside: context.namedOutside,
    repeatedLabels: context.repeatedLabels,
    droppableSymbols: context.droppableSymbols,
    registeredSignatures: context.registeredSignatures,
  };
}

/** Everything about a statement that its model depends on: equal keys, equal models. */
export function modelKey(
  statement: AsmStatement,
  text: AssemblerText,
  operands: readonly BoundOperand[],
  info: StatementInfo,
): string {
  return JSON.stringify([
    statement.function !== undefined,
    statement.basic,
    statement.uncertain,
    text.written,
    operands.map(({ info: side, ref }) => [side, { ...ref, value: ref.value?.toString() }]),
    info,
  ]);
}
