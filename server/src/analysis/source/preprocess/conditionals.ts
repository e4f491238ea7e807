import type { Verdict } from './macro';
import type { Conditional, Frame, RunState } from './state';
import type { WorkToken } from './workToken';

/** Evaluates what stands behind `#if` or `#elif`. */
export type Evaluate = (tokens: readonly WorkToken[], directive: WorkToken, frame: Frame) => Verdict;

/**
 * Carries out `#if` and its companions. A group is chosen as GCC would choose it; where that is a guess, the tokens of the
 * chosen group are uncertain, a gap stands for every other group that might have been meant, and the macros that any of
 * these groups touches become doubtful.
 */
export class Conditionals {
  readonly #state: RunState;
  readonly #evaluate: Evaluate;

  constructor(state: RunState, evaluate: Evaluate) {
    this.#state = state;
    this.#evaluate = evaluate;
  }

  /** `#if`, `#ifdef` or `#ifndef`; the frame stands behind the directive's line. */
  open(frame: Frame, ordinal: number): void {
    const start = frame.lexed.tokens[frame.lexed.directives[ordinal] ?? 0];
    if (start === undefined) return;
    const conditional: Conditional = {
      start,
      taken: false,
      undecided: false,
      closed: false,
      outerGroup: undefined,
      hasElse: false,
    };
    frame.conditionals.push(conditional);
    if (!this.#try(frame, conditional, this.#verdict(frame, ordinal))) this.#skip(frame, conditional);
  }

  /** `#elif…`, `#else` or `#endif` at the end of a group that was read. */
  close(frame: Frame, ordinal: number): void {
    const word = frame.lexed.directiveName(ordinal);
    const conditional = frame.conditionals.at(-1);
    if (conditional === undefined) {
      const hash = frame.lexed.tokens[frame.lexed.directives[ordinal] ?? 0];
      if (hash !== undefined) this.#state.report(hash, `#${word} without #if`);
      return;
    }
    this.#leaveGroup(conditional);
    if (word === 'endif') {
      frame.conditionals.pop();
    } else {
      this.#checkElse(frame, ordinal, conditional);
      this.#leaveOutIfPossible(frame, conditional);
      this.#skip(frame, conditional);
    }
  }

  /** The end of a file with conditionals still open. */
  endOfFile(frame: Frame): void {
    for (const conditional of frame.conditionals.splice(0).reverse()) {
      this.#leaveGroup(conditional);
      this.#state.report(conditional.start, 'unterminated #if');
    }
  }

  #verdict(frame: Frame, ordinal: number): Verdict {
    const { lexed } = frame;
    const word = lexed.directiveName(ordinal);
    const directive = lexed.tokens[(lexed.directives[ordinal] ?? 0) + 1];
    const words = lexed.directiveArguments(ordinal);
    if (directive === undefined) return { value: false, known: false };
    if (word !== 'if' && word !== 'elif')
      return this.#definedness(word, directive, words[0], lexed.isGuardTest(ordinal));
    const verdict = this.#evaluate(words, directive, frame);
    return lexed.isGuardTest(ordinal) ? { value: verdict.value, known: true } : verdict;
  }

  #definedness(word: string, directive: WorkToken, name: WorkToken | undefined, isGuard: boolean): Verdict {
    if (name?.isIdentifier !== true) {
      this.#state.report(directive, `no macro name given in #${word} directive`);
      return { value: false, known: false };
    }
    this.#state.noteUse(name);
    const { value, known } = this.#state.isDefined(name.text);
    return { value: word.endsWith('ndef') ? !value : value, known: known || isGuard };
  }

  /** Takes note of a group's condition; true if the group is the one to read. */
  #try(frame: Frame, conditional: Conditional, verdict: Verdict): boolean {
    if (!verdict.known) {
      conditional.undecided = true;
      this.#state.complete = false;
    }
    if (!verdict.value) {
      if (!verdict.known) this.#leaveOut(frame);
      return false;
    }
    conditional.taken = true;
    conditional.closed = verdict.known;
    if (conditional.undecided) {
      conditional.outerGroup = this.#state.group;
      this.#state.group = conditional.start.offset + 1;
    }
    return true;
  }

  #leaveGroup(conditional: Conditional): void {
    if (conditional.outerGroup !== undefined) this.#state.group = conditional.outerGroup;
    conditional.outerGroup = undefined;
  }

  /** Goes on to the next group that is to be read, or behind the `#endif`. */
  #skip(frame: Frame, conditional: Conditional): void {
    const { lexed } = frame;
    for (;;) {
      const ordinal = this.#nextBranch(frame);
      this.#noteSkipped(frame, ordinal);
      frame.directive = ordinal + 1;
      frame.at = lexed.directiveEnd(ordinal);
      const word = lexed.directiveName(ordinal);
      if (ordinal >= lexed.directives.length) return;
      if (word === 'endif') {
        frame.conditionals.pop();
        return;
      }
      this.#checkElse(frame, ordinal, conditional);
      if (conditional.taken) {
        this.#leaveOutIfPossible(frame, conditional);
      } else if (
        this.#try(frame, conditional, word === 'else' ? { value: true, known: true } : this.#verdict(frame, ordinal))
      ) {
        return;
      }
    }
  }

  /** From the reading position to directive `ordinal` nothing is read. */
  #noteSkipped({ lexed, at, skipped }: Frame, ordinal: number): void {
    if (lexed.remarks.length === 0) return;
    const before = lexed.tokens[at - 1];
    const next = lexed.tokens[lexed.directives[ordinal] ?? lexed.tokens.length];
    skipped.push({ start: before ? before.offset + before.length : 0, end: next?.offset ?? Infinity });
  }

  #checkElse(frame: Frame, ordinal: number, conditional: Conditional): void {
    const word = frame.lexed.directiveName(ordinal);
    const hash = frame.lexed.tokens[frame.lexed.directives[ordinal] ?? 0];
    if (conditional.hasElse && hash !== undefined) this.#state.report(hash, `#${word} after #else`);
    if (word === 'else') conditional.hasElse = true;
  }

  /** The ordinal of the directive that ends the group at the reading position, past nested conditionals. */
  #nextBranch(frame: Frame): number {
    const { lexed } = frame;
    let depth = 0;
    let ordinal = frame.directive;
    for (; ordinal < lexed.directives.length; ordinal++) {
      const word = lexed.directiveName(ordinal);
      if (word === 'if' || word === 'ifdef' || word === 'ifndef') depth++;
      else if (depth === 0 && (word === 'endif' || word === 'else' || /^elif(?:n?def)?$/.test(word))) break;
      else if (word === 'endif') depth--;
    }
    return ordinal;
  }

  /** Another group was chosen; its condition was no certainty. Conditions behind it are not evaluated, as in GCC. */
  #leaveOutIfPossible(frame: Frame, conditional: Conditional): void {
    if (conditional.undecided && !conditional.closed) this.#leaveOut(frame);
  }

  /** The group at the reading position is skipped, but might be meant. */
  #leaveOut(frame: Frame): void {
    const { lexed } = frame;
    const state = this.#state;
    const end = this.#nextBranch(frame);
    let at = frame.at;
    let isEmpty = true;
    for (let ordinal = frame.directive; ordinal < end; ordinal++) {
      isEmpty &&= lexed.directives[ordinal] === at;
      at = lexed.directiveEnd(ordinal);
      const word = lexed.directiveName(ordinal);
      const [first, ...rest] = lexed.directiveArguments(ordinal);
      if (first === undefined) continue;
      if (word === 'define' || word === 'undef') {
        state.doubt(first.text);
      } else if (word === 'include' || word === 'include_next' || word === 'import') {
        isEmpty = false;
        state.noteUnseen(first.text + rest.map((token) => token.text).join(''));
      }
    }
    isEmpty &&= at === (lexed.directives[end] ?? lexed.tokens.length);
    const start = lexed.tokens[frame.at];
    if (!isEmpty && start !== undefined) state.addGap(start);
  }
}
