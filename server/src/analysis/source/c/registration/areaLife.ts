import type { AreaLife } from '../../../model/registration';
import { type CallSite, isResultOf, resultVariable } from '../callSites';
import { truthFor } from '../conditionMeaning';
import { conditionsAt } from '../pathConditions';
import { closingOf, type TokenRange } from '../tokenLists';
import type { FoundObject } from './areaObjects';
import type { UnitContext } from './unitContext';

const descriptorField = /^(?:rseq_cs|ptr64|ptr)$/;
const givesBack = /^(?:free|munmap)$/;
const leaves = /^(?:exit|_exit|_Exit|abort|pthread_exit|thrd_exit|longjmp|siglongjmp|execv|execve|execl)$/;

/**
 * What an object holds when a call registers it, and how it ends. `unregisters`: does anything of the unit unregister an area?
 */
export function lifeOf(
  unit: UnitContext,
  object: FoundObject,
  site: CallSite,
  unregisters: boolean,
): AreaLife | undefined {
  if (object.storage !== 'automatic' && object.storage !== 'heap') return undefined;
  return { isInitialized: isInitialized(unit, object, site), end: unregisters ? undefined : endOf(unit, object, site) };
}

function isInitialized(unit: UnitContext, object: FoundObject, site: CallSite): boolean | undefined {
  const { tokens } = unit;
  const allocator = object.storage === 'heap' ? tokens[firstOf(unit, object)]?.text : undefined;
  if (allocator === 'calloc' || allocator === 'mmap') return true;
  let isGiven: boolean | undefined = false;
  const from = object.storage === 'heap' ? object.end : object.at + 1;
  if (object.storage === 'automatic' && /^[={]$/.test(behindDeclarator(unit, object.at + 1))) return true;
  for (let i = from; i < site.at; i++) {
    if (tokens[i]?.text !== object.name || /^(?:\.|->)$/.test(tokens[i - 1]?.text ?? '')) continue;
    const isMember = /^(?:\.|->)$/.test(tokens[i + 1]?.text ?? '');
    const field = tokens[i + 2]?.text ?? '';
    // `if (!p)` looks at the pointer only.
    if (object.storage === 'heap' && !isMember && isTested(unit, i)) continue;
    if (isMember && tokens[i + 3]?.text === '=' && !descriptorField.test(field)) continue;
    isGiven = undefined;
  }
  return isGiven;
}

function firstOf({ tokens }: UnitContext, { end }: FoundObject): number {
  let depth = 0;
  for (let i = end - 1; i > 0; i--) {
    if (tokens[i]?.text === ')') depth++;
    else if (tokens[i]?.text === '(' && --depth === 0) return i - 1;
  }
  return end;
}

function isTested({ tokens }: UnitContext, at: number): boolean {
  const [before, behind] = [tokens[at - 1]?.text ?? '', tokens[at + 1]?.text ?? ''];
  return /^(?:!|\(|&&|\|\|)$/.test(before) && /^(?:\)|==|!=|&&|\|\|)$/.test(behind) && !isArgument(tokens, at);
}

/** Is it an argument of a call, which may fill it in? */
function isArgument(tokens: UnitContext['tokens'], at: number): boolean {
  return tokens[at - 1]?.text === '(' && !/^(?:if|while|\(|!|&&|\|\||return)$/.test(tokens[at - 2]?.text ?? '');
}

/** What stands behind dimensions and attributes. */
function behindDeclarator({ tokens }: UnitContext, from: number): string {
  let i = from;
  for (;;) {
    const text = tokens[i]?.text ?? '';
    if (text === '[') i = closingOf(tokens, i) + 1;
    else if (/^(?:__attribute__|alignas|_Alignas|__attribute)$/.test(text)) i = closingOf(tokens, i + 1) + 1;
    else return text;
  }
}

function endOf(unit: UnitContext, object: FoundObject, site: CallSite): AreaLife['end'] {
  const { tokens, excerpt } = unit;
  const { end: bodyEnd, name } = site.function;
  for (let i = site.close + 1; i < bodyEnd; i++) {
    const text = tokens[i]?.text ?? '';
    const isCall = tokens[i + 1]?.text === '(';
    const isFree = object.storage === 'heap' && givesBack.test(text) && isCall && isNameIn(unit, i + 1, object.name);
    if (isFree && isFailurePath(unit, site, i)) continue;
    if (isFree) return { how: 'freed', place: excerpt.placeOf({ start: i, end: closingOf(tokens, i + 1) + 1 }) };
    // Whoever gets it may unregister it.
    if (
      isCall &&
      !givesBack.test(text) &&
      !/^(?:if|while|for|switch|sizeof)$/.test(text) &&
      isNameIn(unit, i + 1, object.name)
    )
      return undefined;
    if (leaves.test(text) && isCall && object.storage === 'automatic') return undefined;
    if (/^(?:for|while)$/.test(text) && isEndless(unit, i)) return undefined;
  }
  // The process goes when main() returns.
  if (object.storage !== 'automatic' || name === 'main' || isArgumentOfExit(unit, site)) return undefined;
  return { how: 'returns', place: excerpt.placeOf({ start: bodyEnd, end: bodyEnd + 1 }) };
}

/** May the place be reached only where the registration failed? */
function isFailurePath(unit: UnitContext, site: CallSite, at: number): boolean {
  const { tokens } = unit;
  const variable = resultVariable(tokens, site);
  const isResult = (range: TokenRange): boolean => isResultOf(tokens, site, range);
  return conditionsAt(tokens, site.function, at).some((condition) => {
    const { start, end, holds } = condition;
    const isAbout =
      (start <= site.at && site.at < end) ||
      (start > site.at && tokens.slice(start, end).some(({ text }) => text === variable));
    // It returns 0 or -1.
    return isAbout && truthFor(tokens, condition, -1n, isResult) !== !holds;
  });
}

/** `exit(syscall(...))` */
function isArgumentOfExit({ tokens }: UnitContext, { at, function: range }: CallSite): boolean {
  for (let i = range.bodyStart; i < at; i++)
    if (leaves.test(tokens[i]?.text ?? '') && tokens[i + 1]?.text === '(' && closingOf(tokens, i + 1) > at) return true;
  return false;
}

function isNameIn({ tokens }: UnitContext, open: number, name: string): boolean {
  const close = closingOf(tokens, open);
  for (let i = open + 1; i < close; i++) {
    const isMember = /^(?:\.|->)$/.test(tokens[i + 1]?.text ?? '') || /^(?:\.|->)$/.test(tokens[i - 1]?.text ?? '');
    if (tokens[i]?.text === name && !isMember) return true;
  }
  return false;
}

/** `for (;;)`, `while (1)`, `while (true)` */
function isEndless({ tokens }: UnitContext, at: number): boolean {
  const close = closingOf(tokens, at + 1);
  const condition = tokens.slice(at + 2, close).map(({ text }) => text);
  const head = condition.join(' ');
  return head === '; ;' || head === '1' || head === 'true';
}
