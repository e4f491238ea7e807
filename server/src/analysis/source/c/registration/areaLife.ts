import type { AreaLife } from '../../../model/registration';
import type { CallSite } from '../callSites';
import { closingOf } from '../tokenLists';
import type { FoundObject } from './areaObjects';
import { isReachedRegistered } from './registeredPaths';
import type { UnitContext } from '../unitContext';

const descriptorField = /^(?:rseq_cs|ptr64|ptr)$/;
const ownUses =
  /^(?:if|while|sizeof|memset|bzero|explicit_bzero|__builtin_memset|free|munmap|posix_memalign|printf|fprintf|assert)$/;
/** Names of functions that may unregister the thread without being told of the area. */
const undoes = /rseq|reg|clean|fini|destroy|release|teardown|stop|join/i;
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
  if (isHandedOn(unit, object, site)) return undefined;
  for (let i = site.close + 1; i < bodyEnd; i++) {
    const text = tokens[i]?.text ?? '';
    const isCall = tokens[i + 1]?.text === '(';
    const isFree = object.storage === 'heap' && givesBack.test(text) && isCall && isNameIn(unit, i + 1, object.name);
    if (isFree && !isReachedRegistered(unit, site, i)) continue;
    if (isFree) return { how: 'freed', place: excerpt.placeOf({ start: i, end: closingOf(tokens, i + 1) + 1 }) };
    if (isCall && undoes.test(text)) return undefined;
    if (leaves.test(text) && isCall && object.storage === 'automatic') return undefined;
    if (/^(?:for|while)$/.test(text) && isEndless(unit, i)) return undefined;
  }
  // The process goes when main() returns.
  if (object.storage !== 'automatic' || name === 'main' || isArgumentOfExit(unit, site)) return undefined;
  return { how: 'returns', place: excerpt.placeOf({ start: bodyEnd, end: bodyEnd + 1 }) };
}

/** `exit(syscall(...))` */
function isArgumentOfExit({ tokens }: UnitContext, { at, function: range }: CallSite): boolean {
  for (let i = range.bodyStart; i < at; i++)
    if (leaves.test(tokens[i]?.text ?? '') && tokens[i + 1]?.text === '(' && closingOf(tokens, i + 1) > at) return true;
  return false;
}

/** Does anybody else get to know where it is, who may then unregister it? */
function isHandedOn({ tokens }: UnitContext, object: FoundObject, site: CallSite): boolean {
  for (let i = object.at + 1; i < site.function.end; i++) {
    if (i === site.at) i = site.close;
    if (tokens[i]?.text !== object.name || /^(?:\.|->)$/.test(tokens[i - 1]?.text ?? '')) continue;
    const isAddress = tokens[i - 1]?.text === '&';
    const before = tokens[isAddress ? i - 2 : i - 1]?.text ?? '';
    const isMember = /^(?:\.|->)$/.test(tokens[i + 1]?.text ?? '') && !isAddress;
    if (isMember || isOwnUse(tokens, i)) continue;
    // A pointer that only the call uses.
    const pointer = tokens[i - 3]?.text;
    const isPassedOnly = before === '=' && tokens.slice(site.at, site.close).some(({ text }) => text === pointer);
    if (/^(?:[(,=]|return)$/.test(before) && !isPassedOnly) return true;
  }
  return false;
}

/** In a condition, measured, filled, assigned to, or given back. */
function isOwnUse(tokens: UnitContext['tokens'], at: number): boolean {
  if (tokens[at + 1]?.text === '=') return true;
  let depth = 0;
  for (let i = at - 1; i > 0 && !/^[;{}]$/.test(tokens[i]?.text ?? ''); i--) {
    if (tokens[i]?.text === ')') depth++;
    else if (tokens[i]?.text === '(' && depth-- === 0) return ownUses.test(tokens[i - 1]?.text ?? '');
  }
  return false;
}

function isNameIn({ tokens }: UnitContext, open: number, name: string): boolean {
  return tokens.slice(open, closingOf(tokens, open)).some(({ text }) => text === name);
}

/** `for (;;)`, `while (1)`, `while (true)` */
function isEndless({ tokens }: UnitContext, at: number): boolean {
  const close = closingOf(tokens, at + 1);
  const condition = tokens.slice(at + 2, close).map(({ text }) => text);
  const head = condition.join(' ');
  return head === '; ;' || head === '1' || head === 'true';
}
