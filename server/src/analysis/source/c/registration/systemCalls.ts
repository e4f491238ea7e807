import type { Token } from '../../preprocess/token';
import { type CallSite, callSitesIn, findCallSites } from '../callSites';
import type { FunctionRange } from '../functions';
import type { TokenRange } from '../tokenLists';
import type { UnitContext } from './unitContext';

export type SystemCallName = 'rseq' | 'membarrier';

/** An argument of the system call: where it is written, which is the call itself or the wrapper that it goes through. */
export interface PassedArgument extends TokenRange {
  readonly within: FunctionRange;
  readonly isOwn: boolean;
}

/** A system call through syscall(2), or through functions that do nothing but pass their arguments on to it. */
export interface SystemCall {
  readonly name: SystemCallName;
  readonly site: CallSite;
  readonly args: readonly PassedArgument[];
}

/** A function whose body is `return syscall(number, ...);`. */
interface Wrapper {
  readonly name: SystemCallName;
  readonly range: FunctionRange;
  readonly args: readonly (TokenRange & { readonly parameter: number | undefined })[];
}

const numberNames: Readonly<Record<SystemCallName, RegExp>> = {
  rseq: /^(?:__NR_|SYS_)rseq$/,
  membarrier: /^(?:__NR_|SYS_)membarrier$/,
};
/** Arguments behind the number. */
const argumentCounts: Readonly<Record<SystemCallName, number>> = { rseq: 4, membarrier: 3 };

/** @param rseqNumber of the target */
export function findSystemCalls(unit: UnitContext, rseqNumber: number): readonly SystemCall[] {
  const { tokens, functions } = unit;
  // A program's own syscall() may return what it likes.
  if (functions.some(({ name }) => name === 'syscall')) return [];
  const wrappers = new Map<string, Wrapper>();
  const found: SystemCall[] = [];
  for (const site of findCallSites(tokens, functions, (name) => name === 'syscall')) {
    const name = nameOf(unit, site, rseqNumber);
    if (!name || !site.isCertain) continue;
    const wrapper = wrapperOf(unit, site, name);
    if (wrapper) wrappers.set(wrapper.range.name, wrapper);
    // One that passes everything on is no use of the system call.
    if (wrapper?.args.every(({ parameter }) => parameter !== undefined) === true) continue;
    const args = site.args.slice(1).map((range) => ({ ...range, within: site.function, isOwn: true }));
    found.push({ name, site, args });
  }
  if (wrappers.size === 0) return found;
  const calls = functions.flatMap((range) => callSitesIn(tokens, range, (name) => wrappers.has(name)));
  return [...found, ...calls.flatMap((site) => throughWrapper(site, wrappers.get(site.callee)))].sort(
    (a, b) => a.site.at - b.site.at,
  );
}

function nameOf(unit: UnitContext, site: CallSite, rseqNumber: number): SystemCallName | undefined {
  const [number] = site.args;
  if (!number) return undefined;
  for (const name of ['rseq', 'membarrier'] as const) {
    if (site.args.length !== argumentCounts[name] + 1 && !(name === 'membarrier' && site.args.length === 3)) continue;
    for (let i = number.start; i < number.end; i++) if (isNamed(unit.tokens[i], numberNames[name])) return name;
  }
  const isRseq = site.args.length === argumentCounts.rseq + 1 && unit.valueOf(number, site.function) === rseqNumber;
  return isRseq ? 'rseq' : undefined;
}

/** By its own text, or by a macro that it came out of. */
function isNamed(token: Token | undefined, name: RegExp): boolean {
  if (!token) return false;
  if (name.test(token.text)) return true;
  for (let expansion = token.expansion; expansion; expansion = expansion.parent)
    if (name.test(expansion.macro.name)) return true;
  return false;
}

function wrapperOf(unit: UnitContext, site: CallSite, name: SystemCallName): Wrapper | undefined {
  const { tokens } = unit;
  const { function: range, at, close } = site;
  const isAll =
    tokens[at - 1]?.text === 'return' &&
    at - 2 === range.bodyStart &&
    tokens[close + 1]?.text === ';' &&
    close + 2 === range.end;
  if (!isAll) return undefined;
  const parameters = unit.parametersOf(range).map((parameter) => parameter.name);
  const args = site.args.slice(1).map((argument) => {
    const index = argument.end - argument.start === 1 ? parameters.indexOf(tokens[argument.start]?.text ?? '') : -1;
    return { ...argument, parameter: index < 0 ? undefined : index };
  });
  return args.some(({ parameter }) => parameter !== undefined) ? { name, range, args } : undefined;
}

function throughWrapper(site: CallSite, wrapper: Wrapper | undefined): readonly SystemCall[] {
  if (!wrapper || !site.isCertain) return [];
  const args: PassedArgument[] = [];
  for (const { start, end, parameter } of wrapper.args) {
    const given = parameter === undefined ? undefined : site.args[parameter];
    if (parameter !== undefined && !given) return [];
    args.push(
      given ? { ...given, within: site.function, isOwn: true } : { start, end, within: wrapper.range, isOwn: false },
    );
  }
  return [{ name: wrapper.name, site, args }];
}
