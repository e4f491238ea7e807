import { findFields } from '../../../abi/profiles';
import type { DeclaredLayout, NamedOffset } from '../../../model/fieldUse';
import { type Token, TokenKind } from '../../preprocess/token';
import { areaTags } from '../area';
import type { UnitContext } from '../unitContext';

const descriptorTags = new Set(['rseq_cs', 'rseq_abi_cs', 'kernel_rseq_cs']);

/** The unit's own declarations of struct rseq and of its descriptor. */
export function declaredLayouts(unit: UnitContext, isSystemFile: (token: Token) => boolean): readonly DeclaredLayout[] {
  const { tokens, excerpt, sizes } = unit;
  return [...areaTags, ...descriptorTags].flatMap((tag): DeclaredLayout[] => {
    const definition = sizes.definitionOf(tag);
    const name = definition && tokens[definition.at];
    if (!name || isSystemFile(name)) return [];
    const fields = definition.members.map((member) => ({
      name: member.name,
      place: excerpt.placeOf({ start: member.at, end: member.at + 1 }),
      offset: member.offset,
      size: member.size,
    }));
    const place = excerpt.placeOf({ start: definition.at, end: definition.at + 1 });
    return [{ tag, place, describes: descriptorTags.has(tag) ? 'descriptor' : 'area', fields }];
  });
}

/** `RSEQ_CPU_ID_OFFSET`, `RSEQ_CS_OFFSET`; the later fields have names that nothing else has. */
const offsetName =
  /^\w*?RSEQ_(CPU_ID_START|CPU_ID|CS|FLAGS|NODE_ID|MM_CID|SLICE_CTRL)_OFF(?:SET)?$|^(?:\w*_)?(NODE_ID|MM_CID|SLICE_CTRL)_OFF(?:SET)?$/i;

/** Constants that are called the offset of a field, where they are used: what macros with such names stand for, and enumerators. */
export function namedOffsets(unit: UnitContext): readonly NamedOffset[] {
  const { tokens, excerpt, constants } = unit;
  const found = new Map<string, NamedOffset>();
  tokens.forEach((token, i) => {
    const macro = token.expansion?.macro.name ?? '';
    const isEnumerator =
      token.kind === TokenKind.Identifier && /^[=,}]$/.test(tokens[i + 1]?.text ?? '') && offsetName.test(token.text);
    const name =
      token.kind === TokenKind.Number && offsetName.test(macro) ? macro : isEnumerator ? token.text : undefined;
    if (name === undefined || found.has(name) || token.uncertain) return;
    // A macro for the number alone; where it is made up of more, the whole of it is not read.
    const isWhole = tokens[i - 1]?.expansion !== token.expansion && tokens[i + 1]?.expansion !== token.expansion;
    if (!isEnumerator && !isWhole) return;
    const value = constants.valueOf({ start: i, end: i + 1 });
    const [, known, other] = offsetName.exec(name) ?? [];
    const field = (known ?? other ?? '').toLowerCase().replace(/^cs$/, 'rseq_cs');
    if (value === undefined || findFields(field).length === 0) return;
    const place = excerpt.placeOf({ start: i, end: i + 1 });
    found.set(name, { name, field, value: Number(value), place, function: unit.functionAt(i)?.name });
  });
  return [...found.values()];
}
