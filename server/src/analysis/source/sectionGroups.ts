import type { Architecture } from '../arch/architecture';
import type { AnalysisContext, AnalysisRequest } from '../request';
import { slot } from './analysisCache';
import { armsSomething } from '../model/area';
import { operandTable } from './assembler/asmOperands';
import type { AssemblerText } from './assembler/assemblerText';
import type { ProgramSource } from './assembler/buildProgram';
import { fileTextOf } from './assembler/fileText';
import { StatementReader } from './assembler/statements';
import type { AreaNames } from './c/area';
import type { ValueSources } from './c/cpuValues';
import { type FileDeclarations, fileDeclarations } from './c/declarations';
import type { FunctionRange } from './c/functions';
import { Layouts } from './c/layouts';
import { registeredSignatures } from './c/registration';
import { droppableNames } from './c/statics';
import { RegisterVariables } from './c/registerVariables';
import { bindOperands, modelKey, programSource } from './inlineAsm/programOf';
import type { OperandScope } from './inlineAsm/operandMeaning';
import { type AsmStatement, findAsmStatements } from './inlineAsm/statement';
import { statementInfo } from './inlineAsm/statementInfo';
import { templateOf } from './inlineAsm/template';
import { definesMacros, labelNames, UnitText } from './inlineAsm/unitText';
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
}

/** The sections that the text holds when it is read for an architecture; `wanted`: whether it seems meant for it or not. */
export type GroupReader = (
  architecture: Architecture,
  withhold: string | undefined,
  wanted: boolean,
) => readonly SectionGroup[];

/** Only text that emits data can hold a descriptor. */
const mayHoldDescriptor = /\.(quad|8byte|xword|dword|long|4byte|int|word|octa)\b/;

/** Text without data can still arm a section whose descriptor is elsewhere: it writes to the area, which an operand leads to. */
function mayMatter({ operands }: AsmStatement, { text }: AssemblerText): boolean {
  if (mayHoldDescriptor.test(text)) return true;
  return operands.some(({ expression }) => expression.some((token) => /rseq_cs$/.test(token.text)));
}

/** Reads the asm statements of C and C++. */
export function statementGroups(source: GroupSource): GroupReader {
  const { context, request, tokens, places, functions, names } = source;
  const statements = findAsmStatements(tokens, functions);
  const operandContext = { tokens, areaNames: names, registerVariables: new RegisterVariables(tokens, functions) };
  const unitHasBarriers = statements.some(({ landings }) => landings.some(({ hasBarrier }) => hasBarrier === true));
  let identifiers: ReadonlySet<string> | undefined;
  let droppable: ReadonlySet<string> | undefined;
  // In C++ the names of such symbols are mangled: a text that names one means another.
  const isC = source.request.configuration.language === 'c';
  const droppableIn = (template: string): readonly string[] => {
    const all = (droppable ??= isC ? droppableNames(tokens, functions) : new Set());
    return all.size === 0 ? [] : [...new Set(template.match(/[A-Za-z_]\w*/g))].filter((name) => all.has(name));
  };
  let declarations: FileDeclarations | undefined;
  let layoutsOfUnit: Layouts | undefined;
  return (architecture, withhold, wanted) => {
    const templates = statements.map((statement) => ({
      statement,
      text: templateOf(statement, architecture.dialectBraces, places),
    }));
    const candidates = templates.filter(({ statement, text }) => mayMatter(statement, text));
    if (candidates.length === 0) return [];
    const defined = countedLabels(templates.map(({ text }) => text.template));
    const known = (identifiers ??= new Set(tokens.map((token) => token.text)));
    const signatures = signaturesOf(source, architecture);
    const unitText = new UnitText(templates);
    const byteOrderKnown = isByteOrderKnown(source, architecture);
    const file = (declarations ??= fileDeclarations(tokens, functions));
    const layouts = (layoutsOfUnit ??= new Layouts(tokens, file));
    return candidates.flatMap(({ statement, text }) => {
      const scope: OperandScope = {
        function: statement.function && source.values.scopeOf(statement.function),
        file,
        layouts,
        pointerBytes: architecture.pointerBytes,
      };
      const operands = bindOperands(statement, text, operandContext, scope, architecture);
      const isCpp = request.configuration.language === 'c++';
      const info = statementInfo(statement, text, tokens, isCpp, unitHasBarriers);
      // C code, or the text of another asm statement.
      const isNamed = (name: string): boolean =>
        known.has(name) || templates.some((other) => other.text !== text && other.text.template.includes(name));
      const labels = labelNames(text.template);
      const named = labels.filter(isNamed);
      const repeated = labels.filter((name) => (defined.get(name) ?? 0) > 1);
      const droppable = droppableIn(text.template);
      const elsewhere = unitText.elsewhere(text);
      const { assemblerMacros } = unitText;
      const key = JSON.stringify([
        [signatures, named, repeated, droppable, elsewhere, assemblerMacros, byteOrderKnown],
        modelKey(statement, text, operands, info),
      ]);
      const build = (): ProgramSource =>
        programSource(statement, text, operands, info, {
          architecture,
          isByteOrderKnown: byteOrderKnown,
          read: (source) => readerOf(context).read(source),
          areaNames: names,
          namedOutside: (symbol) => named.includes(symbol),
          repeatedLabels: new Set(repeated),
          droppableSymbols: new Set(droppable),
          elsewhere,
          registeredSignatures: signatures,
          assemblerMacros,
        });
      const model = modelFor(context, architecture, { key, build, withhold, wanted });
      if (!model || !(model.sections.length > 0 || armsSomething(model.program))) return [];
      const { site } = places.rootOf(statement.keyword);
      const origin = originOf(text, places.lines);
      const { program, sections, statement: contract } = model;
      return [
        { architecture, program, sections, statement: contract, origin, text, function: statement.function, site },
      ];
    });
  };
}

/** Signatures that the program registers, configured ones first. */
function signaturesOf({ request, tokens, functions }: GroupSource, architecture: Architecture): readonly number[] {
  const configured = request.declarations.signature;
  const registered = registeredSignatures(tokens, functions, architecture.rseqSyscall);
  return configured === undefined ? registered : [configured, ...registered];
}

/** How many texts define each label. */
function countedLabels(templates: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const template of templates) {
    for (const name of new Set(labelNames(template))) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

function readerOf(context: AnalysisContext): StatementReader {
  return slot(context.cache, 'statements', () => new StatementReader(context.syntax));
}

interface Reading {
  readonly key: string;
  readonly build: () => ProgramSource;
  readonly withhold: string | undefined;
  readonly wanted: boolean;
}

function modelFor(context: AnalysisContext, { name }: Architecture, reading: Reading): Model | undefined {
  const { key, build, withhold, wanted } = reading;
  const models = slot(context.cache, `models ${name}`, () => new ModelCache());
  return wanted ? models.get(key, build, withhold) : models.getIfAdmitted(key, build, withhold);
}

/** By request, by the architecture alone, or because the code is written with both orders in mind. */
function isByteOrderKnown({ request, namesByteOrder }: GroupSource, architecture: Architecture): boolean {
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
      table: operandTable([]),
      operandsKnown: true,
      statement: undefined,
      namedOutside: () => false,
      repeatedLabels: new Set(),
      droppableSymbols: new Set(),
      elsewhere: { labels: [], sections: [] },
      registeredSignatures: signature === undefined ? [] : [signature],
      assemblerMacros: definesMacros(text.text),
    });
    const key = JSON.stringify([text.text, signature ?? null, byteOrderKnown]);
    const model = modelFor(context, architecture, { key, build, withhold, wanted });
    if (!model || model.sections.length === 0) return [];
    const { program, sections } = model;
    const origin = originOf(text, places.lines);
    return [{ architecture, program, sections, statement: undefined, origin, text, function: undefined, site: '' }];
  };
}
