import { architectureOf } from '../arch/index';
import type { Architecture } from '../arch/architecture';
import type { AreaMention } from '../model/areaMention';
import { type Fact, unknown } from '../model/fact';
import type { CpuUse } from '../model/cpuUse';
import type { FieldUse } from '../model/fieldUse';
import { type CallMismatch, mismatchOf } from '../model/sectionCall';
import type { AnalysisContext, AnalysisRequest } from '../request';
import { slot } from './analysisCache';
import type { AssemblerText } from './assembler/assemblerText';
import { accessedBytes, areaMentions } from './areaMentions';
import { AreaNames } from './c/area';
import { type ComparedParameter, findCalls, type FunctionCalls } from './c/calls';
import { ValueSources } from './c/cpuValues';
import { MemberReader } from './c/fields/memberReads';
import { readFieldUse } from './c/fields/fieldUse';
import { readAccesses, type UnitAccesses } from './c/fields/read';
import { findFunctions } from './c/functions';
import { readCpuUse } from './c/indexing/cpuUse';
import { readRegistration, type UnitRegistration } from './c/registration/read';
import { UnitContext } from './c/unitContext';
import { AsmStatementReader } from './inlineAsm/statement';
import { PreprocessCache, preprocess, type PreprocessResult } from './preprocess/index';
import { compilerHas, predefinedMacros } from './preprocess/predefined';
import type { Token } from './preprocess/token';
import { fileGroups, type GroupSource } from './sectionGroups';
import type { SectionGroup } from './sectionModels';
import { statementGroups } from './statementGroups';
import { namesByteOrder } from './targetNames';
import { tokenPlaces, type TokenPlaces } from './tokenPlaces';

/** A translation unit read for one target: everything the model can be asked about. */
export interface TargetUnit {
  readonly target: string;
  readonly preprocessed: PreprocessResult;
  readonly places: TokenPlaces;
  readonly groups: readonly SectionGroup[];
  /** Reads of struct rseq in C. */
  readonly accesses: UnitAccesses | undefined;
  /** Calls of functions with sections. */
  readonly calls: readonly CheckedCalls[];
  /** What the code is compiled to, where that is another encoding than the table's: then nothing of it is read. */
  readonly otherEncoding: string | undefined;
  /** What it does about registering; undefined: nothing. */
  readonly registration: UnitRegistration | undefined;
  /** What it does with the fields of struct rseq; undefined: nothing. */
  readonly fieldUse: FieldUse | undefined;
  /** What it does with numbers of cpus; undefined: nothing. */
  readonly cpuUse: CpuUse | undefined;
  /** The text that places of facts about the unit as a whole are in. */
  readonly excerpt: AssemblerText | undefined;
  /** Where it is about struct rseq. */
  readonly mentions: () => readonly AreaMention[];
  /** Could the assembler text, as it was read for this target, be meant for another architecture? */
  readonly admittedBy: (architecture: Architecture) => boolean;
}

/** Calls in one function with what is wrong about them. */
export interface CheckedCalls extends FunctionCalls {
  readonly mismatches: readonly { readonly function: string; readonly cpu: Fact<CallMismatch | undefined> }[];
}

/** Reads a unit for one target; undefined if there is no table for it. */
export function readUnit(
  context: AnalysisContext,
  request: AnalysisRequest,
  target: string,
  withhold?: string,
): TargetUnit | undefined {
  const architecture = architectureOf(target);
  if (!architecture) return undefined;
  const preprocessed = preprocessFor(context, request, architecture);
  const places = tokenPlaces(preprocessed);
  const isAssembly = request.configuration.language === 'asm';
  const functions = isAssembly ? [] : findFunctions(preprocessed.tokens);
  const names = new AreaNames(isAssembly ? [] : preprocessed.tokens, functions);
  const values = new ValueSources(preprocessed.tokens, functions, names);
  const source: GroupSource = {
    context,
    request,
    tokens: preprocessed.tokens,
    places,
    functions,
    names,
    namesByteOrder: () => namesByteOrder(preprocessed),
    values,
    isPositionIndependent: ['__pic__', '__PIC__', '__pie__', '__PIE__'].some((name) => preprocessed.macros(name)),
  };
  const otherEncoding = Object.entries(architecture.otherEncodings ?? {}).find(([name]) =>
    preprocessed.macros(name),
  )?.[1];
  const groupsFor = otherEncoding ? () => [] : isAssembly ? fileGroups(source) : statementGroups(source);
  const unit = isAssembly ? undefined : contextOf(source, preprocessed, architecture.pointerBytes);
  const groups = groupsFor(architecture, withhold, request.targets.length > 0);
  const accesses =
    unit &&
    readAccesses(unit, {
      names,
      language: request.configuration.language === 'c++' ? 'cpp' : 'c',
      locator: places,
      reader: slot(context.cache, 'member reads', () => new MemberReader(context.syntax)),
      invokedMacros: preprocessed.invokedMacros,
      programs: groups,
      isIncluded: ({ file }) => preprocessed.files(file)?.path !== request.path,
    });
  const registration = unit && registrationOf(source, unit, groups, architecture);
  const fieldUse = unit && fieldUseOf(source, preprocessed, unit, registration);
  const cpuUse = unit && cpuUseOf(source, preprocessed, unit, groups);
  const excerpt = unit?.excerpt.finish(places);
  return {
    target: architecture.name,
    preprocessed,
    places,
    groups,
    accesses,
    calls: checkedCalls(source, groups, withhold),
    otherEncoding,
    registration,
    fieldUse,
    cpuUse,
    excerpt,
    mentions: () =>
      unit && excerpt ? areaMentions({ unit, names, places, groups, fieldUse, excerpt }) : accessedBytes(groups),
    admittedBy: (other) => groupsFor(other, undefined, false).some(({ isNeutral }) => !isNeutral),
  };
}

function cpuUseOf(
  { values }: GroupSource,
  preprocessed: PreprocessResult,
  unit: UnitContext,
  groups: readonly SectionGroup[],
): CpuUse | undefined {
  const isSystemFile = ({ file }: Token): boolean => preprocessed.isSystemFile(file);
  return readCpuUse(unit, { values, isSystemFile, operations: holdersOf(groups) });
}

/** Functions with critical sections. */
function holdersOf(groups: readonly SectionGroup[]): ReadonlySet<string> {
  return new Set(groups.flatMap(({ function: range, sections }) => (range && sections.length > 0 ? [range.name] : [])));
}

function fieldUseOf(
  { names }: GroupSource,
  preprocessed: PreprocessResult,
  unit: UnitContext,
  registration: UnitRegistration | undefined,
): FieldUse | undefined {
  const registering = registration?.use.calls.flatMap(({ action, function: name }) =>
    action === 'probe' || name === undefined ? [] : [name],
  );
  const isSystemFile = ({ file }: Token): boolean => preprocessed.isSystemFile(file);
  return readFieldUse(unit, { names, isSystemFile, registering: new Set(registering) });
}

/** Headers that declare the kernel's struct rseq, or nothing of the kind. */
const kernelHeaders = /^(?:linux|sys)\/rseq\.h$/;

function contextOf(
  { tokens, functions }: GroupSource,
  preprocessed: PreprocessResult,
  pointerBytes: number,
): UnitContext {
  const mayHideTypes = preprocessed.missing.some(
    ({ name, angled }) => !angled || (/rseq/.test(name) && !kernelHeaders.test(name)),
  );
  return new UnitContext(tokens, functions, pointerBytes, ({ file }) => preprocessed.isSystemFile(file), mayHideTypes);
}

function registrationOf(
  { context, tokens, functions, values }: GroupSource,
  unit: UnitContext,
  groups: readonly SectionGroup[],
  architecture: Architecture,
): UnitRegistration | undefined {
  return readRegistration(
    unit,
    {
      values,
      statements: () => slot(context.cache, 'asm statements', () => new AsmStatementReader()).find(tokens, functions),
      sectionFunctions: holdersOf(groups),
    },
    architecture,
  );
}

/** The parameters that sections compare; a function with several sections is left alone. */
function checkedCalls(
  { tokens, functions, values, places }: GroupSource,
  groups: readonly SectionGroup[],
  withhold: string | undefined,
): readonly CheckedCalls[] {
  const compared = new Map<string, ComparedParameter>();
  for (const { function: range, sections } of groups) {
    const cpu = sections.length === 1 ? sections[0]?.facts.cpu : undefined;
    if (!range || !cpu?.known || cpu.value.kind !== 'inside') continue;
    const [compare] = cpu.value.compares;
    const name = compare?.operand?.expression;
    if (name === undefined || !values.scopeOf(range).parameters.some((parameter) => parameter.name === name)) continue;
    compared.set(range.name, { name, field: compare?.field });
  }
  return findCalls(tokens, functions, compared, values, places).map((found) => ({
    ...found,
    mismatches: found.calls.map((call) => ({
      function: call.function,
      cpu: withhold === 'cpu' ? unknown('absent') : mismatchOf(call),
    })),
  }));
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
  const cache = slot(context.cache, 'preprocess', () => new PreprocessCache());
  return preprocess(cache, context.sources, request.path, {
    language,
    compiler,
    predefined: predefinedMacros(architecture.name, language, compiler),
    macros: configuration.macros,
    forcedIncludes: configuration.forcedIncludes.map(inDirectory),
    quoteDirectories: configuration.quoteDirectories.map(inDirectory),
    includeDirectories: configuration.includeDirectories.map(inDirectory),
    systemDirectories: configuration.systemDirectories[architecture.name] ?? [],
    // Assembly gets macros of the assembler from there.
    skimsSystemHeaders: language !== 'asm',
    has: (operator, argument) => compilerHas(compiler, operator, argument, language),
    ...(request.isCancelled ? { isCancelled: request.isCancelled } : {}),
  });
}
