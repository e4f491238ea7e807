import { TokenKind, type Token } from '../preprocess/token';
import { constantOf } from './constants';
import type { FunctionRange } from './functions';
import { closingOf, splitAt, type TokenRange } from './tokenLists';

/** What a name stands for whose address a descriptor may hold. */
export interface Declared {
  /** The bare name of an array or a function is its address. */
  readonly kind: 'array' | 'function' | 'object';
  /** It is one byte, or an array of bytes. */
  readonly isBytes: boolean;
  /** Its name for the assembler. */
  readonly symbol: string;
}

/** A structure as its definition says it. */
export interface StructLayout {
  readonly members: readonly string[];
  /** In bytes, as its attributes demand; undefined: they cannot be read. */
  readonly alignment: number | undefined;
}

const attributeWords = /^(__attribute__|__attribute|alignas|_Alignas|__declspec|__asm__|__asm|asm)$/;
const byteTypes = /^(char|int8_t|uint8_t|u8|__u8|byte|void)$/;
const notTypes = /^(return|goto|sizeof|case|else|typedef|using|namespace|if|while|for|do)$/;

/** Finds what the file scope of a unit declares, when it is first asked. */
export class Declarations {
  #declared: Map<string, Declared> | undefined;

  constructor(
    private readonly tokens: readonly Token[],
    private readonly functions: readonly FunctionRange[],
  ) {}

  named(name: string): Declared | undefined {
    return (this.#declared ??= this.#read()).get(name);
  }

  /** The definition of `struct tag`, if the unit has one. */
  layoutOf(tag: string): StructLayout | undefined {
    const { tokens } = this;
    for (let i = 1; i < tokens.length; i++) {
      if (tokens[i]?.text !== tag || !/^(struct|class)$/.test(tokens[i - 1]?.text ?? '')) continue;
      const open = skipAttributes(tokens, i + 1);
      if (tokens[open]?.text === '{') return structLayout(tokens, i, open);
    }
    return undefined;
  }

  /** Also declarations with `extern` inside of functions. */
  #read(): Map<string, Declared> {
    const found = new Map<string, Declared>();
    const { tokens, functions } = this;
    const add = (range: TokenRange): void => {
      for (const [name, declared] of declaratorsOf(tokens, range)) found.set(name, declared);
    };
    let at = 0;
    for (const { start, bodyStart, end } of [...functions, { start: tokens.length, bodyStart: 0, end: 0 }]) {
      for (const range of splitAt(tokens, { start: at, end: start }, ';')) add(range);
      for (let i = bodyStart; i < end; i++) {
        if (tokens[i]?.text !== 'extern') continue;
        const stop = tokens.findIndex((token, n) => n > i && token.text === ';');
        add({ start: i, end: stop < 0 ? end : stop });
      }
      if (start < tokens.length) add({ start, end: bodyStart });
      at = end + 1;
    }
    return found;
  }
}

/** `extern char a[], *b;`, `void f(void)`: each declarator's name with what it is. */
function* declaratorsOf(tokens: readonly Token[], range: TokenRange): Generator<readonly [string, Declared]> {
  let isBytes = false;
  for (const [n, part] of splitAt(tokens, range, ',').entries()) {
    const at = declaredName(tokens, part);
    const name = tokens[at];
    if (!name) continue;
    const before = tokens.slice(part.start, at).map(({ text }) => text);
    if (before.some((text) => notTypes.test(text)) || (n === 0 && before.length === 0)) continue;
    if (n === 0) isBytes = before.some((text) => byteTypes.test(text));
    const next = tokens[at + 1]?.text;
    const isPointer = before.includes('*');
    const kind = next === '[' ? 'array' : next === '(' ? 'function' : 'object';
    const symbol = assemblerName(tokens, { start: at, end: part.end }) ?? name.text;
    yield [name.text, { kind, isBytes: isBytes && !isPointer, symbol }];
  }
}

/** The declared name: the last one in front of a bracket, a parenthesis, an attribute, an initialiser or the end. */
export function declaredName(tokens: readonly Token[], { start, end }: TokenRange): number {
  let found = -1;
  for (let i = start; i < end; i++) {
    const token = tokens[i];
    if (!token) break;
    if (attributeWords.test(token.text)) {
      i = closingOf(tokens, i + 1);
    } else if (token.text === '[' && tokens[i + 1]?.text === '[') {
      i = closingOf(tokens, i);
    } else if (/^[[({=:]$/.test(token.text)) {
      break;
    } else if (token.kind === TokenKind.Identifier) {
      found = i;
    }
  }
  return found;
}

/** `asm("name")` behind a declarator. */
function assemblerName(tokens: readonly Token[], { start, end }: TokenRange): string | undefined {
  for (let i = start; i + 2 < end; i++) {
    if (!/^(__asm__|__asm|asm)$/.test(tokens[i]?.text ?? '')) continue;
    const literal = tokens[i + 2];
    return literal?.kind === TokenKind.String ? literal.text.slice(1, -1) : undefined;
  }
  return undefined;
}

/** Behind attributes and qualifiers. */
export function skipAttributes(tokens: readonly Token[], from: number): number {
  let i = from;
  for (let text = tokens[i]?.text ?? ''; ; text = tokens[++i]?.text ?? '') {
    if (attributeWords.test(text)) i = closingOf(tokens, i + 1);
    else if (text === '[' && tokens[i + 1]?.text === '[') i = closingOf(tokens, i);
    else if (!/^(const|volatile|static|constexpr|inline|thread_local|__thread|_Thread_local|final)$/.test(text))
      return i;
  }
}

function structLayout(tokens: readonly Token[], tag: number, open: number): StructLayout {
  const close = closingOf(tokens, open);
  const members = splitAt(tokens, { start: open + 1, end: close }, ';')
    .flatMap((member) => splitAt(tokens, member, ','))
    .map((declarator) => tokens[declaredName(tokens, declarator)]?.text ?? '');
  const tail = tokens.slice(close, closingSemicolon(tokens, close));
  const head = tokens.slice(tag + 1, open);
  return { members, alignment: alignmentIn([...head, ...tail]) };
}

function closingSemicolon(tokens: readonly Token[], from: number): number {
  for (let i = from; i < tokens.length; i++) if (tokens[i]?.text === ';') return i;
  return tokens.length;
}

/** The largest alignment that attributes among `tokens` ask for: 1 if none does, undefined if one cannot be read. */
export function alignmentIn(tokens: readonly Token[]): number | undefined {
  let largest = 1;
  for (const [i, { text }] of tokens.entries()) {
    if (!/^(__aligned__|aligned|alignas|_Alignas)$/.test(text)) continue;
    if (tokens[i + 1]?.text !== '(') return undefined;
    const value = constantOf(withSizes(tokens.slice(i + 2, closingOf(tokens, i + 1))));
    if (value === undefined) return undefined;
    largest = Math.max(largest, Number(value));
  }
  return largest;
}

/** `sizeof (uint64_t)` as the number that it is everywhere. */
function withSizes(tokens: readonly Token[]): readonly Token[] {
  const replaced: Token[] = [];
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i];
    if (!token) break;
    const size = token.text === 'sizeof' ? sizes[tokens[i + 2]?.text ?? ''] : undefined;
    if (size === undefined || tokens[i + 3]?.text !== ')') {
      replaced.push(token);
      continue;
    }
    replaced.push({ ...token, kind: TokenKind.Number, text: size });
    i += 3;
  }
  return replaced;
}

const sizes: Readonly<Record<string, string>> = {
  __u64: '8',
  uint64_t: '8',
  u64: '8',
  __u32: '4',
  uint32_t: '4',
  u32: '4',
};
