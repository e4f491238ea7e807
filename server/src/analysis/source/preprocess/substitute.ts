import type { BodyItem, Macro } from './macro';
import { TokenKind, type Expansion } from './token';
import { stringised } from './stringise';
import { isPlacemarker, placemarker, type WorkToken } from './workToken';

/** One argument of an invocation. */
export interface Argument {
  /** As written, without surrounding placemarkers. */
  readonly raw: readonly WorkToken[];
  /** True for a variadic argument of which not even the comma was written: GNU's `, ## __VA_ARGS__` goes by that. */
  readonly omitted: boolean;
}

/** What substitution needs from the rest of the preprocessor. */
export interface SubstitutionContext {
  /** Expands a list of tokens completely, as if nothing followed. */
  readonly expandAll: (tokens: readonly WorkToken[]) => readonly WorkToken[];
  /** Cuts pasted text into tokens. */
  readonly relex: (text: string) => readonly WorkToken[];
  readonly reportBadPaste: (site: WorkToken, left: string, right: string) => void;
}

/**
 * The replacement list of `macro` with its arguments filled in, ready for rescanning: C11 6.10.3.1 to 6.10.3.3 with GNU's
 * extensions, spaces as GCC keeps them for a later `#`. May contain placemarkers.
 */
export function substitute(
  macro: Macro,
  args: readonly Argument[],
  site: WorkToken,
  context: SubstitutionContext,
): WorkToken[] {
  return new Substitution(macro, args, site, context).list(macro.body);
}

class Substitution {
  readonly #macro: Macro;
  readonly #args: readonly Argument[];
  readonly #expanded: (readonly WorkToken[] | undefined)[] = [];
  readonly #site: WorkToken;
  readonly #context: SubstitutionContext;
  readonly #expansion: Expansion;
  readonly #uncertain: boolean;

  constructor(macro: Macro, args: readonly Argument[], site: WorkToken, context: SubstitutionContext) {
    this.#macro = macro;
    this.#args = args;
    this.#site = site;
    this.#context = context;
    this.#expansion = { macro, site, argument: -1, parent: site.expansion };
    this.#uncertain = macro.uncertain || site.uncertain;
  }

  list(items: readonly BodyItem[]): WorkToken[] {
    const out: WorkToken[] = [];
    let operator: WorkToken | null = null;
    for (const item of items) {
      if (item.kind === 'text' && operator === null) {
        out.push(this.#fromBody(item.token));
        operator = item.paste;
        continue;
      }
      const piece = this.#piece(item, operator !== null);
      if (operator === null) append(out, piece);
      else if (this.#isGnuComma(item, out)) this.#pasteAfterComma(item, piece, out);
      else this.#paste(out, piece, operator);
      operator = item.paste;
    }
    return out;
  }

  /** The tokens that one item stands for; never empty. */
  #piece(item: BodyItem, pasted: boolean): WorkToken[] {
    switch (item.kind) {
      case 'text':
        return [this.#fromBody(item.token)];
      case 'stringise':
        return [this.#stringise(this.#args[item.index]?.raw ?? [], item.token)];
      case 'parameter': {
        const operand = pasted || item.paste !== null;
        const tokens = operand ? (this.#args[item.index]?.raw ?? []) : this.#expand(item.index);
        if (tokens.length === 0) return [this.#placemarker(item.token)];
        return this.#throughParameter(tokens, item.index, pasted ? null : item.token.spaceBefore);
      }
      case 'optional': {
        const present = this.#expand(this.#args.length - 1).length > 0;
        const tokens = present ? this.list(item.items) : [];
        if (item.hash !== null) return [this.#stringise(withoutPlacemarkers(tokens), item.hash)];
        const [first] = tokens;
        if (first === undefined) return [this.#placemarker(item.token)];
        first.spaceBefore = item.token.spaceBefore;
        return tokens;
      }
    }
  }

  /** A token that became a part of another one, and might not have been there. */
  #isDoubtful(part: WorkToken): boolean {
    return part.uncertain || part.group !== this.#site.group;
  }

  #expand(index: number): readonly WorkToken[] {
    return (this.#expanded[index] ??= this.#context.expandAll(this.#args[index]?.raw ?? []));
  }

  #fromBody(token: WorkToken): WorkToken {
    const copy = token.copy();
    copy.expansion = this.#expansion;
    copy.uncertain ||= this.#uncertain;
    copy.group = this.#site.group;
    return copy;
  }

  #placemarker(at: WorkToken): WorkToken {
    const token = placemarker(at);
    token.startsLine = false;
    return token;
  }

  #nothing(at: WorkToken): WorkToken {
    const token = this.#placemarker(at);
    token.spaceBefore = false;
    return token;
  }

  /** @param space what the parameter had before it, for the first token; null to keep the argument's own */
  #throughParameter(tokens: readonly WorkToken[], index: number, space: boolean | null): WorkToken[] {
    let expansion: Expansion | null = null;
    const copies = tokens.map((token) => {
      // Neighbours mostly share a history: give them one object.
      if (expansion?.parent !== token.expansion) expansion = null;
      expansion ??= { macro: this.#macro, site: this.#site, argument: index, parent: token.expansion };
      const copy = token.copy();
      copy.expansion = expansion;
      copy.startsLine = false;
      copy.uncertain ||= this.#uncertain;
      return copy;
    });
    const [first] = copies;
    if (first !== undefined && space !== null) first.spaceBefore = space;
    return copies;
  }

  #stringise(argument: readonly WorkToken[], hash: WorkToken): WorkToken {
    const token = hash.respelled(TokenKind.String, stringised(argument));
    token.startsLine = false;
    token.expansion = this.#expansion;
    token.parts = argument;
    token.uncertain = this.#uncertain || argument.some((part) => this.#isDoubtful(part));
    token.group = this.#site.group;
    return token;
  }

  /** GNU: in `, ## args` with the variadic parameter nothing is pasted; the comma goes if the argument was left out. */
  #isGnuComma(item: BodyItem, out: readonly WorkToken[]): boolean {
    const isVariadic = item.kind === 'parameter' && this.#macro.variadic && item.index === this.#args.length - 1;
    return isVariadic && out.at(-1)?.is(',') === true;
  }

  #pasteAfterComma(item: BodyItem, piece: readonly WorkToken[], out: WorkToken[]): void {
    const argument = item.kind === 'parameter' ? this.#args[item.index] : undefined;
    const comma = argument?.omitted === true ? out.pop() : undefined;
    if (comma === undefined) append(out, piece);
    else out.push(this.#nothing(comma));
  }

  #paste(out: WorkToken[], piece: readonly WorkToken[], operator: WorkToken): void {
    const [right, ...rest] = piece;
    if (right === undefined) return;
    const left = out.pop() ?? this.#nothing(right);
    if (isPlacemarker(left)) {
      right.spaceBefore = left.spaceBefore;
      out.push(right);
    } else if (isPlacemarker(right)) {
      out.push(left);
    } else {
      append(out, this.#pasted(left, right, operator));
    }
    append(out, rest);
  }

  #pasted(left: WorkToken, right: WorkToken, operator: WorkToken): WorkToken[] {
    const [token, ...others] = this.#context.relex(left.text + right.text);
    if (token === undefined || others.length > 0) {
      this.#context.reportBadPaste(this.#site, left.text, right.text);
      return [left, right];
    }
    const pasted = operator.respelled(token.kind, token.text);
    pasted.spaceBefore = left.spaceBefore;
    pasted.startsLine = false;
    pasted.expansion = this.#expansion;
    pasted.parts = [left, right];
    pasted.uncertain = this.#uncertain || this.#isDoubtful(left) || this.#isDoubtful(right);
    pasted.group = this.#site.group;
    return [pasted];
  }
}

// A spread would overflow the stack on an argument of some hundred thousand tokens.
function append(out: WorkToken[], tokens: readonly WorkToken[]): void {
  for (const token of tokens) out.push(token);
}

/** Takes placemarkers out; the space each stood for goes to the token behind it. */
export function withoutPlacemarkers(tokens: readonly WorkToken[]): WorkToken[] {
  const kept = expandedArgument(tokens);
  const last = kept.at(-1);
  if (last !== undefined && isPlacemarker(last)) kept.pop();
  return kept;
}

/** As {@link withoutPlacemarkers}, but a space at the end stays: it comes before what follows the parameter. */
export function expandedArgument(tokens: readonly WorkToken[]): WorkToken[] {
  const kept: WorkToken[] = [];
  let spacer: WorkToken | undefined;
  for (const token of tokens) {
    if (isPlacemarker(token)) {
      if (token.spaceBefore) spacer = token;
      continue;
    }
    kept.push(spacer !== undefined && !token.spaceBefore ? withSpace(token) : token);
    spacer = undefined;
  }
  if (spacer !== undefined && kept.length > 0) kept.push(spacer);
  return kept;
}

function withSpace(token: WorkToken): WorkToken {
  const copy = token.copy();
  copy.spaceBefore = true;
  return copy;
}
