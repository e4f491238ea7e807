import type { Architecture } from '../../../arch/architecture';
import type { AsmStatement } from '../../inlineAsm/statement';
import { type CallSite, callSitesIn, findCallSites } from '../callSites';
import type { FunctionRange } from '../functions';
import { isNeverChanged } from '../singleValue';
import type { TokenRange } from '../tokenLists';
import { rawCallsIn } from './rawCalls';
import { comesOf, type UnitContext } from '../unitContext';

export type SystemCallName = 'rseq' | 'membarrier';

/** An argument of the system call: where it is written, which is the call itself or the function that it goes through. */
export interface PassedArgument extends TokenRange {
  readonly within: FunctionRange;
  readonly isOwn: boolean;
}

/** A system call through syscall(2), by its instruction, or through functions that pass their parameters on to it. */
export interface SystemCall {
  readonly name: SystemCallName;
  readonly site: CallSite;
  readonly args: readonly PassedArgument[];
  /** Does it return -1 where it fails, and nothing else that is negative? */
  readonly returnsMinusOne: boolean;
  /** By the instruction of the target. */
  readonly isRaw: boolean;
}

interface DirectCall {
  readonly name: SystemCallName;
  readonly site: CallSite;
  readonly args: readonly TokenRange[];
  readonly isRaw: boolean;
}

/** A function that makes one system call with parameters of its own. */
interface Wrapper {
  readonly call: DirectCall;
  /** By argument of the system call: which parameter it is; undefined: none. */
  readonly parameters: readonly (number | undefined)[];
  readonly returnsMinusOne: boolean;
}

const numberNames: Readonly<Record<SystemCallName, RegExp>> = {
  rseq: /^(?:__NR_|SYS_)rseq$/,
  membarrier: /^(?:__NR_|SYS_)membarrier$/,
};
/** How many arguments there are behind the number. Old callers of membarrier have no cpu. */
const argumentCounts: Readonly<Record<SystemCallName, readonly number[]>> = { rseq: [4], membarrier: [2, 3] };

/** Finds what the unit asks the kernel, in the order of its text. */
export function findSystemCalls(
  unit: UnitContext,
  statements: readonly AsmStatement[],
  architecture: Architecture,
): readonly SystemCall[] {
  const direct = [...libcCalls(unit, architecture), ...rawCalls(unit, statements, architecture)];
  const wrappers = new Map<string, Wrapper>();
  const found: SystemCall[] = [];
  for (const call of direct) {
    const { site, args } = call;
    const isOnly = direct.every((other) => other === call || other.site.function !== site.function);
    const wrapper = isOnly ? wrapperOf(unit, call) : undefined;
    if (wrapper) wrappers.set(site.function.name, wrapper);
    // One that passes everything on is no use of the system call.
    if (wrapper?.parameters.every((parameter) => parameter !== undefined) === true) continue;
    const own = args.map((range) => ({ ...range, within: site.function, isOwn: true }));
    found.push({ ...call, args: own, returnsMinusOne: !call.isRaw });
  }
  if (wrappers.size === 0) return found;
  const calls = unit.functions.flatMap((range) => callSitesIn(unit.tokens, range, (name) => wrappers.has(name)));
  return [...found, ...calls.flatMap((site) => throughWrapper(site, wrappers.get(site.callee)))].sort(
    (a, b) => a.site.at - b.site.at,
  );
}

function libcCalls(unit: UnitContext, architecture: Architecture): readonly DirectCall[] {
  const { tokens, functions } = unit;
  // A program's own syscall() may return what it likes.
  if (functions.some(({ name }) => name === 'syscall')) return [];
  return findCallSites(tokens, functions, (name) => name === 'syscall').flatMap((site): DirectCall[] => {
    const [number, ...args] = site.args;
    const name = number && nameOf(unit, number, args.length, site.function, architecture);
    return name && site.isCertain ? [{ name, site, args, isRaw: false }] : [];
  });
}

function rawCalls(
  unit: UnitContext,
  statements: readonly AsmStatement[],
  architecture: Architecture,
): readonly DirectCall[] {
  return rawCallsIn(unit, statements, architecture).flatMap(({ site, number, args }): DirectCall[] => {
    const source = unit.resolved(number, site.function);
    const name = (['rseq', 'membarrier'] as const).find((each) =>
      isNumberOf(unit, source, each, site.function, architecture),
    );
    const count = name && Math.max(...argumentCounts[name]);
    return name ? [{ name, site, args: args.slice(0, count), isRaw: true }] : [];
  });
}

function nameOf(
  unit: UnitContext,
  number: TokenRange,
  count: number,
  within: FunctionRange,
  architecture: Architecture,
): SystemCallName | undefined {
  return (['rseq', 'membarrier'] as const).find(
    (name) => argumentCounts[name].includes(count) && isNumberOf(unit, number, name, within, architecture),
  );
}

function isNumberOf(
  unit: UnitContext,
  number: TokenRange,
  name: SystemCallName,
  within: FunctionRange,
  { rseqSyscall }: Architecture,
): boolean {
  for (let i = number.start; i < number.end; i++) if (comesOf(unit.tokens[i], numberNames[name])) return true;
  return name === 'rseq' && unit.valueOf(number, within) === rseqSyscall;
}

function wrapperOf(unit: UnitContext, call: DirectCall): Wrapper | undefined {
  const { tokens } = unit;
  const { first, close, function: range } = call.site;
  const names = unit.parametersOf(range).map(({ name }) => name);
  const parameters = call.args.map((argument) => {
    const { start, end } = unit.resolved(argument, range);
    const name = tokens[start]?.text ?? '';
    const index = end - start === 1 && isNeverChanged(tokens, range, name) ? names.indexOf(name) : -1;
    return index < 0 ? undefined : index;
  });
  if (parameters.every((parameter) => parameter === undefined)) return undefined;
  const isAll = tokens[first - 1]?.text === 'return' && first - 2 === range.bodyStart && close + 2 === range.end;
  return { call, parameters, returnsMinusOne: !call.isRaw && isAll };
}

function throughWrapper(site: CallSite, wrapper: Wrapper | undefined): readonly SystemCall[] {
  if (!wrapper || !site.isCertain) return [];
  const { call, parameters, returnsMinusOne } = wrapper;
  const args: PassedArgument[] = [];
  for (const [i, range] of call.args.entries()) {
    const parameter = parameters[i];
    const given = parameter === undefined ? undefined : site.args[parameter];
    if (parameter !== undefined && !given) return [];
    args.push(
      given ? { ...given, within: site.function, isOwn: true } : { ...range, within: call.site.function, isOwn: false },
    );
  }
  return [{ name: call.name, site, args, returnsMinusOne, isRaw: call.isRaw }];
}
