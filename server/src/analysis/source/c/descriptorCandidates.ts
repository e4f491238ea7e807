import { TokenKind, type Token } from '../preprocess/token';
import { declaredName, skipAttributes } from './symbolDeclarations';
import { closingOf, type TokenRange } from './tokenLists';

/** Tags under which struct rseq_cs goes: the kernel's uapi and libc, the kernel's selftests, tcmalloc. */
const tags: ReadonlySet<string> = new Set(['rseq_cs', 'rseq_abi_cs', 'kernel_rseq_cs']);
/** The member that every descriptor has to fill in. */
const tellingMember = 'start_ip';
/** A variable or compound literal of the type. */
export interface Candidate {
  readonly tag: string;
  readonly name: number | undefined;
  /** From the first token of its declaration to what ends its declarator. */
  readonly declaration: TokenRange;
  /** The brace of its initialiser. */
  readonly brace: number | undefined;
}

/** Everything in a unit that may be a descriptor that C code fills in. */
export function descriptorCandidates(tokens: readonly Token[]): readonly Candidate[] {
  // Nearly no unit has one, and all have many tokens.
  const named: number[] = [];
  for (let i = 0; i < tokens.length; i++) {
    const text = tokens[i]?.text ?? '';
    if (text === tellingMember || tags.has(text)) named.push(i);
  }
  if (named.length === 0) return [];
  const finder = new CandidateFinder(tokens, named);
  const tagged = finder.tagged();
  return [...tagged, ...finder.designated(tagged)];
}

class CandidateFinder {
  constructor(
    private readonly tokens: readonly Token[],
    /** Where tags of the type and names of its members are. */
    private readonly named: readonly number[],
  ) {}

  tagged(): Candidate[] {
    const { tokens } = this;
    const found: Candidate[] = [];
    for (const i of this.named) {
      const { text = '' } = tokens[i] ?? {};
      if (!tags.has(text)) continue;
      const next = skipAttributes(tokens, i + 1);
      if (tokens[next]?.text === ')' && tokens[next + 1]?.text === '{') {
        const declaration = { start: next, end: next + 1 };
        found.push({ tag: text, name: undefined, declaration, brace: next + 1 });
      } else if (tokens[next]?.kind === TokenKind.Identifier) {
        const candidate = this.#variable(text, next);
        if (candidate) found.push(candidate);
      }
    }
    return found;
  }

  /** Of other types, known by the names of their members: `{ .start_ip = ... }`. */
  designated(known: readonly Candidate[]): Candidate[] {
    const { tokens } = this;
    const braces = new Set(known.map(({ brace }) => brace));
    return this.named.flatMap((i): Candidate[] => {
      const isMember = tokens[i]?.text === tellingMember && tokens[i - 1]?.text === '.';
      if (!isMember || tokens[i + 1]?.text !== '=') return [];
      const brace = this.#braceAround(i);
      if (brace === undefined || braces.has(brace) || tokens[brace - 1]?.text !== '=') return [];
      const start = this.#startOf(brace - 1);
      const name = declaredName(tokens, { start, end: brace - 1 });
      const tag = tokens[name - 1]?.text;
      return name > start && tag !== undefined ? [{ tag, name, declaration: { start, end: brace - 1 }, brace }] : [];
    });
  }

  #braceAround(at: number): number | undefined {
    let depth = 0;
    for (let i = at; i >= 0; i--) {
      const text = this.tokens[i]?.text ?? '';
      if (/^[)\]}]$/.test(text)) depth++;
      else if (/^[([{]$/.test(text) && depth-- === 0) return text === '{' ? i : undefined;
    }
    return undefined;
  }

  #variable(tag: string, name: number): Candidate | undefined {
    const { tokens } = this;
    let end = name + 1;
    while (tokens[end]?.text === '[' && tokens[end + 1]?.text !== '[') end = closingOf(tokens, end) + 1;
    end = skipAttributes(tokens, end);
    const declaration = { start: this.#startOf(name), end };
    const next = tokens[end]?.text;
    if (next === ';' || next === ',') return { tag, name, declaration, brace: undefined };
    const brace = next === '=' ? end + 1 : end;
    return tokens[brace]?.text === '{' ? { tag, name, declaration, brace } : undefined;
  }

  #startOf(at: number): number {
    let i = at;
    while (i > 0 && !/^[;{}]$/.test(this.tokens[i - 1]?.text ?? '')) i--;
    return i;
  }
}
