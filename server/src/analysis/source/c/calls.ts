import type { SectionCall } from '../../model/sectionCall';
import { AssemblerText, type Piece, type TokenLocator } from '../assembler/assemblerText';
import { type Token, TokenKind } from '../preprocess/token';
import type { ValueSources } from './cpuValues';
import { endOfValue, readDeclaration } from './declarations';
import { parseExpression, plain } from './expression';
import type { FunctionRange } from './functions';

/** Calls in one function, with the text their places are in. */
export interface FunctionCalls {
  readonly text: AssemblerText;
  readonly calls: readonly SectionCall[];
}

/** A parameter that the section in a function compares, and with which field where that is known. */
export interface ComparedParameter {
  readonly name: string;
  readonly field: string | undefined;
}

/** Operations of librseq and the kernel's selftests; they take the number last. */
export const libraryOperation = /^rseq_(?:cmp(?:eq|ne)v_\w+|addv|offset_deref_addv|load_\w+)$/;
const cpuParameter = /^(?:cpu|cpu_id|cid|mm_cid|vcpu)$/;
/** librseq's argument that says which number is meant. */
const modes: ReadonlyMap<string, string> = new Map([
  ['RSEQ_PERCPU_CPU_ID', 'cpu_id'],
  ['RSEQ_PERCPU_MM_CID', 'mm_cid'],
]);

/** Finds calls of functions that compare a cpu number in a section: of the unit (`own`), and of librseq. */
export function findCalls(
  tokens: readonly Token[],
  functions: readonly FunctionRange[],
  own: ReadonlyMap<string, ComparedParameter>,
  values: ValueSources,
  locator: TokenLocator,
): readonly FunctionCalls[] {
  const parameters = parameterNames(tokens, functions, own);
  return functions.flatMap((range) => {
    const pieces: Piece[] = [];
    const calls: SectionCall[] = [];
    let text = '';
    for (let i = range.bodyStart; i < range.end; i++) {
      const name = tokens[i];
      if (name?.kind !== TokenKind.Identifier || tokens[i + 1]?.text !== '(') continue;
      if (!own.has(name.text) && !libraryOperation.test(name.text)) continue;
      const call = readCall(tokens, i, parameters.get(name.text), own.get(name.text), range, values);
      if (!call) continue;
      const start = text.length;
      for (const token of call.argumentTokens) {
        pieces.push({ token, start: text.length, length: token.text.length, indexOf: (at) => at });
        text += `${token.text} `;
      }
      calls.push({ ...call.rest, place: { start, end: text.length - 1 } });
    }
    return calls.length === 0 ? [] : [{ text: new AssemblerText(text, pieces, false, locator), calls }];
  });
}

function readCall(
  tokens: readonly Token[],
  at: number,
  parameters: readonly (string | undefined)[] | undefined,
  own: ComparedParameter | undefined,
  range: FunctionRange,
  values: ValueSources,
): { readonly rest: Omit<SectionCall, 'place'>; readonly argumentTokens: readonly Token[] } | undefined {
  const callee = tokens[at]?.text ?? '';
  const args = argumentsOf(tokens, at + 1);
  if (!args || (parameters && parameters.length !== args.length)) return undefined;
  const position = parameters
    ? parameters.findIndex((name) => name !== undefined && (own ? name === own.name : cpuParameter.test(name)))
    : args.length - 1;
  const argumentTokens = args[position];
  if (!argumentTokens || argumentTokens.length === 0) return undefined;
  const scope = values.scopeOf(range);
  const expressions = args.map(parseExpression);
  const argument = expressions[position];
  const named = expressions.flatMap((expression) =>
    expression.kind === 'name' ? (modes.get(expression.name) ?? []) : [],
  );
  const [, suffix] = /_(cpu_id|mm_cid)$/.exec(callee) ?? [];
  return {
    argumentTokens,
    rest: {
      callee,
      function: range.name,
      argument: argument && scope.cpuValue(argument),
      field: own?.field ?? named[0] ?? suffix,
      indices: expressions.flatMap((other, i) => (i === position ? [] : (scope.indexOf(plain(other)) ?? []))),
    },
  };
}

/** The arguments of a call whose opening parenthesis is at `open`; undefined if something is left out in it. */
function argumentsOf(tokens: readonly Token[], open: number): readonly (readonly Token[])[] | undefined {
  const args: Token[][] = [];
  for (let i = open; ;) {
    const end = endOfValue(tokens, i + 1);
    const argument = tokens.slice(i + 1, end);
    if (argument.some((token) => token.kind === TokenKind.Gap || token.uncertain)) return undefined;
    args.push(argument);
    if (tokens[end]?.text === ')') return args;
    if (tokens[end]?.text !== ',') return undefined;
    i = end;
  }
}

/** The names of the parameters of every function that matters, from its definition or a prototype. */
function parameterNames(
  tokens: readonly Token[],
  functions: readonly FunctionRange[],
  own: ReadonlyMap<string, unknown>,
): ReadonlyMap<string, readonly (string | undefined)[]> {
  const found = new Map<string, readonly (string | undefined)[]>();
  let next = 0;
  for (let i = 0; i < tokens.length; i++) {
    while ((functions[next]?.end ?? Infinity) < i) next++;
    const range = functions[next];
    if (range && range.bodyStart <= i) {
      i = range.end;
      continue;
    }
    const name = tokens[i];
    if (name?.kind !== TokenKind.Identifier || tokens[i + 1]?.text !== '(') continue;
    if (!own.has(name.text) && !libraryOperation.test(name.text)) continue;
    const parameters = argumentsOf(tokens, i + 1);
    if (parameters)
      found.set(
        name.text,
        parameters.map((words) => readDeclaration(words, 0)?.declared[0]?.name),
      );
  }
  return found;
}
