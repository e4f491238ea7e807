import type { AreaObject, AreaStorage, Written } from '../../../model/registration';
import type { Declaration } from '../declarations';
import { type CExpression, parseExpression, plain } from '../expression';
import type { FunctionRange } from '../functions';
import { onlyValueOf } from '../singleValue';
import { alignmentIn } from '../symbolDeclarations';
import { closingOf, splitAt, type TokenRange } from '../tokenLists';
import type { UnitContext } from '../unitContext';

/** An object with the indices of what declares or allocates it. */
export interface FoundObject extends AreaObject {
  /** Of the name in its declaration, or of the variable that points at it. */
  readonly at: number;
  /** Behind its declaration: the semicolon. */
  readonly end: number;
}

/** linux/rseq.h of every release, and rseq(2) for 32 bytes. */
const kernelsAlignment = 32;
/** malloc(3): fit for any type of C; gcc's __BIGGEST_ALIGNMENT__ is no promise of libc. */
const mallocAlignment = 16;
const smallestPage = 4096;
const threadLocal = /^(?:__thread|_Thread_local|thread_local)$/;

/** The object that an argument points at; undefined: nobody knows. */
export function objectAt(unit: UnitContext, range: TokenRange, within: FunctionRange): FoundObject | undefined {
  // A variable of a register may be no pointer itself.
  for (const { start, end } of [range, unit.resolved(range, within)]) {
    const object = objectOf(unit, plain(parseExpression(unit.tokens.slice(start, end))), start, within, 2);
    if (object) return object;
  }
  return undefined;
}

function objectOf(
  unit: UnitContext,
  pointer: CExpression,
  at: number,
  within: FunctionRange,
  depth: number,
): FoundObject | undefined {
  if (pointer.kind === 'address' && pointer.of.kind === 'name') {
    const declaration = unit.declarationOf(pointer.of.name, at);
    return declaration && declaration.pointers === 0 ? declaredObject(unit, declaration) : undefined;
  }
  if (pointer.kind !== 'name') return undefined;
  const declaration = unit.declarationOf(pointer.name, at);
  if (declaration?.isArray === true && declaration.pointers === 0) {
    return unit.isParameter(pointer.name, within) ? undefined : declaredObject(unit, declaration);
  }
  if (declaration?.pointers !== 1 || depth === 0 || unit.isParameter(pointer.name, within)) return undefined;
  const allocated = alignedAllocation(unit, declaration, within);
  if (allocated) return allocated;
  const value = onlyValueOf(unit.tokens, within, pointer.name);
  if (!value || unit.functionAt(declaration.at) !== within) return undefined;
  const expression = plain(parseExpression(unit.tokens.slice(value.start, value.end)));
  return expression.kind === 'call'
    ? heapObject(unit, expression, value, declaration, within)
    : objectOf(unit, expression, value.start, within, depth - 1);
}

/** What a declaration of a variable makes. */
export function declaredObject(unit: UnitContext, declaration: Declaration): FoundObject {
  const { name, words, pointers, at } = declaration;
  const { tokens, excerpt, sizes } = unit;
  const range = declarationRange(unit, at);
  const owner = unit.functionAt(at);
  const isKernels = unit.isKernelsArea(words);
  const extent = sizes.extentOf(words, pointers, at + 1);
  const outside = withoutBodies(unit, range);
  const asked = alignmentIn(outside.map((i) => tokens[i]).filter((token) => token !== undefined));
  const natural = isKernels ? kernelsAlignment : extent?.alignment;
  return {
    name,
    place: excerpt.placeOf({ start: at, end: at + 1 }),
    function: owner?.name,
    storage: storageOf(words, owner !== undefined),
    alignment: natural === undefined || asked === undefined ? undefined : Math.max(natural, asked),
    size: isKernels ? undefined : extent?.size,
    tlsModel: modelOf(unit, outside),
    isTypeKernels: isKernels,
    declarator: asked === 1 ? excerpt.written({ start: at, end: behindDimensions(unit, at + 1) }) : undefined,
    last: lastOf(unit, range, at),
    at,
    end: range.end,
  };
}

/** As the attribute says, or a macro that was not found and is called after it. */
function modelOf({ tokens }: UnitContext, outside: readonly number[]): string | undefined {
  const at = outside.find((i) => /^_*tls_model_*$|INITIAL_EXEC/.test(tokens[i]?.text ?? ''));
  if (at === undefined) return undefined;
  return tokens[at + 1]?.text === '(' ? tokens[at + 2]?.text.slice(1, -1) : 'initial-exec';
}

function storageOf(words: readonly string[], isInFunction: boolean): AreaStorage {
  if (words.some((word) => threadLocal.test(word))) return 'thread';
  return !isInFunction || words.includes('static') || words.includes('extern') ? 'static' : 'automatic';
}

/** From behind the statement before to the semicolon. */
export function declarationRange({ tokens }: UnitContext, at: number): TokenRange {
  let start = at;
  while (start > 0 && !/^[;{}]$/.test(tokens[start - 1]?.text ?? '')) start--;
  let end = at;
  while (end < tokens.length && tokens[end]?.text !== ';')
    end = /^[([{]$/.test(tokens[end]?.text ?? '') ? closingOf(tokens, end) + 1 : end + 1;
  return { start, end };
}

function behindDimensions({ tokens }: UnitContext, from: number): number {
  let i = from;
  while (tokens[i]?.text === '[') i = closingOf(tokens, i) + 1;
  return i;
}

/** The token in front of the semicolon. */
function lastOf(unit: UnitContext, { start, end }: TokenRange, at: number): Written | undefined {
  const { tokens, excerpt } = unit;
  if (splitAt(tokens, { start, end }, ',').length > 1) return undefined;
  for (let i = at + 1; i < end; i++) if (/^[={]$/.test(tokens[i]?.text ?? '')) return undefined;
  return excerpt.written({ start: end - 1, end });
}

function withoutBodies({ tokens }: UnitContext, { start, end }: TokenRange): readonly number[] {
  const kept: number[] = [];
  for (let i = start; i < end; i++) {
    // What an initialiser says is no attribute.
    if (tokens[i]?.text === '=') break;
    if (tokens[i]?.text === '{') i = closingOf(tokens, i);
    else kept.push(i);
  }
  return kept;
}

/** `p = malloc(size)` and its like. */
function heapObject(
  unit: UnitContext,
  { callee }: Extract<CExpression, { kind: 'call' }>,
  value: TokenRange,
  pointer: Declaration,
  within: FunctionRange,
): FoundObject | undefined {
  if (callee.kind !== 'name') return undefined;
  const open = unit.tokens.findIndex(
    ({ text }, i) => i > value.start && text === '(' && unit.tokens[i - 1]?.text === callee.name,
  );
  if (open < 0 || open >= value.end) return undefined;
  const args = splitAt(unit.tokens, { start: open + 1, end: closingOf(unit.tokens, open) }, ',');
  const number = (i: number): number | undefined => {
    const range = args[i];
    return range && unit.valueOf(range, within);
  };
  const make = (alignment: number | undefined, size: number | undefined): FoundObject =>
    allocation(unit, pointer, { start: open - 1, end: closingOf(unit.tokens, open) + 1 }, alignment, size);
  switch (callee.name) {
    case 'malloc':
    case 'alloca':
    case '__builtin_alloca':
      return make(mallocAlignment, number(0));
    case 'calloc': {
      const [count, size] = [number(0), number(1)];
      return make(mallocAlignment, count === undefined || size === undefined ? undefined : count * size);
    }
    case 'aligned_alloc':
    case 'memalign':
      return make(number(0), number(1));
    case 'mmap':
      return make(smallestPage, number(1));
    default:
      return undefined;
  }
}

/** `posix_memalign((void **) &p, alignment, size)` */
function alignedAllocation(unit: UnitContext, pointer: Declaration, within: FunctionRange): FoundObject | undefined {
  const { tokens } = unit;
  for (let i = within.bodyStart; i < within.end; i++) {
    if (tokens[i]?.text !== 'posix_memalign' || tokens[i + 1]?.text !== '(') continue;
    const close = closingOf(tokens, i + 1);
    const [target, alignment, size] = splitAt(tokens, { start: i + 2, end: close }, ',');
    if (!target || !alignment || !size || tokens[target.end - 1]?.text !== pointer.name) continue;
    const made = { start: i, end: close + 1 };
    return allocation(unit, pointer, made, unit.valueOf(alignment, within), unit.valueOf(size, within));
  }
  return undefined;
}

function allocation(
  unit: UnitContext,
  pointer: Declaration,
  call: TokenRange,
  alignment: number | undefined,
  size: number | undefined,
): FoundObject {
  return {
    name: pointer.name,
    place: unit.excerpt.placeOf(call),
    function: unit.functionAt(pointer.at)?.name,
    storage: /alloca$/.test(unit.tokens[call.start]?.text ?? '') ? 'automatic' : 'heap',
    alignment,
    size,
    tlsModel: undefined,
    isTypeKernels: false,
    declarator: unit.tokens[call.start]?.text === 'malloc' ? unit.excerpt.written(call) : undefined,
    last: undefined,
    at: pointer.at,
    end: call.end,
  };
}
