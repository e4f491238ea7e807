import type { Architecture } from '../../arch/architecture';
import type { AsmOperandRef } from '../../arch/instruction';
import type { CpuValue } from '../../model/operandMeaning';
import type { Elsewhere, NameSet, OperandInfo, StatementInfo } from '../../model/program';
import { type BoundOperand, constraintKind, operandTable } from '../assembler/asmOperands';
import type { AssemblerText } from '../assembler/assemblerText';
import type { ProgramSource } from '../assembler/buildProgram';
import type { Statement } from '../assembler/statements';
import { type AreaNames, classifyExpression } from '../c/area';
import { constantOf } from '../c/constants';
import { isUnread } from '../c/outputUse';
import type { RegisterVariables } from '../c/registerVariables';
import { type Token, TokenKind } from '../preprocess/token';
import { operandRegisters } from './operandRegisters';
import { meaningOf, type OperandScope } from './operandMeaning';
import type { AsmStatement, OperandSyntax } from './statement';
import { placeInCode } from './template';

/** What the unit around a statement contributes. */
export interface StatementContext {
  readonly architecture: Architecture;
  readonly isByteOrderKnown: boolean;
  /** Reads assembler text. */
  readonly read: (text: string) => readonly Statement[];
  readonly namedOutside: NameSet;
  readonly repeatedLabels: ReadonlySet<string>;
  readonly droppableSymbols: ReadonlySet<string>;
  readonly elsewhere: Elsewhere;
  readonly registeredSignatures: readonly number[];
  readonly assemblerMacros: boolean;
  /** The compiler was told to write Intel syntax, and takes inline asm for it. */
  readonly intelSyntax: boolean;
  readonly isPositionIndependent: boolean;
  readonly boundaries: NonNullable<ProgramSource['boundaries']>;
  readonly declared: NonNullable<ProgramSource['declared']>;
}

/** What the C code around says about the operands of asm statements. */
export interface OperandContext {
  readonly tokens: readonly Token[];
  readonly areaNames: AreaNames;
  readonly registerVariables: RegisterVariables;
}

/** The operands of a statement with their C side; a pure function of their tokens and of what the unit declares. */
export function bindOperands(
  statement: AsmStatement,
  text: AssemblerText,
  context: OperandContext,
  scope: OperandScope,
  architecture: Architecture,
): readonly BoundOperand[] {
  const bound: BoundOperand[] = [];
  for (const [index, syntax] of statement.syntax.operands.entries()) {
    const names = bound.map(({ info }) => info.name);
    const place = operandRegisters(syntax, names, context.registerVariables, statement.index, architecture);
    const tied = place.tied === undefined ? undefined : bound[place.tied];
    const kind = tied?.ref.kind ?? constraintKind(syntax.constraint, architecture.memoryConstraints);
    const known = { ...place, kind, isUnread: syntax.output && isUnreadOutput(statement, syntax, context.tokens) };
    const info = operandInfo(syntax, index, context.areaNames, statement.index, known, text, scope);
    bound.push({ info, ref: operandRef(syntax, info, bound, kind, tied) });
  }
  return bound;
}

function isUnreadOutput(statement: AsmStatement, { expression }: OperandSyntax, tokens: readonly Token[]): boolean {
  if (!statement.function) return false;
  const end = statement.index + statement.syntax.template.length + statement.syntax.code.length;
  return isUnread(tokens, statement.function, { at: statement.index, end }, expression);
}

function operandInfo(
  syntax: OperandSyntax,
  index: number,
  names: AreaNames,
  at: number,
  known: Pick<OperandInfo, 'kind' | 'registers' | 'banks' | 'tied' | 'isUnread'>,
  text: AssemblerText,
  scope: OperandScope,
): OperandInfo {
  const classified = classifyExpression(syntax.expression, syntax.name, names, at);
  const meaning = meaningOf(syntax, known.kind, scope);
  return {
    ...known,
    index,
    name: syntax.name,
    constraint: syntax.constraint,
    output: syntax.output,
    expression: syntax.expression.map((token) => token.text).join(' '),
    areaField: classified.areaField,
    addressOf: addressedVariable(syntax.expression),
    areaPointer: classified.areaPointer,
    areaPath: classified.areaPath,
    // The area's own field in memory, or its address, is what the number is compared with, not the number.
    cpuNumber:
      (classified.cpuNumber || isPerCpu(meaning.cpu)) &&
      !syntax.constraint.startsWith('=') &&
      !((known.kind === 'memory' || meaning.isAddress) && classified.areaField !== undefined),
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

/** `&name`, also behind casts. */
function addressedVariable(expression: OperandSyntax['expression']): string | undefined {
  const [sign, name] = expression.slice(-2);
  const isCast = expression.slice(0, -2).every(({ text }) => /^[\w:*()<>]+$/.test(text));
  return sign?.text === '&' && name?.kind === TokenKind.Identifier && isCast && !endsOperand(expression.at(-3)?.text)
    ? name.text
    : undefined;
}

/** `a & b` is no address. */
function endsOperand(text: string | undefined): boolean {
  return text !== undefined && /^\w+$/.test(text);
}

function operandRef(
  syntax: OperandSyntax,
  info: OperandInfo,
  earlier: readonly BoundOperand[],
  kind: AsmOperandRef['kind'],
  tied: BoundOperand | undefined,
): AsmOperandRef {
  const value = constantOf(syntax.expression);
  // Two memory operands with one expression are one address; a matching constraint is the same register.
  const twin =
    kind === 'memory'
      ? earlier.find((other) => other.ref.kind === 'memory' && other.info.expression === info.expression)
      : tied;
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
    isByteOrderKnown: context.isByteOrderKnown,
    form: statement.function ? 'inline' : 'file',
    template: !statement.syntax.basic,
    intelSyntax: context.intelSyntax,
    isPositionIndependent: context.isPositionIndependent,
    table: operandTable(operands),
    operandsKnown: !statement.syntax.uncertain,
    statement: info,
    namedOutside: context.namedOutside,
    repeatedLabels: context.repeatedLabels,
    droppableSymbols: context.droppableSymbols,
    elsewhere: context.elsewhere,
    registeredSignatures: context.registeredSignatures,
    assemblerMacros: context.assemblerMacros,
    boundaries: context.boundaries,
    declared: context.declared,
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
    statement.syntax.basic,
    statement.syntax.uncertain,
    text.written,
    operands.map(({ info: side, ref }) => [side, { ...ref, value: ref.value?.toString() }]),
    info,
  ]);
}
