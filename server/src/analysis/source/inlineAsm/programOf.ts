import type { Architecture } from '../../arch/architecture';
import type { AsmOperandRef } from '../../arch/instruction';
import type { CpuValue } from '../../model/operandMeaning';
import type { OperandInfo, Program, StatementInfo } from '../../model/program';
import type { SyntaxBackend } from '../syntax/backend';
import { type BoundOperand, constraintKind, operandTable } from '../assembler/asmOperands';
import type { AssemblerText } from '../assembler/assemblerText';
import { buildProgram } from '../assembler/buildProgram';
import { type AreaNames, classifyExpression } from '../c/area';
import { constantOf } from '../c/constants';
import { meaningOf, type OperandScope } from './operandMeaning';
import type { AsmStatement, OperandSyntax } from './statement';
import { placeInCode } from './template';

/** What the unit around a statement contributes. */
export interface StatementContext {
  readonly architecture: Architecture;
  readonly syntax: SyntaxBackend;
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
  scope: OperandScope,
  architecture: Architecture,
): readonly BoundOperand[] {
  const bound: BoundOperand[] = [];
  for (const [index, syntax] of statement.operands.entries()) {
    const kind = constraintKind(syntax.constraint, architecture.memoryConstraints);
    const info = operandInfo(syntax, index, names, statement.index, kind, text, scope);
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
  scope: OperandScope,
): OperandInfo {
  const classified = classifyExpression(syntax.expression, syntax.name, names, at);
  const meaning = meaningOf(syntax, kind, scope);
  return {
    index,
    name: syntax.name,
    constraint: syntax.constraint,
    kind,
    output: syntax.output,
    expression: syntax.expression.map((token) => token.text).join(' '),
    areaField: classified.areaField,
    areaPointer: classified.areaPointer,
    // The area's own field in memory, or its address, is what the number is compared with, not the number.
    cpuNumber:
      (classified.cpuNumber || isPerCpu(meaning.cpu)) &&
      !syntax.constraint.startsWith('=') &&
      !((kind === 'memory' || meaning.isAddress) && classified.areaField !== undefined),
    meaning,
    places: {
      whole: placeInCode(text, syntax.ranges.whole),
      constraint: placeInCode(text, syntax.ranges.constraint),
      expression: placeInCode(text, syntax.ranges.expression),
    },
  };
}

/** Is it the number of a cpu, or one that stands for it? */
function isPerCpu(value: CpuValue | undefined): boolean {
  return value !== undefined && value.field !== 'node_id';
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

/** Parses and lowers the template of a statement. */
export function programOfStatement(
  statement: AsmStatement,
  text: AssemblerText,
  operands: readonly BoundOperand[],
  info: StatementInfo,
  context: StatementContext,
): Program {
  const tree = context.syntax.parse('gas', text.text);
  try {
    return buildProgram({
      text: text.written,
      root: tree.rootNode,
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
    });
  } finally {
    tree.dispose();
  }
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
