import { findFields, listProfiles } from '../abi/profiles';
import { librarySymbols } from '../abi/libc';
import type { FieldUse } from '../model/fieldUse';
import type { AreaMention, FieldAccess } from '../model/areaMention';
import { areaPlace } from '../model/areaPlace';
import type { SourceSpan } from '../text/span';
import { areaTags, type AreaNames } from './c/area';
import { AreaPointers } from './c/fields/areaPointers';
import { memberChains } from './c/fields/memberChains';
import { memberUse, type MemberUse } from './c/fields/memberUse';
import { offsetReads } from './c/fields/offsetReads';
import type { UnitContext } from './c/unitContext';
import type { AssemblerText } from './assembler/assemblerText';
import { type Token, TokenKind } from './preprocess/token';
import type { SectionGroup } from './sectionModels';
import type { TokenPlaces } from './tokenPlaces';

/** The part of a unit that is asked. */
export interface MentionSource {
  readonly unit: UnitContext;
  readonly names: AreaNames;
  readonly places: TokenPlaces;
  readonly groups: readonly SectionGroup[];
  readonly fieldUse: FieldUse | undefined;
  /** The text that places of `fieldUse` are in. */
  readonly excerpt: AssemblerText;
}

/** Members of fields by the tag of the structure that they are: `rseq_slice_ctrl`. */
const partTags = new Map(
  listProfiles().flatMap(({ fields }) =>
    fields.flatMap(({ name, type, parts = [] }) =>
      parts.length > 0 ? [[type.replace(/^struct /, ''), { field: name, parts }] as const] : [],
    ),
  ),
);

/** Everything in a unit that is about struct rseq and is written in a user file, as far as it was read for one target. */
export function areaMentions(source: MentionSource): readonly AreaMention[] {
  return [
    ...declarations(source),
    ...symbols(source),
    ...members(source),
    ...initialised(source),
    ...accessedBytes(source.groups),
  ];
}

/** Tags wherever they stand, and the fields of structures that are defined. */
function declarations({ unit: { tokens }, places }: MentionSource): AreaMention[] {
  return tokens.flatMap((token, i): AreaMention[] => {
    const tag = tokens[i + 1];
    if (token.text !== 'struct' || tag?.kind !== TokenKind.Identifier) return [];
    const isDefined = tokens[i + 2]?.text === '{';
    if (areaTags.has(tag.text)) {
      const span = spelled(places, tag);
      const isField = (name: string): boolean => findFields(name).length > 0;
      const fields = isDefined ? declared(tokens, i + 3, isField, places) : [];
      return [
        ...(span ? [{ kind: 'structure' as const, name: tag.text, span }] : []),
        ...fields.map(({ name, span }) => field(name, undefined, undefined, span)),
        ...measured(tokens, i, places),
      ];
    }
    const owner = isDefined ? partTags.get(tag.text) : undefined;
    if (!owner) return [];
    const isPart = (name: string): boolean => owner.parts.some((part) => part.name === name);
    return declared(tokens, i + 3, isPart, places).map(({ name, span }) => field(owner.field, name, undefined, span));
  });
}

/** The field of `offsetof(struct rseq, field)`. `at`: the index of `struct`. */
function measured(tokens: readonly Token[], at: number, places: TokenPlaces): AreaMention[] {
  const [operator, open, comma, name] = [at - 2, at - 1, at + 2, at + 3].map((i) => tokens[i]);
  const isOffset = /^(?:__builtin_)?offsetof$/.test(operator?.text ?? '') && open?.text === '(' && comma?.text === ',';
  return isOffset && name && findFields(name.text).length > 0
    ? named(places, name, name.text, undefined, undefined)
    : [];
}

/** Names that a structure's body declares, in whatever unions they are. `from`: the first token of the body. */
function declared(
  tokens: readonly Token[],
  from: number,
  isWanted: (name: string) => boolean,
  places: TokenPlaces,
): { readonly name: string; readonly span: SourceSpan }[] {
  const found: { name: string; span: SourceSpan }[] = [];
  for (let i = from, depth = 1; i < tokens.length; i++) {
    const token = tokens[i];
    if (!token) break;
    if (token.text === '{') depth++;
    if (token.text === '}' && --depth === 0) break;
    const isDeclared = /^(?:[;,[:]|__attribute(?:__)?)$/.test(tokens[i + 1]?.text ?? '');
    if (token.kind !== TokenKind.Identifier || !isDeclared || !isWanted(token.text)) continue;
    const span = spelled(places, token);
    if (span) found.push({ name: token.text, span });
  }
  return found;
}

function symbols({ unit: { tokens }, places }: MentionSource): AreaMention[] {
  return tokens.flatMap((token, i): AreaMention[] => {
    if (token.kind !== TokenKind.Identifier || !Object.hasOwn(librarySymbols, token.text)) return [];
    const span = /^(\.|->)$/.test(tokens[i - 1]?.text ?? '') ? undefined : spelled(places, token);
    return span ? [{ kind: 'symbol', name: token.text, span }] : [];
  });
}

/** Members and bytes that C code names or reaches. */
function members({ unit, names, places, groups }: MentionSource): AreaMention[] {
  const { tokens, functions } = unit;
  const withInstructions = new Set(groups.map((group) => group.function?.start));
  const pointers = new AreaPointers(unit, names);
  return names.mentioningArea(tokens, functions).flatMap((range): AreaMention[] => {
    const isTold = withInstructions.has(range.start);
    const chains = memberChains(unit, names, range).flatMap((chain): AreaMention[] => {
      const [name = '', part] = chain.path;
      const access = accessOf(memberUse(tokens, chain, range), isTold);
      const at = chain.base.end + 1;
      const isPart = findFields(name).some(({ parts = [] }) => parts.some((one) => one.name === part));
      return [
        ...named(places, tokens[at], name, undefined, access),
        ...(isPart ? named(places, tokens[at + 2], name, part, access) : []),
      ];
    });
    const bytes = offsetReads(unit, pointers, range, true).flatMap(({ start, end, offset, size }): AreaMention[] => {
      const access = accessOf(memberUse(tokens, { start, end }, range), isTold);
      const first = tokens[start];
      const span = first && places.locate(first, 0, first.text.length)?.span;
      return span && access ? [{ kind: 'bytes', offset, size, access, span }] : [];
    });
    return [...chains, ...bytes];
  });
}

function named(
  places: TokenPlaces,
  token: Token | undefined,
  name: string,
  part: string | undefined,
  access: FieldAccess | undefined,
): AreaMention[] {
  const span = token && spelled(places, token);
  return span ? [field(name, part, access, span)] : [];
}

/** `struct rseq area = { .flags = 0 }` */
function initialised({ fieldUse, excerpt, places }: MentionSource): AreaMention[] {
  return (fieldUse?.writes ?? []).flatMap(({ how, path: [name = ''], place }): AreaMention[] => {
    const whole = how === 'initializer' && findFields(name).length > 0 ? excerpt.locate(place)?.span : undefined;
    const span = whole && { ...whole, start: whole.start + 1, end: whole.start + 1 + name.length };
    return span && textOf(places, span) === name ? [field(name, undefined, 'write', span)] : [];
  });
}

/** What happens to an operand of asm its instructions tell, where there are some that were read. */
function accessOf(use: MemberUse, isToldByInstructions: boolean): FieldAccess | undefined {
  switch (use) {
    case 'read':
    case 'write':
    case 'update':
      return use;
    case 'input':
      return isToldByInstructions ? undefined : 'read';
    case 'output':
      return isToldByInstructions ? undefined : 'write';
    case 'none':
      return undefined;
  }
}

/** Bytes of the area that instructions read and write, in a `.S` file too. */
export function accessedBytes(groups: readonly SectionGroup[]): AreaMention[] {
  return groups.flatMap(({ program, origin }) =>
    program.items.flatMap((item): AreaMention[] => {
      if (item.kind !== 'instruction') return [];
      return item.instruction.effect.accesses.flatMap((access): AreaMention[] => {
        const place = areaPlace(program, item, access);
        const span = place && origin.locate(item.place)?.span;
        if (!span) return [];
        const size = access.width ?? place.member?.size ?? 1;
        return [{ kind: 'bytes', offset: place.offset, size, access: access.mode, span }];
      });
    }),
  );
}

function field(name: string, part: string | undefined, access: FieldAccess | undefined, span: SourceSpan): AreaMention {
  return { kind: 'field', name, part, access, span };
}

/** Where a token is written, if it is: what a macro of a system header brought stands nowhere. */
function spelled(places: TokenPlaces, token: Token): SourceSpan | undefined {
  const span = places.locate(token, 0, token.text.length)?.span;
  return span && textOf(places, span) === token.text ? span : undefined;
}

function textOf(places: TokenPlaces, { file, start, end }: SourceSpan): string | undefined {
  return places.fileNamed(file)?.text.slice(start, end);
}
