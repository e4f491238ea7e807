import type { Language } from './characters';
import { type LexedText, Lexer, RAW_PREFIX } from './lexer';
import { type FileId, TokenKind } from './token';

/** What a skimmed text is made of besides its directives: up to here nothing that ends a line or hides its end. */
const INTERESTING = /[\n"'/]/g;

/** The directives only; what stands between two of them becomes one token without text, which is part of no output. */
export function skim(text: string, file: FileId, language: Language, interned: Map<string, string>): LexedText {
  return new Skimmer(text, file, language, interned).skim();
}

class Skimmer extends Lexer {
  skim(): LexedText {
    const length = this.text.length;
    let isBetween = false;
    for (;;) {
      this.skipBlanks();
      if (this.at >= length) break;
      if (!this.startsLine || this.#atHash()) {
        this.token();
        isBetween = false;
      } else {
        if (!isBetween) this.add(TokenKind.Other, '', this.rawOffset(this.at), this.rawOffset(this.at));
        isBetween = true;
        this.#skipLine();
        continue;
      }
      this.space = false;
      this.startsLine = false;
    }
    return { tokens: this.tokens, remarks: this.remarks, problems: this.problems };
  }

  #atHash(): boolean {
    return this.text.charCodeAt(this.at) === 35 || this.text.startsWith('%:', this.at);
  }

  /** To the end of the line: comments and raw strings may hide it. */
  #skipLine(): void {
    const text = this.text;
    for (;;) {
      INTERESTING.lastIndex = this.at;
      const at = INTERESTING.exec(text)?.index ?? text.length;
      this.at = at;
      const code = text.charCodeAt(at);
      if (code === 47) {
        const next = text.charCodeAt(at + 1);
        if (next === 42 || next === 47) this.comment(next === 42);
        else this.at++;
      } else if (code === 34 || code === 39) {
        this.#skipQuoted(code);
      } else {
        return;
      }
    }
  }

  #skipQuoted(quote: number): void {
    const at = this.at;
    const word = /[\w$]*$/.exec(this.text.slice(Math.max(0, at - 8), at))?.[0] ?? '';
    // A digit separator.
    if (quote === 39 && /^\d/.test(word)) {
      this.at++;
      return;
    }
    const start = at - word.length;
    if (quote === 34 && this.language !== 'asm' && RAW_PREFIX.test(word) && this.rawString(start)) {
      this.tokens.pop();
      return;
    }
    this.quoted(start, quote);
    this.tokens.pop();
  }
}
