import type { SymbolDefinition } from '../../../model/registration';
import { TokenKind } from '../../preprocess/token';
import { declarationRange } from './areaObjects';
import type { UnitContext } from './unitContext';

const libcSymbol = /^__rseq_(?:offset|size|flags)$/;

/** Definitions of the variables by which libc says where the area is (glibc sys/rseq.h since 2.35). */
export function definedSymbols(unit: UnitContext): readonly SymbolDefinition[] {
  const { tokens, excerpt, file } = unit;
  const found: SymbolDefinition[] = [];
  for (const [name, declarations] of file.variables) {
    if (!libcSymbol.test(name)) continue;
    for (const { at } of declarations) {
      const range = declarationRange(unit, at);
      const words = tokens.slice(range.start, range.end);
      const hasValue = /^[={]$/.test(tokens[at + 1]?.text ?? '');
      // `extern` also in the declaration of a linkage; a macro that was not found may say `weak`.
      const isElsewhere = words.some(({ text }) => text === 'extern') && !hasValue;
      const isUnknown = words.some((token) => token.kind === TokenKind.Gap || token.uncertain);
      if (isElsewhere || isUnknown || words.some(({ text }) => text === 'static')) continue;
      found.push({
        name,
        place: excerpt.placeOf({ start: at, end: at + 1 }),
        isWeak: words.some(({ text }) => /weak/i.test(text)),
        hasValue,
        start: excerpt.written({ start: range.start, end: range.start + 1 }),
      });
    }
  }
  return found;
}
