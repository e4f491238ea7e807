import type { SymbolDefinition } from '../../../model/registration';
import { type Token, TokenKind } from '../../preprocess/token';
import { closingOf, splitAt } from '../tokenLists';
import { declarationRange } from './areaObjects';
import { comesOf, type UnitContext } from '../unitContext';

/** Words of glibc's own sources, whose these variables are. */
const ofLibc = /^(?:attribute_relro|attribute_hidden|(?:libc|rtld)_hidden_\w+|INTERNAL_SYSCALL\w*)$/;
const libcSymbol = /^__rseq_(?:offset|size|flags)$/;

/** Definitions of the variables by which libc says where the area is (glibc sys/rseq.h since 2.35). */
export function definedSymbols(unit: UnitContext): readonly SymbolDefinition[] {
  const { tokens, functions } = unit;
  if (tokens.some((token) => comesOf(token, ofLibc))) return [];
  const found: SymbolDefinition[] = [];
  let next = 0;
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i];
    while ((functions[next]?.end ?? Infinity) < i) next++;
    const range = functions[next];
    if (range && range.start <= i) i = range.end;
    else if (token?.text === '(' || (token?.text === '{' && !isNamespace(tokens, i))) i = closingOf(tokens, i);
    else if (token?.kind === TokenKind.Identifier && libcSymbol.test(token.text)) {
      const definition = definitionAt(unit, i);
      if (definition) found.push(definition);
    }
  }
  return found;
}

/** Does the brace belong to `extern "C"` or to a namespace, which leave their content in the file scope? */
function isNamespace(tokens: readonly Token[], open: number): boolean {
  return (
    tokens[open - 1]?.kind === TokenKind.String || tokens.slice(open - 2, open).some(({ text }) => text === 'namespace')
  );
}

function definitionAt(unit: UnitContext, at: number): SymbolDefinition | undefined {
  const { tokens, excerpt } = unit;
  const range = declarationRange(unit, at);
  const part = splitAt(tokens, range, ',').find(({ start, end }) => start <= at && at < end);
  if (!part) return undefined;
  const before = tokens.slice(part.start, at);
  // A mention in another one's value, or in an attribute.
  const isDeclared =
    before.every(({ text }) => !/^[=&]$/.test(text)) && /^(?:[;={,]|__attribute__)$/.test(tokens[at + 1]?.text ?? '');
  const words = tokens.slice(range.start, range.end);
  const isUnknown = words.some((token) => token.kind === TokenKind.Gap || token.uncertain);
  const hasValue = /^[={]$/.test(tokens[at + 1]?.text ?? '');
  const isElsewhere = words.some(({ text }) => text === 'extern') && !hasValue;
  if (!isDeclared || isUnknown || isElsewhere || words.some(({ text }) => /^(?:static|typedef)$/.test(text)))
    return undefined;
  return {
    name: tokens[at]?.text ?? '',
    place: excerpt.placeOf({ start: at, end: at + 1 }),
    // A macro that was not found may say it.
    isWeak: words.some(({ text }) => /weak/i.test(text)),
    hasValue,
    start: excerpt.written({ start: range.start, end: range.start + 1 }),
  };
}
