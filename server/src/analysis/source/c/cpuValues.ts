import type { CpuValue } from '../../model/operandMeaning';
import { type Token, TokenKind } from '../preprocess/token';
import type { AreaNames } from './area';
import { type Declaration, endOfValue, localDeclarations } from './declarations';
import { type CExpression, parseExpression, plain } from './expression';
import type { FunctionRange } from './functions';

/** Fields of struct rseq that number something which data is kept for. */
const idFields = /^(?:cpu_id_start|cpu_id|node_id|mm_cid)$/;
const areaType = /^(?:rseq|rseq_abi|kernel_rseq)$/;

/** What functions of librseq, the kernel's selftests and libc return by their names; whether they do is not their callers' business. */
const callsOfLibraries: ReadonlyMap<string, string> = new Map([
  ['rseq_cpu_start', 'cpu_id_start'],
  ['rseq_current_cpu', 'cpu_id'],
  ['rseq_current_cpu_raw', 'cpu_id'],
  ['rseq_current_mm_cid', 'mm_cid'],
  ['rseq_current_node_id', 'node_id'],
  ['sched_getcpu', 'cpu_id'],
]);
/** Calls that give what their first argument points at. */
const loads = /^(?:__atomic_load_n|atomic_load_explicit|atomic_load|__sync_fetch_and_or)$/;

/** The functions of a unit, for questions about where values come from. */
export class ValueSources {
  readonly #functions = new Map<string, FunctionRange>();
  readonly #scopes = new Map<FunctionRange, FunctionScope>();

  constructor(
    readonly tokens: readonly Token[],
    functions: readonly FunctionRange[],
    readonly areaNames: AreaNames,
  ) {
    for (const range of functions) this.#functions.set(range.name, range);
  }

  scopeOf(range: FunctionRange): FunctionScope {
    const existing = this.#scopes.get(range);
    if (existing) return existing;
    const scope = new FunctionScope(this, range);
    this.#scopes.set(range, scope);
    return scope;
  }

  /** The field whose value a call without arguments of this function gives. */
  returnedField(name: string, depth: number): string | undefined {
    const promised = callsOfLibraries.get(name);
    const range = this.#functions.get(name);
    if (promised !== undefined || !range) return promised;
    const scope = this.scopeOf(range);
    const returned = scope.returned();
    return returned && scope.cpuValue(returned, depth)?.field;
  }
}

/** What one function does with its variables. */
export class FunctionScope {
  readonly parameters: readonly Declaration[];
  readonly locals: readonly Declaration[];
  readonly #values = new Map<string, readonly CExpression[] | undefined>();

  constructor(
    readonly sources: ValueSources,
    readonly range: FunctionRange,
  ) {
    ({ parameters: this.parameters, locals: this.locals } = localDeclarations(sources.tokens, range));
  }

  /** The cpu number that an expression is, if that is certain. */
  cpuValue(expression: CExpression, depth = 4): CpuValue | undefined {
    if (depth === 0) return undefined;
    const value = plain(expression);
    switch (value.kind) {
      case 'name':
        return this.#variable(value.name, depth);
      case 'member':
        return idFields.test(value.field) && this.#isArea(expression, value.object)
          ? { field: value.field, root: undefined, text: value.field }
          : undefined;
      case 'call': {
        const { callee, args } = value;
        const [first] = args;
        if (callee.kind !== 'name') return undefined;
        if (first) {
          const target = plain({ kind: 'dereference', pointer: first });
          return loads.test(callee.name) ? this.cpuValue(target, depth - 1) : undefined;
        }
        const field = this.sources.returnedField(callee.name, depth - 1);
        const text = `${callee.name}()`;
        return field === undefined ? undefined : { field, root: text, text };
      }
      default:
        return undefined;
    }
  }

  /** The cpu number by which an lvalue, or what a pointer points at, is chosen from an array. */
  indexOf(expression: CExpression, depth = 3): CpuValue | undefined {
    const value = plain(expression);
    switch (value.kind) {
      case 'index':
        return this.cpuValue(value.index) ?? this.indexOf(value.array, depth);
      case 'member':
        return this.indexOf(value.object, depth);
      case 'address':
        return this.indexOf(value.of, depth);
      case 'dereference':
      case 'name': {
        // A variable that points into the array. What a pointer in an array points at can be anything.
        const name = value.kind === 'name' ? value : value.pointer;
        const pointer = name.kind === 'name' && depth > 0 ? this.#onlyValue(name.name) : undefined;
        const target = pointer && plain(pointer);
        return target?.kind === 'address' ? this.indexOf(target, depth - 1) : undefined;
      }
      default:
        return undefined;
    }
  }

  #onlyValue(name: string): CExpression | undefined {
    const isLocal = this.locals.filter((declared) => declared.name === name).length === 1;
    const values = isLocal ? this.#valuesOf(name) : undefined;
    return values?.length === 1 ? values[0] : undefined;
  }

  /** The one expression that the function returns. */
  returned(): CExpression | undefined {
    const { tokens } = this.sources;
    const { bodyStart, end } = this.range;
    const at: number[] = [];
    for (let i = bodyStart; i < end; i++) if (tokens[i]?.text === 'return') at.push(i + 1);
    const [only] = at;
    return only === undefined || at.length > 1
      ? undefined
      : parseExpression(tokens.slice(only, endOfValue(tokens, only)));
  }

  #variable(name: string, depth: number): CpuValue | undefined {
    const isParameter = this.parameters.some((declared) => declared.name === name);
    const isLocal = this.locals.filter((declared) => declared.name === name).length === 1;
    if (isParameter === isLocal) return undefined;
    const values = this.#valuesOf(name);
    if (!values) return undefined;
    // Nobody calls anything else by this name.
    if (isParameter)
      return values.length === 0 && name === 'mm_cid' ? { field: name, root: name, text: name } : undefined;
    const sources = values.map((value) => this.cpuValue(value, depth - 1));
    const [first] = sources;
    if (!first || sources.some((source) => source?.field !== first.field)) return undefined;
    const [value] = values;
    const isCopy = values.length === 1 && value && plain(value).kind === 'name';
    return { field: first.field, root: isCopy ? first.root : name, text: name };
  }

  /** Everything that is assigned to a variable; undefined: something else can change it too. */
  #valuesOf(name: string): readonly CExpression[] | undefined {
    if (!this.#values.has(name)) this.#values.set(name, this.#findValues(name));
    return this.#values.get(name);
  }

  #findValues(name: string): readonly CExpression[] | undefined {
    const { tokens } = this.sources;
    const values: CExpression[] = [];
    for (let i = this.range.bodyStart; i < this.range.end; i++) {
      const token = tokens[i];
      if (token?.text !== name || /^(?:\.|->)$/.test(tokens[i - 1]?.text ?? '')) continue;
      if (token.uncertain) return undefined;
      const next = tokens[i + 1]?.text ?? '';
      if (next === '=') values.push(parseExpression(tokens.slice(i + 2, endOfValue(tokens, i + 2))));
      else if (/^(?:\+\+|--|[-+*/%&|^]=|<<=|>>=|\{)$/.test(next)) return undefined;
      else if (mayChange(tokens, i)) return undefined;
    }
    return values;
  }

  #isArea(whole: CExpression, object: CExpression): boolean {
    const { areaNames } = this.sources;
    const at = this.range.end;
    switch (object.kind) {
      case 'name':
        return areaNames.isArea(object.name, at);
      case 'dereference':
        return this.#isArea(whole, object.pointer);
      case 'call':
        return object.callee.kind === 'name' && areaNames.isArea(object.callee.name, at);
      default:
        return hasAreaCast(whole);
    }
  }
}

/** Is the variable at `at` incremented, pointed at, or written by an asm statement? */
function mayChange(tokens: readonly Token[], at: number): boolean {
  const [before, earlier] = [tokens[at - 1], tokens[at - 2]];
  if (/^(?:\+\+|--)$/.test(before?.text ?? '')) return true;
  if (before?.text === '&') {
    const isBinary =
      earlier !== undefined &&
      (/^[)\]]$/.test(earlier.text) || /^(?:Identifier|Number)$/.test(TokenKind[earlier.kind]));
    return !isBinary || earlier.text === 'return';
  }
  return before?.text === '(' && earlier?.kind === TokenKind.String && /^"[=+]/.test(earlier.text);
}

/** `((struct rseq *)pointer)->field` */
function hasAreaCast(expression: CExpression): boolean {
  switch (expression.kind) {
    case 'cast':
      return expression.type.some((word) => areaType.test(word)) || hasAreaCast(expression.value);
    case 'member':
      return hasAreaCast(expression.object);
    case 'dereference':
      return hasAreaCast(expression.pointer);
    case 'address':
      return hasAreaCast(expression.of);
    default:
      return false;
  }
}
