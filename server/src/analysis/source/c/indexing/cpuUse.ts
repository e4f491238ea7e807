import type { CpuUse } from '../../../model/cpuUse';
import { type Token, TokenKind } from '../../preprocess/token';
import type { ValueSources } from '../cpuValues';
import type { FunctionRange } from '../functions';
import type { UnitContext } from '../unitContext';
import { arraysIn, stackDescriptors } from './arrays';
import { elementsIn } from './elements';
import { namedNumbers, remoteStores } from './numbers';
import { retriesIn } from './retries';

export interface CpuSource {
  readonly values: ValueSources;
  readonly isSystemFile: (token: Token) => boolean;
  /** Functions with critical sections. */
  readonly operations: ReadonlySet<string>;
}

/** Numbers of cpus come out of struct rseq, or out of a function that has it in its name. */
const telling = /rseq|^sched_getcpu$/;
const aboutRegistration = /^(?:__rseq_size|__NR_rseq|SYS_rseq|rseq_(?:un)?register\w*|rseq_available|rseq_init)$/;

/** A look at the number as the kernel has it, or another way to get one. */
const fallsBack = /^(?:cpu_id|rseq_current_cpu|rseq_current_cpu_raw|rseq_fallback\w*|sched_getcpu|getcpu)$/;
const fences = /membarrier|fence|setaffinity/i;

/** Reads what a unit of C or C++ does with numbers of cpus; undefined: nothing. */
export function readCpuUse(unit: UnitContext, { values, isSystemFile, operations }: CpuSource): CpuUse | undefined {
  const { tokens } = unit;
  // What headers of the system declare is nothing that the program does.
  const names = tokens.filter((token) => token.kind === TokenKind.Identifier && !isSystemFile(token));
  if (!names.some(({ text }) => telling.test(text))) return undefined;
  const own = unit.functions.filter(({ start }) => {
    const first = tokens[start];
    return first !== undefined && !isSystemFile(first);
  });
  const inAll = <T>(read: (range: FunctionRange) => readonly T[]): readonly T[] => own.flatMap(read);
  const retries = own.map((range) => retriesIn(unit, values, operations, range));
  return {
    elements: inAll((range) => elementsIn(unit, values, range)),
    retries: retries.flatMap(({ all }) => all),
    staleRetries: retries.flatMap(({ stale }) => stale),
    namedNumbers: inAll((range) => namedNumbers(unit, values, range)),
    remoteStores: inAll((range) => remoteStores(unit, range)),
    arrays: inAll((range) => arraysIn(unit, range)),
    stackDescriptors: inAll((range) => stackDescriptors(unit, range)),
    knowsRegistration: names.some(({ text }) => aboutRegistration.test(text)),
    hasFallback: names.some(({ text }) => fallsBack.test(text)),
    fences: names.some(({ text }) => fences.test(text)),
    hasMain: unit.functions.some(({ name }) => name === 'main'),
  };
}
