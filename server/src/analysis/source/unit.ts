import { architectureOf, architectures } from '../arch/index';
import type { Architecture } from '../arch/architecture';
import type { AnalysisContext, AnalysisRequest } from '../request';
import type { SectionFactName } from '../model/section';
import { PreprocessCache, preprocess, type PreprocessResult } from './preprocess/index';
import { compilerHas, predefinedMacros } from './preprocess/predefined';
import { AreaNames } from './c/area';
import { findAreaAccesses, type FunctionAccesses, testsSize } from './c/areaAccess';
import { findFunctions, type FunctionRange } from './c/functions';
import { registeredSignatures } from './c/registration';
import { fileTextOf } from './assembler/fileText';
import { operandTable } from './assembler/asmOperands';
import { buildProgram } from './assembler/buildProgram';
import { bindOperands, modelKey, programOfStatement } from './inlineAsm/programOf';
import { findAsmStatements } from './inlineAsm/statement';
import { templateOf } from './inlineAsm/template';
import { admits, ModelCache, originOf, type SectionGroup } from './sectionModels';
import { tokenPlaces, type TokenPlaces } from './tokenPlaces';

/** A translation unit read for one target: everything the model can be asked about. */
export interface TargetUnit {
  readonly target: string;
  readonly preprocessed: PreprocessResult;
  readonly places: TokenPlaces;
  readonly groups: readonly SectionGroup[];
  readonly accesses: readonly FunctionAccesses[];
  readonly testsSize: boolean;
}

/** Target names to try: the requested ones, else all that have a table. */
export function candidateTargets(request: AnalysisRequest): readonly string[] {
  return request.targets.length > 0 ? request.targets : architectures.map((architecture) => architecture.name);
}

/** Reads a unit for one target; undefined if there is no table for it. */
export function readUnit(
  context: AnalysisContext,
  request: AnalysisRequest,
  target: string,
  withhold?: SectionFactName,
): TargetUnit | undefined {
  const architecture = architectureOf(target);
  if (!architecture) return undefined;
  const preprocessed = preprocessFor(context, request, architecture);
  const places = tokenPlaces(preprocessed);
  const { tokens } = preprocessed;
  if (request.configuration.language === 'asm') {
    const group = assemblyFile(context, request, architecture, preprocessed, places, withhold);
    return { target, preprocessed, places, groups: group ? [group] : [], accesses: [], testsSize: false };
  }
  const functions = findFunctions(tokens);
  const names = new AreaNames(tokens, functions);
  const groups = statementGroups(context, request, architecture, preprocessed, places, functions, names, withhold);
  const language = request.configuration.language === 'c++' ? 'cpp' : 'c';
  const accesses = functions.flatMap(
    (range) => findAreaAccesses(tokens, range, names, context.syntax, language, places) ?? [],
  );
  return {
    target,
    preprocessed,
    places,
    groups,
    accesses,
    testsSize: accesses.length > 0 && testsSize(tokens, functions, preprocessed.invokedMacros),
  };
}

function preprocessFor(
  context: AnalysisContext,
  request: AnalysisRequest,
  architecture: Architecture,
): PreprocessResult {
  const { configuration } = request;
  const { compiler, language } = configuration;
  const inDirectory = (path: string): string =>
    path.startsWith('/') || configuration.directory === '' ? path : `${configuration.directory}/${path}`;
  return preprocess(
    slot(context, 'preprocess', () => new PreprocessCache()),
    context.sources,
    request.path,
    {
      language,
      compiler,
      predefined: predefinedMacros(architecture.name, language, compiler),
      macros: configuration.macros,
      forcedIncludes: configuration.forcedIncludes.map(inDirectory),
      quoteDirectories: configuration.quoteDirectories.map(inDirectory),
      includeDirectories: configuration.includeDirectories.map(inDirectory),
      systemDirectories: configuration.systemDirectories[architecture.name] ?? [],
      has: (operator, argument) => compilerHas(compiler, operator, argument),
      ...(request.isCancelled ? { isCancelled: request.isCancelled } : {}),
    },
  );
}

/** A value that lives as long as the caller's cache. */
function slot<T>(context: AnalysisContext, name: string, create: () => T): T {
  const { slots } = context.cache;
  if (!slots.has(name)) slots.set(name, create());
  return slots.get(name) as T;
}

/** Only text that emits data can hold a descriptor. */
const mayHoldDescriptor = /\.(quad|8byte|xword|dword|long|4byte|int|word|octa)\b/;

function statementGroups(
  context: AnalysisContext,
  request: AnalysisRequest,
  architecture: Architecture,
  preprocessed: PreprocessResult,
  places: TokenPlaces,
  functions: readonly FunctionRange[],
  names: AreaNames,
  withhold: SectionFactName | undefined,
): readonly SectionGroup[] {
  const { tokens } = preprocessed;
  const statements = findAsmStatements(tokens, functions);
  const templates = statements.map((statement) => ({
    statement,
    text: templateOf(statement, architecture.dialectBraces, places),
  }));
  const candidates = templates.filter(({ text }) => mayHoldDescriptor.test(text.text));
  if (candidates.length === 0) return [];
  const signatures = signaturesOf(request, tokens, functions, architecture);
  const identifiers = new Set(tokens.map((token) => token.text));
  const models = slot(context, `models ${architecture.name}`, () => new ModelCache());
  return candidates.flatMap(({ statement, text }) => {
    const operands = bindOperands(statement, names, statement.index);
    // C code, or the text of another asm statement.
    const isNamed = (name: string): boolean =>
      identifiers.has(name) || templates.some((other) => other.text !== text && other.text.written.includes(name));
    const named = labelNames(text.written).filter(isNamed);
    const key = JSON.stringify([signatures, named, modelKey(statement, text, operands)]);
    const build = (): SectionGroup['program'] =>
      programOfStatement(statement, text, operands, {
        architecture,
        syntax: context.syntax,
        areaNames: names,
        at: statement.index,
        namedOutside: (symbol) => named.includes(symbol),
        registeredSignatures: signatures,
      });
    const { program, sections } = models.get(key, build, withhold);
    if (sections.length === 0) return [];
    if (request.targets.length === 0 && !admits(program)) return [];
    const { site } = places.rootOf(statement.keyword);
    return [
      { architecture, program, sections, origin: originOf(text, places.lines), function: statement.function, site },
    ];
  });
}

function labelNames(text: string): string[] {
  return [...text.matchAll(/([A-Za-z_.$][\w.$]*)[ \t]*:/g)].map((match) => match[1] ?? '');
}

function signaturesOf(
  request: AnalysisRequest,
  tokens: PreprocessResult['tokens'],
  functions: readonly FunctionRange[],
  architecture: Architecture,
): readonly number[] {
  const configured = request.declarations.signature;
  const registered = registeredSignatures(tokens, functions, architecture.rseqSyscall);
  return configured === undefined ? registered : [configured, ...registered];
}

function assemblyFile(
  context: AnalysisContext,
  request: AnalysisRequest,
  architecture: Architecture,
  preprocessed: PreprocessResult,
  places: TokenPlaces,
  withhold: SectionFactName | undefined,
): SectionGroup | undefined {
  const text = fileTextOf(preprocessed.tokens, places);
  if (!mayHoldDescriptor.test(text.text)) return undefined;
  const models = slot(context, `models ${architecture.name}`, () => new ModelCache());
  const build = (): SectionGroup['program'] => {
    const tree = context.syntax.parse('gas', text.text);
    try {
      return buildProgram({
        text: text.text,
        root: tree.rootNode,
        architecture,
        form: 'file',
        template: false,
        table: operandTable([]),
        operandsKnown: true,
        clobbers: [],
        namedOutside: () => false,
        registeredSignatures: request.declarations.signature === undefined ? [] : [request.declarations.signature],
      });
    } finally {
      tree.dispose();
    }
  };
  const key = JSON.stringify([text.text, request.declarations.signature ?? null]);
  const { program, sections } = models.get(key, build, withhold);
  if (sections.length === 0 || (request.targets.length === 0 && !admits(program))) return undefined;
  return { architecture, program, sections, origin: originOf(text, places.lines), function: undefined, site: '' };
}
