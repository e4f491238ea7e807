import type { Wait } from '../../../model/fieldUse';
import { TokenKind } from '../../preprocess/token';
import type { AreaNames } from '../area';
import type { FunctionRange } from '../functions';
import { closingOf, splitAt, type TokenRange } from '../tokenLists';
import type { UnitContext } from '../unitContext';
import { type MemberChain, memberChains } from './memberChains';

/** Loops whose condition reads a field plainly and in which nothing could change it, as far as the compiler is told. */
export function waitsIn(unit: UnitContext, names: AreaNames, within: FunctionRange): readonly Wait[] {
  const { tokens, excerpt } = unit;
  return loops().flatMap(({ condition, body }) => {
    if (condition.end - condition.start < 3 || !isPlain(condition) || !isPlain(body)) return [];
    return memberChains(unit, names, within)
      .filter((chain) => condition.start <= chain.start && chain.end <= condition.end && isPlainRead(chain))
      .map((chain) => ({ field: chain.path[0] ?? '', read: excerpt.written(chain), function: within.name }));
  });

  function loops(): { readonly condition: TokenRange; readonly body: TokenRange }[] {
    const found: { condition: TokenRange; body: TokenRange }[] = [];
    for (let i = within.bodyStart; i < within.end; i++) {
      const text = tokens[i]?.text;
      if ((text !== 'while' && text !== 'for') || tokens[i + 1]?.text !== '(') continue;
      const close = closingOf(tokens, i + 1);
      const whole = { start: i + 2, end: close };
      const condition = text === 'for' ? splitAt(tokens, whole, ';')[1] : whole;
      const open = tokens[i - 1]?.text === '}' ? openOf(i - 1) : undefined;
      const isDo = open !== undefined && tokens[open - 1]?.text === 'do';
      if (condition) found.push({ condition, body: isDo ? { start: open, end: i } : statement(close + 1) });
    }
    return found;
  }

  function openOf(close: number): number | undefined {
    for (let i = close; i >= within.bodyStart; i--)
      if (tokens[i]?.text === '{' && closingOf(tokens, i) === close) return i;
    return undefined;
  }

  function statement(start: number): TokenRange {
    if (tokens[start]?.text === '{') return { start, end: closingOf(tokens, start) + 1 };
    let end = start;
    while (end < within.end && tokens[end]?.text !== ';')
      end = /^[([{]$/.test(tokens[end]?.text ?? '') ? closingOf(tokens, end) + 1 : end + 1;
    return { start, end };
  }

  /** No call, no asm, no store through a pointer and no other way on. */
  function isPlain({ start, end }: TokenRange): boolean {
    for (let i = start; i < end; i++) {
      const token = tokens[i];
      if (!token || token.kind === TokenKind.Gap || token.uncertain) return false;
      if (/^(?:_*asm_*|volatile|__volatile__|_Atomic|return|break|goto|throw|if|__extension__)$/.test(token.text))
        return false;
      const isName = token.kind === TokenKind.Identifier && !/^(?:while|for|sizeof|return)$/.test(token.text);
      if (isName && tokens[i + 1]?.text === '(') return false;
      if (token.text === '=' && tokens[i - 1]?.kind !== TokenKind.Identifier) return false;
      if (token.text === '=' && /^(?:\.|->|\*)$/.test(tokens[i - 2]?.text ?? '')) return false;
    }
    return true;
  }

  function isPlainRead({ start, end, base }: MemberChain): boolean {
    if (
      base.end - base.start !== 1 ||
      tokens[start - 1]?.text === '&' ||
      /^(?:=|\+\+|--)$/.test(tokens[end]?.text ?? '')
    )
      return false;
    const declaration = unit.declarationOf(tokens[base.start]?.text ?? '', base.start);
    return declaration !== undefined && !declaration.words.some((word) => /volatile|_Atomic|^auto$/.test(word));
  }
}
