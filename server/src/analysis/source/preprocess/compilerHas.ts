import type { Language } from './characters';
import { clangAnswers } from './clangAnswers';
import { gccAnswers } from './gccAnswers';

/** What one compiler says to one operator: names by the languages in which it has them, `name=value` where not 1. */
export interface AnswerLists {
  readonly both?: string;
  readonly cOnly?: string;
  readonly cppOnly?: string;
  readonly neither?: string;
}

export type Answers = Readonly<Partial<Record<string, AnswerLists>>>;

const ANSWERS = { gcc: gccAnswers, clang: clangAnswers };

/**
 * What GCC 12 or Clang 19 answers to `operator(argument)` in `#if`, for common attributes, builtins and features; undefined
 * for a name that is not listed, and without `language` for one on which C and C++ disagree.
 */
export function compilerHas(
  compiler: 'gcc' | 'clang',
  operator: string,
  argument: string,
  language?: Language,
): boolean | number | undefined {
  // These ask about the machine, the build or the name itself: nothing to look up.
  if (operator === '__building_module') return false;
  const lists = ANSWERS[compiler][operator];
  if (lists === undefined) return undefined;
  const name = operator.endsWith('attribute') ? withoutUnderscores(argument) : argument;
  const inBoth = find(lists.both, name);
  const inC = inBoth ?? find(lists.cOnly, name);
  const inCpp = inBoth ?? find(lists.cppOnly, name);
  if (inC === undefined && inCpp === undefined) return find(lists.neither, name) === undefined ? undefined : false;
  if (language !== undefined) return (language === 'c++' ? inCpp : inC) ?? false;
  return inC === inCpp ? inC : undefined;
}

/** The answer that a list gives for a name it holds. */
function find(list: string | undefined, name: string): boolean | number | undefined {
  if (list === undefined || !/^[\w:]+$/.test(name)) return undefined;
  const match = new RegExp(`\\s${name}(?:=(\\d+))?\\s`).exec(list);
  if (match === null) return undefined;
  return match[1] === undefined ? true : Number(match[1]);
}

/** `__noreturn__` is `noreturn`, `__gnu__::__unused__` is `gnu::unused`. */
function withoutUnderscores(attribute: string): string {
  return attribute.replace(/(?<=^|::)__(\w+?)__(?=$|::)/g, '$1');
}
