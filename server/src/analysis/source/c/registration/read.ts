import type { Architecture } from '../../../arch/architecture';
import { auxiliaryVector } from '../../../abi/system';
import { originalLength, registrationFlags } from '../../../abi/registration';
import type {
  AreaObject,
  Argument,
  LengthSource,
  MembarrierCall,
  RegistrationAction,
  RegistrationCall,
  RegistrationUse,
} from '../../../model/registration';
import type { AsmStatement } from '../../inlineAsm/statement';
import { TokenKind } from '../../preprocess/token';
import type { ValueSources } from '../cpuValues';
import { parseExpression } from '../expression';
import type { FunctionRange } from '../functions';
import { impliedZeroness } from '../conditionMeaning';
import { conditionsAt } from '../pathConditions';
import { closingOf, type TokenRange } from '../tokenLists';
import { lifeOf } from './areaLife';
import { declaredObject, type FoundObject, objectAt } from './areaObjects';
import { childUses } from './childUses';
import { definedSymbols } from './libcSymbols';
import { resultUseOf } from './resultUse';
import { findSystemCalls, type PassedArgument, type SystemCall } from './systemCalls';
import type { UnitContext } from '../unitContext';

/** What a unit does about registering; its places are in the text of the unit's excerpt. */
export interface UnitRegistration {
  readonly use: RegistrationUse;
  /** Does it call the kernel by an instruction of the target? */
  readonly isForTarget: boolean;
}

export interface RegistrationSource {
  readonly values: ValueSources;
  readonly statements: () => readonly AsmStatement[];
  /** Functions with critical sections. */
  readonly sectionFunctions: ReadonlySet<string>;
}

/** Nothing that a rule is about can be in a unit without one of these. */
const telling =
  /^(?:syscall|__NR_rseq|SYS_rseq|__NR_membarrier|SYS_membarrier|vfork|clone|__rseq_offset|__rseq_size|__rseq_flags|__thread|_Thread_local|thread_local)$/;
const areaTypes = /^(?:rseq|rseq_abi|kernel_rseq)$/;

/** Reads a unit of C or C++; undefined: nothing of it has to do with registering. */
export function readRegistration(
  unit: UnitContext,
  source: RegistrationSource,
  architecture: Architecture,
): UnitRegistration | undefined {
  const { tokens, functions } = unit;
  if (!tokens.some(({ kind, text }) => kind === TokenKind.Identifier && telling.test(text))) return undefined;
  const systemCalls = findSystemCalls(unit, source.statements(), architecture);
  const ofRseq = systemCalls.filter(({ name, args }) => name === 'rseq' && args.length === 4);
  const actions = ofRseq.map((call) => actionOf(unit, call));
  const unregisters = actions.some((action) => action === 'unregister' || action === 'unknown');
  const calls = ofRseq.flatMap((call, i) => registrationCall(unit, call, actions[i] ?? 'unknown', unregisters) ?? []);
  const use: RegistrationUse = {
    calls,
    areas: areasOf(unit, calls),
    membarriers: systemCalls.flatMap((call) => membarrierCall(unit, source.values, call) ?? []),
    symbols: definedSymbols(unit),
    childUses: childUses(unit, systemCalls, source.sectionFunctions, source.values.areaNames),
    asksLibc: tokens.some(({ text }) => /__rseq_(?:size|offset)|glibc\.pthread\.rseq/.test(text)),
    asksKernel: asksKernel(unit),
    hasMain: functions.some(({ name }) => name === 'main'),
  };
  return { use, isForTarget: systemCalls.some(({ isRaw }) => isRaw) };
}

function actionOf(unit: UnitContext, { args }: SystemCall): RegistrationAction {
  const [area, length, flags, signature] = args;
  if (!area || !length || !flags || !signature) return 'unknown';
  const value = unit.valueOf(flags, flags.within);
  if (value === undefined) return 'unknown';
  const isZero = (argument: PassedArgument): boolean => unit.valueOf(argument, argument.within) === 0;
  // Nobody registers that: it asks whether the system call is there.
  if (isZero(area) || (isZero(length) && isZero(signature) && value === 0)) return 'probe';
  return (value & registrationFlags.unregister) === 0 ? 'register' : 'unregister';
}

function registrationCall(
  unit: UnitContext,
  { site, args, returnsMinusOne }: SystemCall,
  action: RegistrationAction,
  unregisters: boolean,
): RegistrationCall | undefined {
  const [area, length, flags, signature] = args;
  if (!area || !length || !flags || !signature) return undefined;
  const place = unit.excerpt.placeOf({ start: site.at, end: site.close + 1 });
  const object = objectAt(unit, area, area.within);
  return {
    callee: site.callee,
    place,
    function: site.function.name,
    action,
    area: argumentOf(unit, area),
    object,
    life: object && action === 'register' ? lifeOf(unit, object, site, unregisters) : undefined,
    length: argumentOf(unit, length),
    lengthSource: lengthSource(unit, length),
    flags: argumentOf(unit, flags),
    signature: argumentOf(unit, signature),
    result: returnsMinusOne ? resultUseOf(unit.excerpt, site) : { kind: 'other' },
    underLibc: underLibc(unit, site.function, site.at),
  };
}

function argumentOf(unit: UnitContext, range: PassedArgument): Argument {
  return {
    place: unit.excerpt.placeOf(range),
    text: unit.excerpt.textOf(range),
    value: unit.valueOf(range, range.within),
    isOwn: range.isOwn,
  };
}

/** What a length is that is no constant, seen through a local variable. */
function lengthSource(unit: UnitContext, range: PassedArgument): LengthSource {
  const { start, end } = unit.resolved(range, range.within);
  const { tokens } = unit;
  const first = tokens[start]?.text;
  if (first === '__rseq_size' && end - start === 1) return 'libc-size';
  if (first === 'getauxval' && closingOf(tokens, start + 1) === end - 1) {
    const asked = unit.constants.valueOf({ start: start + 2, end: end - 1 });
    return asked === BigInt(auxiliaryVector.featureSize.value) ? 'feature-size' : 'other';
  }
  if (first !== 'sizeof') return 'other';
  const isWhole = tokens[start + 1]?.text === '(' ? closingOf(tokens, start + 1) === end - 1 : true;
  const operand = tokens[start + 1]?.text === '(' ? { start: start + 2, end: end - 1 } : { start: start + 1, end };
  const type = isWhole ? unit.typeIn(operand, start) : undefined;
  if (!type || type.pointers > 0) return 'other';
  if (unit.isKernelsArea(type.words)) return 'type-size';
  const name = unit.sizes.typeName(type.words);
  const isArea = name !== undefined && areaTypes.test(name);
  const extent = isArea ? unit.sizes.extentOf(type.words, 0, type.behind) : undefined;
  return extent && extent.size > originalLength ? 'type-size' : 'other';
}

function underLibc(unit: UnitContext, range: FunctionRange, at: number): RegistrationCall['underLibc'] {
  const { tokens, excerpt } = unit;
  // A variable of its own says nothing about libc.
  if (unit.declarationOf('__rseq_size', at)?.words.includes('extern') === false) return undefined;
  const isSize = ({ start, end }: TokenRange): boolean => end - start === 1 && tokens[start]?.text === '__rseq_size';
  for (const condition of conditionsAt(tokens, range, at)) {
    if (impliedZeroness(tokens, condition, condition.holds, isSize) === 'nonzero') return excerpt.placeOf(condition);
  }
  return undefined;
}

function areasOf(unit: UnitContext, calls: readonly RegistrationCall[]): readonly AreaObject[] {
  const declared = [...unit.file.variables.values()].flatMap((declarations) =>
    declarations.filter(
      ({ words, pointers }) =>
        pointers === 0 &&
        !words.includes('extern') &&
        words.some((word) => /^(?:__thread|_Thread_local|thread_local)$/.test(word)) &&
        areaTypes.test(unit.sizes.typeName(words) ?? ''),
    ),
  );
  const objects = [
    ...declared.map((each) => withModel(unit, declaredObject(unit, each))),
    ...calls.flatMap(({ object }) => object ?? []),
  ];
  return objects.filter(({ place }, i) => objects.findIndex((other) => other.place.start === place.start) === i);
}

/** Another declaration may say the model. */
function withModel(unit: UnitContext, object: FoundObject): FoundObject {
  const models = (unit.file.variables.get(object.name) ?? []).map((each) => declaredObject(unit, each).tlsModel);
  return { ...object, tlsModel: models.find((model) => model !== undefined) };
}

function membarrierCall(
  unit: UnitContext,
  values: ValueSources,
  { name, site, args, returnsMinusOne }: SystemCall,
): MembarrierCall | undefined {
  const [command, flags, cpu] = args;
  if (name !== 'membarrier' || !command || !flags) return undefined;
  const expression = cpu && parseExpression(unit.tokens.slice(cpu.start, cpu.end));
  return {
    place: unit.excerpt.placeOf({ start: site.at, end: site.close + 1 }),
    function: site.function.name,
    command: argumentOf(unit, command),
    flags: argumentOf(unit, flags),
    cpu: cpu && argumentOf(unit, cpu),
    cpuField: cpu?.isOwn === true && expression ? values.scopeOf(site.function).cpuValue(expression)?.field : undefined,
    result: returnsMinusOne ? resultUseOf(unit.excerpt, site) : { kind: 'other' },
    order: site.at,
  };
}

function asksKernel(unit: UnitContext): boolean {
  const { tokens } = unit;
  return tokens.some(({ text }, i) => {
    if (/^AT_RSEQ_(?:FEATURE_SIZE|ALIGN)$/.test(text)) return true;
    if (text !== 'getauxval' || tokens[i + 1]?.text !== '(') return false;
    const asked = unit.constants.valueOf({ start: i + 2, end: closingOf(tokens, i + 1) });
    return asked === BigInt(auxiliaryVector.featureSize.value) || asked === BigInt(auxiliaryVector.align.value);
  });
}
