import { evaluateCondition } from './condition';
import { Conditionals } from './conditionals';
import { EffectRecorder } from './effectRecorder';
import { apply, MacroUse } from './effects';
import type { Expander } from './expander';
import type { FoundFile, Includer } from './includes';
import type { Verdict } from './macro';
import type { Frame, RunState } from './state';
import { TokenKind } from './token';
import type { WorkToken } from './workToken';

/** GCC's own limit. */
const MAX_INCLUDE_DEPTH = 200;

/** Carries out directive lines. */
export class Directives {
  readonly #state: RunState;
  readonly #expander: Expander;
  readonly conditionals: Conditionals;

  constructor(state: RunState, expander: Expander) {
    this.#state = state;
    this.#expander = expander;
    this.conditionals = new Conditionals(state, (tokens, directive, frame) =>
      evaluateCondition(tokens, directive, state, expander, (name, angled, next) =>
        this.#hasInclude(frame, name, angled, next),
      ),
    );
  }

  /** Carries out the directive at which the frame stands and moves the frame behind it. */
  handle(frame: Frame): void {
    const { lexed } = frame;
    const ordinal = frame.directive;
    const word = lexed.directiveName(ordinal);
    frame.directive = ordinal + 1;
    frame.at = lexed.directiveEnd(ordinal);
    const directive = lexed.tokens[(lexed.directives[ordinal] ?? 0) + 1];
    if (word === '' || directive === undefined) return;
    switch (word) {
      case 'if':
      case 'ifdef':
      case 'ifndef':
        this.conditionals.open(frame, ordinal);
        return;
      case 'elif':
      case 'elifdef':
      case 'elifndef':
      case 'else':
      case 'endif':
        this.conditionals.close(frame, ordinal);
        return;
      case 'define':
        this.#define(frame, ordinal);
        return;
      default:
        this.#simple(frame, directive, lexed.directiveArguments(ordinal));
    }
  }

  #simple(frame: Frame, directive: WorkToken, words: readonly WorkToken[]): void {
    const state = this.#state;
    switch (directive.text) {
      case 'undef':
        this.#undefine(directive, words[0]);
        return;
      case 'include':
      case 'include_next':
      case 'import':
        this.#include(frame, directive, words);
        return;
      case 'pragma':
        this.pragma(words);
        return;
      case 'error':
        if (state.group === 0) state.report(directive, `#error ${written(words)}`.trimEnd());
        return;
      case 'embed':
        state.complete = false;
        state.report(directive, '#embed is not supported');
        return;
      case 'warning':
      case 'line':
      case 'ident':
      case 'sccs':
      case 'assert':
      case 'unassert':
        return;
      default:
        if (state.options.language === 'asm' || directive.kind === TokenKind.Number) return;
        state.report(directive, `invalid preprocessing directive #${directive.text}`);
    }
  }

  /** The pragmas that concern the preprocessor. Wherever `#pragma` or `_Pragma` stands, it leaves no token. */
  pragma(words: readonly WorkToken[]): void {
    const state = this.#state;
    const frame = state.frames.at(-1);
    const [verb, object, argument] = words;
    if (frame === undefined || verb === undefined) return;
    const file = frame.lexed.source;
    const name = argument?.kind === TokenKind.String ? argument.text.slice(1, -1) : undefined;
    if (verb.text === 'once') {
      state.markOnce(file.id);
    } else if (verb.text === 'GCC' && object?.text === 'system_header') {
      // As in GCC, not in the main file.
      if (state.frames.length > 1) state.noteFile(file, true);
    } else if (verb.text === 'push_macro' && name !== undefined) {
      state.recorder?.spoil();
      state.pushed.set(name, [...(state.pushed.get(name) ?? []), state.macros.get(name)]);
    } else if (verb.text === 'pop_macro' && name !== undefined) {
      state.recorder?.spoil();
      const stack = state.pushed.get(name) ?? [];
      if (stack.length === 0) return;
      state.macros.restore(name, stack.at(-1));
      state.pushed.set(name, stack.slice(0, -1));
    }
  }

  #define(frame: Frame, ordinal: number): void {
    const state = this.#state;
    const { macro, problems } = frame.lexed.definition(ordinal, state.group > 0);
    for (const { at, message } of problems) state.report(at, message);
    if (macro !== undefined) state.define(macro);
  }

  #undefine(directive: WorkToken, name: WorkToken | undefined): void {
    const state = this.#state;
    if (name?.isIdentifier !== true) {
      state.report(directive, 'no macro name given in #undef directive');
      return;
    }
    state.undefine(name.text);
  }

  #include(frame: Frame, directive: WorkToken, words: readonly WorkToken[]): void {
    const state = this.#state;
    const header = this.#headerName(words);
    if (header === undefined) {
      state.complete = false;
      if (state.group === 0) state.report(directive, `#${directive.text} expects "FILENAME" or <FILENAME>`);
      return;
    }
    const { name, angled, at } = header;
    const found = this.#find(frame, name, angled, directive.text === 'include_next');
    if (found === undefined) {
      state.complete = false;
      state.missing.push({ name, angled, file: at.file, offset: at.offset });
      state.noteUnseen(angled ? `<${name}>` : `"${name}"`);
      return;
    }
    if (directive.text === 'import') {
      state.recorder?.spoil();
      if (state.entered.has(found.file.id)) return;
    }
    this.enter(found, directive);
  }

  /** Begins to read a file, unless its guard or `#pragma once` says that there is nothing new in it. */
  enter(found: FoundFile, at: WorkToken | null): void {
    const state = this.#state;
    const { file } = found;
    const lexed = state.lexed(file, found.isSystem);
    if (state.isOnce(file.id) && state.entered.has(file.id)) return;
    if (lexed.guard !== undefined && state.lookUp(lexed.guard, MacroUse.Defined) !== undefined) {
      state.noteFile(file, found.isSystem);
      return;
    }
    if (this.#isByItself(at)) {
      const effect = state.cache.effects.find(found, lexed, state, MAX_INCLUDE_DEPTH);
      state.checkCancelled();
      if (effect !== undefined) apply(effect, state);
      else this.#push(found, new EffectRecorder(state.recorder, found, state));
      return;
    }
    if (state.frames.length >= MAX_INCLUDE_DEPTH && !state.hitIncludeLimit) {
      state.hitIncludeLimit = true;
      state.complete = false;
      if (at !== null)
        state.report(at, `#include nested depth ${MAX_INCLUDE_DEPTH} exceeds the maximum: an include loop?`);
    }
    // Without this, a file that includes itself twice would take 2^200 steps to end.
    if (state.hitIncludeLimit && state.frames.some((frame) => frame.lexed.source.id === file.id)) return;
    if (state.frames.length >= MAX_INCLUDE_DEPTH) return;
    state.checkCancelled();
    this.#push(found, undefined);
  }

  /** Does nothing around the include line have a part in what the file does, besides the macros that it asks for? */
  #isByItself(at: WorkToken | null): boolean {
    const state = this.#state;
    return (
      at !== null &&
      this.#expander.isIdle &&
      state.collecting === 0 &&
      state.group === 0 &&
      state.gaps.length === 0 &&
      state.frames.length < MAX_INCLUDE_DEPTH &&
      !state.hitIncludeLimit
    );
  }

  #push({ file, isSystem, spelledPath, searchIndex }: FoundFile, recorder: EffectRecorder | undefined): void {
    const state = this.#state;
    if (recorder !== undefined) state.recorder = recorder;
    state.noteFile(file, isSystem);
    const lexed = state.lexed(file, isSystem);
    state.frames.push({
      lexed,
      spelledPath,
      searchIndex,
      at: 0,
      directive: 0,
      conditionals: [],
      recorder,
      skipped: [],
    });
    state.recorder?.reach(state.frames.length);
  }

  /** Ends the innermost file. */
  leave(frame: Frame): void {
    const state = this.#state;
    this.conditionals.endOfFile(frame);
    state.noteRemarks(frame);
    state.frames.pop();
    const { recorder } = frame;
    if (recorder === undefined) return;
    const effect = recorder.finish(state);
    state.recorder = recorder.parent;
    if (effect === undefined) return;
    state.cache.effects.keep(frame.lexed, state.configuration, effect);
    state.recorder?.absorb(effect, state);
  }

  /** Reads `"name"`, `<name>`, or macros that expand to one of them. */
  #headerName(words: readonly WorkToken[]): { name: string; angled: boolean; at: WorkToken } | undefined {
    const [at] = words;
    const tokens = at?.isIdentifier === true ? this.#expander.inDirective(words, () => this.#allTokens()) : words;
    const [first] = tokens;
    if (at === undefined || first === undefined) return undefined;
    if (first.kind === TokenKind.String)
      return { name: first.text.slice(1, -1), angled: first.text.startsWith('<'), at };
    const close = tokens.findIndex((token) => token.is('>'));
    if (!first.is('<') || close < 0) return undefined;
    return { name: written(tokens.slice(1, close)), angled: true, at };
  }

  #allTokens(): WorkToken[] {
    const tokens: WorkToken[] = [];
    for (let token = this.#expander.next(); token.kind !== TokenKind.End; token = this.#expander.next()) {
      if (token.text !== '') tokens.push(token);
    }
    return tokens;
  }

  #find(frame: Frame, name: string, angled: boolean, next: boolean): FoundFile | undefined {
    const includer: Includer = {
      spelledPath: frame.spelledPath,
      isSystem: this.#state.isSystem(frame.lexed.source.id),
      searchIndex: frame.searchIndex,
    };
    // In the main file GCC takes #include_next for #include.
    return this.#state.find(name, angled, next && this.#state.frames.length > 1, includer);
  }

  #hasInclude(frame: Frame, name: string, angled: boolean, next: boolean): Verdict {
    const value = this.#find(frame, name, angled, next) !== undefined;
    // Where headers are missing anyway, or nobody said where they are, not to find one says nothing.
    const { unseenHeaders, options } = this.#state;
    return { value, known: value || (unseenHeaders.length === 0 && options.systemDirectories.length > 0) };
  }
}

/** The tokens of a line as one would read them. */
function written(tokens: readonly WorkToken[]): string {
  return tokens.map((token, index) => (index > 0 && token.spaceBefore ? ' ' : '') + token.text).join('');
}
