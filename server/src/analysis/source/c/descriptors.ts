import { type DescriptorFieldName, descriptorLayout } from '../../abi/descriptor';
import { TokenKind, type Token } from '../preprocess/token';
import { addressOf, type AddressScope, type CAddress } from './addressExpression';
import { alignmentIn, Declarations } from './symbolDeclarations';
import { type Candidate, descriptorCandidates } from './descriptorCandidates';
import type { FunctionRange } from './functions';
import { closingOf, splitAt, type TokenRange } from './tokenLists';

/** The fields of struct rseq_cs in their order, by their names of 2018 to today (include/uapi/linux/rseq.h). */
export const fieldNames = descriptorLayout.fields.map(({ name }) => name);
export type FieldName = DescriptorFieldName;

/** A field as C code gives it. `at`: its expression in the unit's tokens; undefined: it is nowhere, and so zero. */
export interface CField {
  readonly value: CAddress | undefined;
  readonly at: TokenRange | undefined;
}

/** A descriptor that C code fills in. */
export interface CDescriptor {
  /** undefined for a compound literal and for an element of an array. */
  readonly name: string | undefined;
  /** The name, or the brace where the initialiser begins. */
  readonly head: TokenRange;
  readonly fields: Readonly<Record<FieldName, CField>>;
  /** What `section("...")` says. */
  readonly section: string | undefined;
  /** undefined: not known. */
  readonly storage: 'static' | 'automatic' | undefined;
  /** In bytes; undefined: not known. */
  readonly alignment: number | undefined;
  readonly function: FunctionRange | undefined;
}

const zero: CField = { value: { constant: 0n, terms: [] }, at: undefined };
const unknownField: CField = { value: undefined, at: undefined };

/** Finds the descriptors that a unit fills in: initialisers, and variables whose fields are assigned once each. */
export function findCDescriptors(
  tokens: readonly Token[],
  functions: readonly FunctionRange[],
): readonly CDescriptor[] {
  const candidates = descriptorCandidates(tokens);
  return candidates.length === 0 ? [] : new Finder(tokens, functions, candidates).find();
}

class Finder {
  readonly #declarations: Declarations;

  constructor(
    private readonly tokens: readonly Token[],
    private readonly functions: readonly FunctionRange[],
    private readonly candidates: readonly Candidate[],
  ) {
    this.#declarations = new Declarations(tokens, functions);
  }

  find(): CDescriptor[] {
    const found = this.candidates.flatMap((candidate) => this.#read(candidate));
    // One whose start is a number, or nowhere, protects nothing: an empty one, or one that other code fills in.
    return found.filter(({ fields }) => (fields.start_ip.value?.terms.length ?? 0) > 0);
  }

  #read(candidate: Candidate): CDescriptor[] {
    const { tokens } = this;
    const { declaration, brace, name } = candidate;
    const words = tokens.slice(declaration.start, declaration.end);
    const owner = this.functions.find(({ start, end }) => start <= declaration.start && declaration.start <= end);
    const isStatic = words.some(({ text }) => /^(static|thread_local|_Thread_local|__thread|extern)$/.test(text));
    const shared = {
      section: sectionIn(words),
      storage: name === undefined ? undefined : owner && !isStatic ? ('automatic' as const) : ('static' as const),
      alignment: this.#alignmentOf(candidate, words),
      function: owner,
    };
    const isArray = name !== undefined && tokens[name + 1]?.text === '[';
    if (isArray) {
      return this.#elementsOf(brace).flatMap((open) => {
        const fields = this.#initialised(candidate, open, undefined);
        return fields ? [{ ...shared, name: undefined, head: { start: open, end: open + 1 }, fields }] : [];
      });
    }
    const spelled = name === undefined ? undefined : tokens[name]?.text;
    const start = name ?? brace ?? declaration.start;
    const isUnset = brace === undefined && shared.storage === 'automatic';
    const fields =
      brace === undefined ? everyField(isUnset ? unknownField : zero) : this.#initialised(candidate, brace, spelled);
    if (!fields) return [];
    const assigned = spelled === undefined ? fields : this.#assigned(spelled, candidate, owner, fields);
    return [{ ...shared, name: spelled, head: { start, end: start + 1 }, fields: assigned }];
  }

  /** The inner braces of an array's initialiser. */
  #elementsOf(brace: number | undefined): number[] {
    if (brace === undefined) return [];
    const parts = splitAt(this.tokens, { start: brace + 1, end: closingOf(this.tokens, brace) }, ',');
    return parts.map(({ start }) => start).filter((start) => this.tokens[start]?.text === '{');
  }

  #alignmentOf({ tag }: Candidate, words: readonly Token[]): number | undefined {
    const layout = this.#declarations.layoutOf(tag);
    const ofType = layout ? layout.alignment : tag === 'rseq_cs' ? descriptorLayout.alignment : undefined;
    const own = alignmentIn(words);
    if (own !== undefined && own >= descriptorLayout.alignment) return own;
    // Its members are 64 bits wide, which gives no more than 8.
    return ofType === undefined || own === undefined ? undefined : Math.max(ofType, own, 8);
  }

  /** The fields of a brace; undefined: something in it is none. */
  #initialised({ tag }: Candidate, brace: number, name: string | undefined): Record<FieldName, CField> | undefined {
    const { tokens } = this;
    const members = this.#declarations.layoutOf(tag)?.members;
    const order = members === undefined || members.length === fieldNames.length ? fieldNames : members;
    const fields = everyField(zero);
    let position = 0;
    for (const part of splitAt(tokens, { start: brace + 1, end: closingOf(tokens, brace) }, ',')) {
      const designated = designatorOf(tokens, part);
      const field = designated?.field ?? order[position];
      if (!isFieldName(field)) return undefined;
      position = order.indexOf(field) + 1;
      const at = scalarIn(tokens, designated?.value ?? part);
      fields[field] = { at, value: at && addressOf(tokens, at, this.#scope(name, fields)) };
    }
    return fields;
  }

  /** Takes in assignments `name.field = value`; a field that is assigned more than once, or in other ways, is unknown. */
  #assigned(
    name: string,
    { declaration, brace }: Candidate,
    owner: FunctionRange | undefined,
    initial: Record<FieldName, CField>,
  ): Record<FieldName, CField> {
    const { tokens } = this;
    const fields = { ...initial };
    const seen = new Set<FieldName>();
    const from = brace === undefined ? declaration.end : closingOf(tokens, brace);
    for (let i = from; i < (owner?.end ?? tokens.length); i++) {
      const field = tokens[i + 2]?.text;
      if (tokens[i]?.text !== name || tokens[i + 1]?.text !== '.' || !isFieldName(field)) continue;
      if (/^(\.|->)$/.test(tokens[i - 1]?.text ?? '') || this.#isOther(name, i, owner)) continue;
      const operator = tokens[i + 3]?.text ?? '';
      const start = i + 4;
      const isOnly = operator === '=' && !seen.has(field) && isOpen(field, initial[field]);
      const isChange = operator === '=' || /^(\+\+|--|[-+*/%&|^]=|<<=|>>=)$/.test(operator);
      if (!isChange) continue;
      const at = { start, end: statementEnd(tokens, start) };
      fields[field] = isOnly ? { at, value: addressOf(tokens, at, this.#scope(name, fields)) } : unknownField;
      seen.add(field);
    }
    return fields;
  }

  /** In a function with a variable of its own of that name, another one is meant than that of the file. */
  #isOther(name: string, at: number, owner: FunctionRange | undefined): boolean {
    if (owner) return false;
    const { tokens, functions } = this;
    const inside = functions.find(({ start, end }) => start <= at && at <= end);
    return this.candidates.some(
      (other) =>
        other.name !== undefined &&
        tokens[other.name]?.text === name &&
        inside !== undefined &&
        inside.start <= other.name &&
        other.name <= inside.end,
    );
  }

  #scope(name: string | undefined, fields: Readonly<Record<FieldName, CField>>): AddressScope {
    return {
      declarations: this.#declarations,
      member: (object, member) => (object === name && isFieldName(member) ? fields[member].value : undefined),
    };
  }
}

function everyField(field: CField): Record<FieldName, CField> {
  return { version: field, flags: field, start_ip: field, post_commit_offset: field, abort_ip: field };
}

function isFieldName(text: string | undefined): text is FieldName {
  return fieldNames.some((name) => name === text);
}

/** May an assignment be the first value that counts? Addresses of zero are none, other constants are meant. */
function isOpen(name: FieldName, { value, at }: CField): boolean {
  if (at === undefined) return true;
  return /_(ip|offset)$/.test(name) && value?.terms.length === 0 && value.constant === 0n;
}

/** `.field = value`, and GNU's old `field: value`. */
function designatorOf(
  tokens: readonly Token[],
  { start, end }: TokenRange,
): { readonly field: string; readonly value: TokenRange } | undefined {
  const [first, second, third] = tokens.slice(start, start + 3).map(({ text }) => text);
  if (first === '.' && third === '=') return { field: second ?? '', value: { start: start + 3, end } };
  if (first === '.' || first === '[') return { field: '', value: { start, end } };
  return second === ':' ? { field: first ?? '', value: { start: start + 2, end } } : undefined;
}

/** A value may stand in braces of its own; those of a structure are none. */
function scalarIn(tokens: readonly Token[], range: TokenRange): TokenRange | undefined {
  if (tokens[range.start]?.text !== '{') return range;
  const inner = splitAt(tokens, { start: range.start + 1, end: closingOf(tokens, range.start) }, ',');
  const [only] = inner;
  return inner.length === 1 && only && tokens[only.start]?.text !== '.' ? only : undefined;
}

function sectionIn(tokens: readonly Token[]): string | undefined {
  const at = tokens.findIndex(({ text }, i) => /^(__section__|section)$/.test(text) && tokens[i + 1]?.text === '(');
  const literal = at < 0 ? undefined : tokens[at + 2];
  return literal?.kind === TokenKind.String ? literal.text.slice(1, -1) : undefined;
}

function statementEnd(tokens: readonly Token[], from: number): number {
  let depth = 0;
  for (let i = from; i < tokens.length; i++) {
    const text = tokens[i]?.text ?? '';
    if (/^[([{]$/.test(text)) depth++;
    else if (/^[)\]}]$/.test(text)) depth--;
    if (depth < 0 || (depth === 0 && (text === ';' || text === ','))) return i;
  }
  return tokens.length;
}
