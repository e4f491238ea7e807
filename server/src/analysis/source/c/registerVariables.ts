import { type Token, TokenKind } from '../preprocess/token';
import type { FunctionRange } from './functions';

interface Declaration {
  readonly register: string;
  readonly from: number;
  readonly to: number;
}

/** Variables that are declared to live in a register: `register long x asm("x15")`. */
export class RegisterVariables {
  readonly #declarations = new Map<string, Declaration[]>();

  constructor(tokens: readonly Token[], functions: readonly FunctionRange[]) {
    for (const [at, token] of tokens.entries()) {
      if (token.text !== 'register') continue;
      const owner = functions.find((range) => range.start <= at && at <= range.end);
      for (let i = at + 1; i < tokens.length && tokens[i]?.text !== ';'; i++) {
        const name = tokens[i - 1];
        const register = /^(__)?asm(__)?$/.test(tokens[i]?.text ?? '') ? registerIn(tokens, i + 1) : undefined;
        if (register === undefined || name?.kind !== TokenKind.Identifier) continue;
        const scope = owner ? { from: i, to: owner.end } : { from: i, to: Infinity };
        this.#declarations.set(name.text, [...(this.#declarations.get(name.text) ?? []), { register, ...scope }]);
      }
    }
  }

  /** The register, as the source spells it, of the variable that is called `name` at token index `at`. */
  registerOf(name: string, at: number): string | undefined {
    return this.#declarations.get(name)?.findLast(({ from, to }) => from <= at && at <= to)?.register;
  }
}

/** The text of the string in `("x" "15")`. */
function registerIn(tokens: readonly Token[], open: number): string | undefined {
  if (tokens[open]?.text !== '(') return undefined;
  let text = '';
  for (let i = open + 1; tokens[i]?.kind === TokenKind.String; i++) text += tokens[i]?.text.slice(1, -1) ?? '';
  return text === '' ? undefined : text;
}
