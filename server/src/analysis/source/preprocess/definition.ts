import type { BodyItem, Macro } from './macro';
import { isDoubleHash, isHash, type WorkToken } from './workToken';

export interface DefinitionOptions {
  readonly uncertain: boolean;
  /** In assembler sources a `#` before anything but a parameter is an ordinary character. */
  readonly isAsm: boolean;
  readonly report: (at: WorkToken, message: string) => void;
}

/** Reads the tokens of a `#define` line behind the word `define`. Undefined, and a problem, if GCC would refuse it. */
export function parseDefinition(tokens: readonly WorkToken[], options: DefinitionOptions): Macro | undefined {
  const name = tokens[0];
  if (name === undefined) return undefined;
  if (!name.isIdentifier || name.text === 'defined') {
    options.report(name, 'macro names must be identifiers');
    return undefined;
  }
  const open = tokens[1];
  const isFunction = open?.is('(') === true && open.offset === name.offset + name.length;
  const signature = isFunction ? parseParameters(tokens, open, options) : { parameters: null, variadic: false, end: 1 };
  if (signature === undefined) return undefined;
  const reader = new BodyReader(tokens.slice(signature.end), signature, options);
  const body = reader.read();
  if (body === null) return undefined;
  return {
    name: name.text,
    file: name.file,
    offset: name.offset,
    parameters: signature.parameters,
    variadic: signature.variadic,
    body,
    plain: body.every((item) => item.kind === 'text' && item.paste === null),
    uncertain: options.uncertain,
    builtin: null,
    disabled: false,
  };
}

interface Signature {
  readonly parameters: readonly string[] | null;
  readonly variadic: boolean;
  /** Index of the first token of the body. */
  readonly end: number;
}

function parseParameters(
  tokens: readonly WorkToken[],
  open: WorkToken,
  options: DefinitionOptions,
): Signature | undefined {
  const parameters: string[] = [];
  let variadic = false;
  let at = 2;
  if (tokens[at]?.is(')')) return { parameters, variadic, end: at + 1 };
  for (;;) {
    const token = tokens[at];
    if (token?.is('...')) {
      variadic = true;
      parameters.push('__VA_ARGS__');
      at++;
    } else if (token?.isIdentifier === true) {
      if (parameters.includes(token.text)) {
        options.report(token, `duplicate macro parameter "${token.text}"`);
        return undefined;
      }
      parameters.push(token.text);
      at++;
      if (tokens[at]?.is('...')) {
        variadic = true;
        at++;
      }
    }
    const next = tokens[at];
    if (next?.is(')')) return { parameters, variadic, end: at + 1 };
    if (next?.is(',') !== true || variadic || token?.isIdentifier !== true) {
      options.report(next ?? token ?? open, 'expected parameter names, then ")", in macro parameter list');
      return undefined;
    }
    at++;
  }
}

/** Turns a replacement list into {@link BodyItem}s. */
class BodyReader {
  readonly #tokens: readonly WorkToken[];
  readonly #signature: Signature;
  readonly #options: DefinitionOptions;

  constructor(tokens: readonly WorkToken[], signature: Signature, options: DefinitionOptions) {
    this.#tokens = tokens;
    this.#signature = signature;
    this.#options = options;
  }

  read(): BodyItem[] | null {
    return this.#items(0, this.#tokens.length);
  }

  #items(from: number, to: number): BodyItem[] | null {
    const items: BodyItem[] = [];
    for (let at = from; at < to;) {
      const read = this.#item(at, to);
      if (read === null) return null;
      at = read.end;
      const operator = this.#tokens[at];
      let paste: WorkToken | null = null;
      if (at < to && operator !== undefined && isDoubleHash(operator)) {
        paste = operator;
        at++;
        if (at >= to) return this.#refuse(operator, "'##' cannot appear at either end of a macro expansion");
      }
      items.push({ ...read.item, paste });
    }
    return items;
  }

  #item(at: number, to: number): { item: BodyItem; end: number } | null {
    const token = this.#tokens[at];
    if (token === undefined) return null;
    if (isDoubleHash(token)) return this.#refuse(token, "'##' cannot appear at either end of a macro expansion");
    const parameter = this.#parameter(token);
    if (parameter >= 0) return { item: { kind: 'parameter', token, index: parameter, paste: null }, end: at + 1 };
    if (this.#signature.parameters !== null && isHash(token)) {
      const operand = at + 1 < to ? this.#tokens[at + 1] : undefined;
      const index = operand === undefined ? -1 : this.#parameter(operand);
      if (index >= 0) return { item: { kind: 'stringise', token, index, paste: null }, end: at + 2 };
      if (operand !== undefined && this.#isOptional(at + 1)) return this.#optional(at + 1, to, token);
      if (!this.#options.isAsm) return this.#refuse(token, "'#' is not followed by a macro parameter");
    }
    if (this.#isOptional(at)) return this.#optional(at, to, null);
    return { item: { kind: 'text', token, paste: null }, end: at + 1 };
  }

  #isOptional(at: number): boolean {
    return (
      this.#signature.variadic && this.#tokens[at]?.text === '__VA_OPT__' && this.#tokens[at + 1]?.is('(') === true
    );
  }

  #optional(at: number, to: number, hash: WorkToken | null): { item: BodyItem; end: number } | null {
    const token = this.#tokens[at];
    if (token === undefined) return null;
    let depth = 0;
    for (let end = at + 1; end < to; end++) {
      if (this.#tokens[end]?.is('(')) depth++;
      else if (this.#tokens[end]?.is(')') && --depth === 0) {
        const items = this.#items(at + 2, end);
        if (items === null) return null;
        return { item: { kind: 'optional', token, hash, items, paste: null }, end: end + 1 };
      }
    }
    return this.#refuse(token, 'unterminated __VA_OPT__');
  }

  #parameter(token: WorkToken): number {
    if (!token.isIdentifier || this.#signature.parameters === null) return -1;
    return this.#signature.parameters.indexOf(token.text);
  }

  #refuse(at: WorkToken, message: string): null {
    this.#options.report(at, message);
    return null;
  }
}
