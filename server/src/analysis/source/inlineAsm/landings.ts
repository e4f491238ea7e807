import { type Token, TokenKind } from '../preprocess/token';
import type { FunctionRange } from '../c/functions';

/** A place in C to which an asm goto passes control: behind the statement, or at one of its labels. */
export interface LandingSyntax {
  /** undefined: behind the statement. */
  readonly label: string | undefined;
  /** The semicolon behind the statement, or the label with its colon. */
  readonly tokens: readonly Token[];
  /** Is the first thing there an empty asm statement that clobbers memory? undefined: nobody can tell. */
  readonly hasBarrier: boolean | undefined;
}

/** `end`: index of the closing parenthesis of the asm statement. Labels whose place is not certain are left out. */
export function landingsOf(
  tokens: readonly Token[],
  end: number,
  labels: readonly string[],
  owner: FunctionRange,
): readonly LandingSyntax[] {
  const landings: LandingSyntax[] = [];
  const semicolon = tokens[end + 1];
  if (semicolon?.text === ';') {
    landings.push({ label: undefined, tokens: [semicolon], hasBarrier: beginsWithBarrier(tokens, end + 2) });
  }
  for (const label of new Set(labels)) {
    const places = definitionsOf(tokens, label, owner);
    const [at] = places;
    if (at === undefined || places.length > 1) continue;
    landings.push({ label, tokens: tokens.slice(at, at + 2), hasBarrier: beginsWithBarrier(tokens, at + 2) });
  }
  return landings;
}

function definitionsOf(tokens: readonly Token[], label: string, owner: FunctionRange): number[] {
  const found: number[] = [];
  for (let i = owner.bodyStart + 1; i < owner.end; i++) {
    if (tokens[i]?.text !== label || tokens[i + 1]?.text !== ':') continue;
    if (/^[;{}:]$/.test(tokens[i - 1]?.text ?? '')) found.push(i);
  }
  return found;
}

const asmKeyword = /^(?:asm|__asm__|__asm)$/;
const asmQualifier = /^(?:volatile|__volatile__|__volatile|inline|__inline__|__inline)$/;

function beginsWithBarrier(tokens: readonly Token[], from: number): boolean | undefined {
  let i = from;
  // More labels, empty statements, and what only opens a block.
  for (;;) {
    const [token, next] = [tokens[i], tokens[i + 1]];
    if (/^(?:;|\{|do)$/.test(token?.text ?? '')) i++;
    else if (token?.kind === TokenKind.Identifier && next?.text === ':') i += 2;
    else break;
  }
  const first = tokens[i];
  if (first?.kind !== TokenKind.Identifier || first.uncertain) return undefined;
  // A function without arguments can stand for the barrier; what it does is not looked into.
  if (!asmKeyword.test(first.text))
    return tokens[i + 1]?.text === '(' && tokens[i + 2]?.text === ')' ? undefined : false;
  for (i++; asmQualifier.test(tokens[i]?.text ?? ''); i++);
  if (tokens[i]?.text !== '(') return false;
  const words: string[] = [];
  for (i++; i < tokens.length && tokens[i]?.text !== ')'; i++) words.push(tokens[i]?.text ?? '');
  const text = words.join(' ').replaceAll('::', ': :');
  return /^"\s*" : : : .*"memory"/.test(text);
}
