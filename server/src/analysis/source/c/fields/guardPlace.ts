import type { GuardPlace } from '../../../model/areaAccess';
import type { Token } from '../../preprocess/token';
import type { FunctionRange } from '../functions';
import type { FunctionText } from './functionText';

const numbers =
  /^(?:_?[Bb]ool|char|short|int|long|unsigned|signed|s?size_t|u?int(?:8|16|32|64|ptr)_t|__[su](?:8|16|32|64))$/;

/**
 * Where a test of the feature size could stand: in front of the statement of a block in which the token at `at` is, in a function that can
 * be left from there. undefined: there is no such place.
 */
export function guardPlaceOf(tokens: readonly Token[], text: FunctionText, at: number): GuardPlace | undefined {
  const { range } = text;
  const leave = leaveOf(tokens, range);
  if (leave === undefined) return undefined;
  let depth = 0;
  for (let i = at - 1; i >= range.bodyStart; i--) {
    const token = tokens[i]?.text ?? '';
    if (/^[)\]]$/.test(token)) depth++;
    else if (/^[([]$/.test(token)) depth--;
    else if (depth <= 0 && /^[;{}]$/.test(token)) {
      // The `;` of a `for` is in parentheses.
      if (token === ';' && depth < 0) continue;
      const [before, first] = [tokens[i], tokens[i + 1]];
      const isPlain =
        first && !first.expansion && !before?.expansion && !/^(?:else|case|default|\{|\})$/.test(first.text);
      return isPlain && tokens[i + 2]?.text !== ':'
        ? { place: text.placeOf({ start: i, end: i + 1 }), leave }
        : undefined;
    }
  }
  return undefined;
}

/** How the function is left with nothing; undefined: what it returns is not known. */
function leaveOf(tokens: readonly Token[], { start, bodyStart, name }: FunctionRange): string | undefined {
  const words: string[] = [];
  for (let i = start; i < bodyStart && tokens[i]?.text !== name; i++) words.push(tokens[i]?.text ?? '');
  if (words.includes('*')) return 'return 0;';
  if (words.includes('void')) return 'return;';
  return words.some((word) => numbers.test(word)) ? 'return 0;' : undefined;
}
