import type { CpuUse } from '../../../model/cpuUse';
import { type Token, TokenKind } from '../../preprocess/token';
import type { ValueSources } from '../cpuValues';
import type { FunctionRange } from '../functions';
import type { UnitContext } from '../unitContext';
import { arraysIn, stackDescriptors } from './arrays';
import { elementsIn } from './elements';
import { staleRetries } from './retries';

export interface CpuSource {
  readonly values: ValueSources;
  readonly isSystemFile: (token: Token) => boolean;
  /** Functions with critical sections. */
  readonly operations: ReadonlySet<string>;
}

/** Numbers of cpus come out of struct rseq, or out of a function that has it in its name. */
const telling = /rseq|^sched_getcpu$/;
const aboutRegistration = /^(?:__rseq_size|__NR_rseq|SYS_rseq|rseq_(?:un)?register\w*|rseq_available|rseq_init)$/;

/** Reads what a unit of C or C++ does with numbers of cpus; undefined: nothing. */
export function readCpuUse(unit: UnitContext, { values, isSystemFile, operations }: CpuSource): CpuUse | undefined {
  const { tokens } = unit;
  const names = tokens.filter(({ kind }) => kind === TokenKind.Identifier);
  if (!names.some(({ text }) => telling.test(text))) return undefined;
  const own = unit.functions.filter(({ start }) => {
    const first = tokens[start];
    return first !== undefined && !isSystemFile(first);
  });
  const inAll = <T>(read: (range: FunctionRange) => readonly T[]): readonly T[] => own.flatMap(read);
  return {
    elements: inAll((range) => elementsIn(unit, values, range)),
    retries: inAll((range) => staleRetries(unit, values, operations, range)),
    arrays: inAll((range) => arraysIn(unit, range)),
    stackDescriptors: inAll((range) => stackDescriptors(unit, range)),
    knowsRegistration: names.some(({ text }) => aboutRegistration.test(text)),
  };
}
