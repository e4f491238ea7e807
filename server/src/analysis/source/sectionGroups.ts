import type { Architecture } from '../arch/architecture';
import type { AnalysisContext, AnalysisRequest } from '../request';
import { slot } from './analysisCache';
import { operandTable } from './assembler/asmOperands';
import type { ProgramSource } from './assembler/buildProgram';
import { fileTextOf } from './assembler/fileText';
import { StatementReader } from './assembler/statements';
import type { AreaNames } from './c/area';
import type { ValueSources } from './c/cpuValues';
import type { FunctionRange } from './c/functions';
import { definesMacros } from './inlineAsm/unitText';
import type { Token } from './preprocess/token';
import { type Model, ModelCache, originOf, type SectionGroup } from './sectionModels';
import type { TokenPlaces } from './tokenPlaces';

/** A unit after preprocessing, as far as its critical sections are concerned. */
export interface GroupSource {
  readonly context: AnalysisContext;
  readonly request: AnalysisRequest;
  readonly tokens: readonly Token[];
  readonly places: TokenPlaces;
  readonly functions: readonly FunctionRange[];
  readonly names: AreaNames;
  /** Do the unit's own files name a macro that tells the byte order? */
  readonly namesByteOrder: () => boolean;
  readonly values: ValueSources;
  /** Does the compiler make position-independent code of the unit? */
  readonly isPositionIndependent: boolean;
}

/** The sections that the text holds when it is read for an architecture; `wanted`: whether it seems meant for it or not. */
export type GroupReader = (
  architecture: Architecture,
  withhold: string | undefined,
  wanted: boolean,
) => readonly SectionGroup[];

/** Only text that emits data can hold a descriptor. */
export const mayHoldDescriptor = /\.(quad|8byte|xword|dword|long|4byte|int|word|octa)\b/;

export function readerOf(context: AnalysisContext): StatementReader {
  return slot(context.cache, 'statements', () => new StatementReader(context.syntax));
}

/** How a model is asked for. */
export interface Reading {
  readonly key: string;
  /** The text begins in Intel syntax. */
  readonly intelSyntax: boolean;
  readonly build: () => ProgramSource;
  readonly withhold: string | undefined;
  readonly wanted: boolean;
}

/** undefined: the text does not admit the architecture, and nobody asked for it. */
export function modelFor(context: AnalysisContext, { name }: Architecture, reading: Reading): Model | undefined {
  const { key, build, withhold, wanted } = reading;
  const models = slot(context.cache, `models ${name}${reading.intelSyntax ? ' intel' : ''}`, () => new ModelCache());
  return wanted ? models.get(key, build, withhold) : models.getIfAdmitted(key, build, withhold);
}

/** By request, by the architecture alone, or because the code is written with both orders in mind. */
export function isByteOrderKnown({ request, namesByteOrder }: GroupSource, architecture: Architecture): boolean {
  return !architecture.hasBothByteOrders || request.targets.length > 0 || namesByteOrder();
}

/** Reads a `.S` file as one program. */
export function fileGroups(source: GroupSource): GroupReader {
  const { context, request, tokens, places } = source;
  const text = fileTextOf(tokens, places);
  if (!mayHoldDescriptor.test(text.text)) return () => [];
  const { signature } = request.declarations;
  return (architecture, withhold, wanted) => {
    const byteOrderKnown = isByteOrderKnown(source, architecture);
    const build = (): ProgramSource => ({
      text: text.text,
      statements: readerOf(context).read(text.text),
      architecture,
      isByteOrderKnown: byteOrderKnown,
      form: 'file',
      template: false,
      // The compiler's -masm does not reach the assembler of a file that was written by hand.
      intelSyntax: false,
      isPositionIndependent: source.isPositionIndependent,
      table: operandTable([]),
      operandsKnown: true,
      statement: undefined,
      namedOutside: new Set(),
      repeatedLabels: new Set(),
      droppableSymbols: new Set(),
      elsewhere: { labels: [], sections: [] },
      registeredSignatures: signature === undefined ? [] : [signature],
      assemblerMacros: definesMacros(text.text),
    });
    const key = JSON.stringify([text.text, signature ?? null, byteOrderKnown, source.isPositionIndependent]);
    const model = modelFor(context, architecture, { key, intelSyntax: false, build, withhold, wanted });
    if (!model || model.sections.length === 0) return [];
    const { program, sections } = model;
    const origin = originOf(text, places.lines);
    const shared = { statement: undefined, function: undefined, site: undefined, isNeutral: false };
    return [{ ...shared, architecture, program, sections, origin, text }];
  };
}
