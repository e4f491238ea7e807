import type { Retry, StaleRetry } from '../../../model/cpuUse';
import { type Token, TokenKind } from '../../preprocess/token';
import { type CallSite, callSitesIn, resultVariable } from '../callSites';
import { libraryOperation } from '../calls';
import type { ValueSources } from '../cpuValues';
import type { FunctionRange } from '../functions';
import { onlyValueOf } from '../singleValue';
import { closingOf, type TokenRange } from '../tokenLists';
import type { UnitContext } from '../unitContext';

/** A loop and what decides whether it goes on. */
interface Loop {
  readonly body: TokenRange;
  readonly condition: TokenRange;
}

/** Loops that repeat an operation until it succeeds. `operations`: functions with sections. */
export function retriesIn(
  unit: UnitContext,
  values: ValueSources,
  operations: ReadonlySet<string>,
  within: FunctionRange,
): { readonly all: readonly Retry[]; readonly stale: readonly StaleRetry[] } {
  const { tokens, excerpt } = unit;
  const calls = callSitesIn(tokens, within, (name) => operations.has(name) || libraryOperation.test(name));
  const loops = loopsIn(tokens, within);
  const found = calls.flatMap((call) => {
    const loop = loops.findLast(({ body, condition }) => isIn(call, body) || isIn(call, condition));
    return loop && decides(loop, call) ? [{ call, loop }] : [];
  });
  return {
    all: found.map(({ call: { callee, at } }) => {
      return { operation: callee, place: excerpt.placeOf({ start: at, end: at + 1 }), function: within.name };
    }),
    // With a number that was read in front of the loop.
    stale: found.flatMap(({ call, loop }) => call.args.flatMap((argument) => staleArgument(argument, loop) ?? [])),
  };

  function staleArgument(argument: TokenRange, loop: Loop): StaleRetry | undefined {
    const name = tokens[argument.start]?.text ?? '';
    const value = argument.end - argument.start === 1 ? onlyValueOf(tokens, within, name) : undefined;
    if (!value || value.start >= loop.body.start || value.start >= loop.condition.start) return undefined;
    if (!values.scopeOf(within).cpuValue({ kind: 'name', name })) return undefined;
    const [place, readAt] = [excerpt.placeOf(argument), excerpt.placeOf(value)];
    return { variable: name, place, readAt, function: within.name };
  }

  /** Does the loop go on because the operation did not succeed? Its result, or the variable that has it, is the condition. */
  function decides({ condition }: Loop, call: CallSite): boolean {
    const variable = resultVariable(tokens, call);
    const names = tokens.slice(condition.start, condition.end).filter(({ kind }) => kind === TokenKind.Identifier);
    if (isIn(call, condition)) return true;
    const words = names.map(({ text }) => text).filter((text) => !/^(?:__builtin_expect|likely|unlikely|rseq_(?:un)?likely)$/.test(text)); // prettier-ignore
    return variable !== undefined && words.length > 0 && words.every((word) => word === variable);
  }
}

function isIn({ at }: CallSite, { start, end }: TokenRange): boolean {
  return start <= at && at < end;
}

/** `while` and `do`; the inner ones come later. */
function loopsIn(tokens: readonly Token[], { bodyStart, end }: FunctionRange): readonly Loop[] {
  const found: Loop[] = [];
  for (let i = bodyStart; i < end; i++) {
    if (tokens[i]?.text === 'do' && tokens[i + 1]?.text === '{') {
      const close = closingOf(tokens, i + 1);
      if (tokens[close + 1]?.text !== 'while') continue;
      const condition = { start: close + 3, end: closingOf(tokens, close + 2) };
      found.push({ body: { start: i + 1, end: close + 1 }, condition });
    }
    if (tokens[i]?.text === 'while' && tokens[i + 1]?.text === '(' && tokens[i - 1]?.text !== '}') {
      const close = closingOf(tokens, i + 1);
      const last = tokens[close + 1]?.text === '{' ? closingOf(tokens, close + 1) : close + 1;
      found.push({ body: { start: close + 1, end: last + 1 }, condition: { start: i + 2, end: close } });
    }
  }
  return found;
}
