import { expandBuiltin } from './builtins';
import { lex } from './lexer';
import type { Macro } from './macro';
import { MacroUse } from './effects';
import type { RunState } from './state';
import {
  expandedArgument,
  substitute,
  withoutPlacemarkers,
  type Argument,
  type SubstitutionContext,
} from './substitute';
import { TokenKind } from './token';
import { END, isPlacemarker, placemarker, type WorkToken } from './workToken';

/** Where the expander gets unexpanded tokens from once its own lists are used up. */
export interface TokenSource {
  /** The next token that is part of no directive; {@link END} at the end. Carries out directives on the way. */
  next(): WorkToken;
  /** True if the next token is `(`. Looks past no directive and no end of file: GCC takes neither into an invocation. */
  peekParenthesis(): boolean;
  /** While arguments are collected, the end of the file they began in is the end of everything. */
  setCollecting(collecting: boolean): void;
  pragma(tokens: readonly WorkToken[]): void;
}

/** Tokens waiting to be read again. `macro` is disabled until they are used up. */
interface Context {
  readonly tokens: readonly WorkToken[];
  at: number;
  readonly macro: Macro | null;
}

/** Deeper nesting of arguments than this is left unexpanded: each level takes several frames of the stack. */
const MAX_DEPTH = 200;

/** Expands macros the way GCC does: a stack of token lists, and macros disabled while their own list is on it. */
export class Expander {
  readonly #state: RunState;
  readonly #source: TokenSource;
  readonly #substitution: SubstitutionContext;
  #contexts: Context[] = [];
  /** True while a list is expanded on its own, as if no file followed. */
  #isolated = false;
  #inDirective = false;
  #depth = 0;

  constructor(state: RunState, source: TokenSource) {
    this.#state = state;
    this.#source = source;
    this.#substitution = {
      expandAll: (tokens) => this.expandAll(tokens),
      relex: (text) => lex(text, -1, state.options.language, state.cache.interned).tokens,
      reportBadPaste: (site, left, right) => {
        if (state.options.language === 'asm') return;
        state.report(site, `pasting "${left}" and "${right}" does not give a valid preprocessing token`);
      },
    };
  }

  /** The next token after all expansion, {@link END} at the end. Placemarkers come through. */
  next(): WorkToken {
    for (;;) {
      const token = this.nextRaw();
      if (token.kind !== TokenKind.Identifier || token.noExpand) return token;
      const macro = this.#state.lookUp(token.text, this.#inDirective ? MacroUse.Value : MacroUse.Text);
      if (macro === undefined) {
        return this.#state.macros.isPerhapsDefined(token.text) ? uncertain(token) : token;
      }
      if (macro.disabled) {
        const copy = token.copy();
        copy.noExpand = true;
        return copy;
      }
      const result = this.#expand(macro, token);
      if (result !== null) return result;
    }
  }

  /** The next token without expansion. */
  nextRaw(): WorkToken {
    for (;;) {
      const context = this.#contexts.at(-1);
      if (context === undefined) return this.#isolated ? END : this.#source.next();
      const token = context.tokens[context.at];
      if (token !== undefined) {
        context.at++;
        return token;
      }
      this.#pop();
    }
  }

  /** The next token without expansion that is no placemarker. */
  nextRawToken(): WorkToken {
    let token = this.nextRaw();
    while (isPlacemarker(token)) token = this.nextRaw();
    return token;
  }

  expandAll(tokens: readonly WorkToken[]): readonly WorkToken[] {
    const state = this.#state;
    if (
      !tokens.some(
        ({ isIdentifier, text }) =>
          isIdentifier && (state.lookUp(text, MacroUse.Defined) ?? state.macros.isPerhapsDefined(text)),
      )
    ) {
      return tokens;
    }
    if (this.#depth >= MAX_DEPTH) {
      this.#giveUp(tokens[0] ?? END, 'macro arguments are nested too deeply');
      return tokens;
    }
    this.#depth++;
    const expanded = this.#inIsolation(tokens, () => {
      const all: WorkToken[] = [];
      for (let token = this.next(); token !== END; token = this.next()) all.push(token);
      return expandedArgument(all);
    });
    this.#depth--;
    return expanded;
  }

  /** Runs `read` with the tokens of a directive as all there is to read. */
  inDirective<T>(tokens: readonly WorkToken[], read: () => T): T {
    const outer = this.#inDirective;
    this.#inDirective = true;
    const result = this.#inIsolation(tokens, read);
    this.#inDirective = outer;
    return result;
  }

  #inIsolation<T>(tokens: readonly WorkToken[], read: () => T): T {
    const contexts = this.#contexts;
    const isolated = this.#isolated;
    this.#contexts = [{ tokens, at: 0, macro: null }];
    this.#isolated = true;
    const result = read();
    while (this.#contexts.length > 0) this.#pop();
    this.#contexts = contexts;
    this.#isolated = isolated;
    return result;
  }

  get isIdle(): boolean {
    return this.#contexts.length === 0 && !this.#isolated;
  }

  /** Enables all macros again; to be called when a run ends early. */
  reset(): void {
    while (this.#contexts.length > 0) this.#pop();
  }

  #pop(): void {
    const context = this.#contexts.pop();
    if (context?.macro) context.macro.disabled = false;
  }

  /** Expands one macro: the token to hand out instead, or null if the replacement is now waiting to be read. */
  #expand(macro: Macro, name: WorkToken): WorkToken | null {
    if (macro.builtin !== null) {
      // Like GCC: no _Pragma inside a directive.
      if (macro.builtin === 'pragma') return this.#inDirective ? name : this.#pragma(name);
      return expandBuiltin(macro, macro.builtin, name, this.#state);
    }
    let args: Argument[] = [];
    if (macro.parameters !== null) {
      if (!this.#peekParenthesis()) return name;
      const collected = this.#collect(macro, macro.parameters.length, name);
      if (collected === null) return name;
      args = collected;
    }
    this.#state.noteUse(name);
    if (this.#state.expandable < 0) return name;
    const tokens = macro.plain && macro.body.length === 0 ? [] : substitute(macro, args, name, this.#substitution);
    this.#state.expandable -= tokens.length;
    if (this.#state.expandable < 0) this.#giveUp(name, 'macros expand to too many tokens');
    const [first] = tokens;
    if (first === undefined) {
      tokens.push(placemarker(name));
    } else {
      first.spaceBefore = name.spaceBefore;
      first.startsLine = name.startsLine;
    }
    macro.disabled = true;
    this.#contexts.push({ tokens, at: 0, macro });
    return null;
  }

  #giveUp(at: WorkToken, message: string): void {
    this.#state.recorder?.spoil();
    this.#state.complete = false;
    if (!this.#state.problems.some((problem) => problem.message === message)) this.#state.report(at, message);
  }

  /** True if the next token is `(`. Leaving a finished list on the way enables its macro, as in GCC. */
  #peekParenthesis(): boolean {
    for (;;) {
      const context = this.#contexts.at(-1);
      if (context === undefined) return !this.#isolated && this.#source.peekParenthesis();
      const token = context.tokens[context.at];
      if (token === undefined) this.#pop();
      else if (isPlacemarker(token)) context.at++;
      else return token.is('(');
    }
  }

  /** Reads the arguments of an invocation. Null, after a problem, if they do not fit: then the name stays as it is. */
  #collect(macro: Macro, expected: number, name: WorkToken): Argument[] | null {
    this.#source.setCollecting(true);
    const lists = this.#readArguments(macro.variadic ? expected : Infinity);
    this.#source.setCollecting(false);
    if (lists === null) {
      this.#state.report(name, `unterminated argument list invoking macro "${macro.name}"`);
      return null;
    }
    const args: Argument[] = lists.map((raw) => ({ raw: withoutPlacemarkers(raw), omitted: false }));
    const isEmpty = args.length === 1 && args[0]?.raw.length === 0;
    if (expected === 0 && isEmpty) return [];
    if (macro.variadic && expected === 1 && isEmpty) return [{ raw: [], omitted: true }];
    if (macro.variadic && args.length === expected - 1) args.push({ raw: [], omitted: true });
    if (args.length === expected) return args;
    const plural = expected === 1 ? '' : 's';
    this.#state.report(name, `macro "${macro.name}" takes ${expected} argument${plural}, but ${args.length} given`);
    return null;
  }

  /** @param most commas beyond this number of arguments belong to the last */
  #readArguments(most: number): WorkToken[][] | null {
    let opening = this.nextRawToken();
    let last: WorkToken[] = [];
    const lists = [last];
    while (opening.kind === TokenKind.Gap) {
      last.push(opening);
      opening = this.nextRawToken();
    }
    for (let depth = 0; ;) {
      const token = this.nextRaw();
      if (token === END) return null;
      if (token.is('(')) depth++;
      else if (token.is(')') && depth-- === 0) return lists;
      else if (token.is(',') && depth === 0 && lists.length < most) {
        last = [];
        lists.push(last);
        continue;
      }
      last.push(this.#asArgument(token));
    }
  }

  /** A line break inside an argument is a space, and a macro that is disabled here stays unexpanded for good. */
  #asArgument(token: WorkToken): WorkToken {
    const blocked = token.isIdentifier && !token.noExpand && this.#state.macros.get(token.text)?.disabled === true;
    if (!blocked && !token.startsLine) return token;
    const copy = token.copy();
    copy.noExpand ||= blocked;
    copy.spaceBefore ||= token.startsLine;
    copy.startsLine = false;
    return copy;
  }

  /** `_Pragma("text")`: carried out and dropped. */
  #pragma(name: WorkToken): WorkToken {
    if (!this.#peekParenthesis()) {
      this.#state.report(name, '_Pragma takes a parenthesized string literal');
      return name;
    }
    this.#source.setCollecting(true);
    this.nextRawToken();
    const text = this.#nextToken();
    const isComplete = text.kind === TokenKind.String && this.#nextToken().is(')');
    this.#source.setCollecting(false);
    if (!isComplete) {
      this.#state.report(name, '_Pragma takes a parenthesized string literal');
      return name;
    }
    const content = text.text.replace(/^[^"]*"|"$/g, '').replace(/\\([\\"])/g, '$1');
    this.#source.pragma(lex(content, -1, this.#state.options.language, this.#state.cache.interned).tokens);
    return placemarker(name);
  }

  #nextToken(): WorkToken {
    let token = this.next();
    while (isPlacemarker(token)) token = this.next();
    return token;
  }
}

function uncertain(token: WorkToken): WorkToken {
  const copy = token.copy();
  copy.uncertain = true;
  return copy;
}
