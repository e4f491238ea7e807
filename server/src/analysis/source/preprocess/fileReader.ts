import type { Directives } from './directives';
import type { TokenSource } from './expander';
import type { RunState } from './state';
import { TokenKind } from './token';
import { END, type WorkToken } from './workToken';

/** How many tokens are read between two questions whether to go on. */
const CANCELLATION_INTERVAL = 4096;

/** Reads the tokens of the files that are open, the innermost first, and carries out the directives between them. */
export class FileReader implements TokenSource {
  readonly #state: RunState;
  #directives: Directives | undefined;
  /** The number of open files when the collection of arguments began. */
  #collectingDepth = 0;
  #untilCheck = CANCELLATION_INTERVAL;

  constructor(state: RunState) {
    this.#state = state;
  }

  /** To be called once, before the first token: directives need the expander, which needs this reader. */
  connect(directives: Directives): void {
    this.#directives = directives;
  }

  setCollecting(collecting: boolean): void {
    const state = this.#state;
    state.collecting += collecting ? 1 : -1;
    if (collecting && state.collecting === 1) this.#collectingDepth = state.frames.length;
  }

  pragma(tokens: readonly WorkToken[]): void {
    this.#directives?.pragma(tokens);
  }

  next(): WorkToken {
    const state = this.#state;
    for (;;) {
      const gap = state.gaps.shift();
      if (gap !== undefined) return gap;
      const frame = state.frames.at(-1);
      if (frame === undefined || state.isCancelled) return END;
      const { lexed } = frame;
      const token = lexed.tokens[frame.at];
      if (token === undefined) {
        if (state.collecting > 0 && state.frames.length <= this.#collectingDepth) return END;
        this.#directives?.leave(frame);
      } else if (frame.at === lexed.directives[frame.directive]) {
        this.#directives?.handle(frame);
      } else {
        frame.at++;
        if (--this.#untilCheck <= 0) this.#checkCancelled();
        return this.#checked(token);
      }
    }
  }

  peekParenthesis(): boolean {
    const frame = this.#state.frames.at(-1);
    if (frame === undefined || frame.at === frame.lexed.directives[frame.directive]) return false;
    return frame.lexed.tokens[frame.at]?.is('(') === true;
  }

  #checkCancelled(): void {
    this.#untilCheck = CANCELLATION_INTERVAL;
    this.#state.checkCancelled();
  }

  #checked(token: WorkToken): WorkToken {
    if (token.kind === TokenKind.Other && this.#state.options.language !== 'asm') {
      const quote = /^(?:L|u8|u|U)?(["'])/.exec(token.text)?.[1];
      if (quote !== undefined) this.#state.report(token, `missing terminating ${quote} character`);
    }
    if (this.#state.group === 0) return token;
    const copy = token.copy();
    copy.group = this.#state.group;
    return copy;
  }
}
