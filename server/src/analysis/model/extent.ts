import type { LinearExpression } from '../arch/instruction';
import type { Place, TextChange } from '../text/place';
import type { Entry } from './descriptors';
import type { DescriptorFields } from './entry';
import { type Fact, known, unknown } from './fact';
import type { LabelItem, Program } from './program';
import { compareAddress, labelAt, namesake, textOf } from './walk';

/** Is there anything between start and end? Stage "start, length" of design/rules.md. */
export type ExtentVerdict =
  | { readonly kind: 'forward' }
  | {
      readonly kind: 'zero' | 'backward' | 'split';
      /** The end in the difference. */
      readonly place: Place;
      /** The whole difference. */
      readonly text: string;
      /** undefined: it cannot be told from the descriptor which label was meant. */
      readonly repair: readonly TextChange[] | undefined;
    };

export function extentOf(program: Program, entry: Entry, { start, length }: DescriptorFields): Fact<ExtentVerdict> {
  const { value } = length;
  if (!value) return unknown('operand');
  const text = textOf(program, length.place);
  const place = endPlace(program, length.place);
  if (value.terms.length === 0) {
    if (value.constant > 0n) return unknown('operand');
    return known({ kind: value.constant === 0n ? 'zero' : 'backward', place, text, repair: undefined });
  }
  const [end, from] = [labelWith(program, value, 1), labelWith(program, value, -1)];
  if (value.terms.length !== 2 || !end || !from || value.constant !== 0n) return unknown('label');
  // Which of two labels with one number is meant is the first question.
  if (namesake(program, from) || namesake(program, end)) return unknown('label');
  const sections = [from, end].map(({ stream }) => program.streams[stream]?.section ?? '');
  if (sections[0] !== sections[1]) {
    // The function around an asm statement may be in any section for code.
    if (sections.includes('') && sections.some((name) => name.startsWith('.text'))) return unknown('flow');
    return known({ kind: 'split', place, text, repair: undefined });
  }
  const order = compareAddress(program, from, end);
  if (order === undefined) return unknown('flow');
  if (order < 0) return known({ kind: 'forward' });
  // With two labels of one number the mistake is that there are two.
  if (isRepeated(program, from) || isRepeated(program, end)) return unknown('label');
  if (order === 0) return known({ kind: 'zero', place, text, repair: undefined });
  return known({ kind: 'backward', place, text, repair: turnedAround(program, entry, start, length) });
}

/** The first name in a difference: of two arguments of a macro the one that is the end. */
function endPlace(program: Program, { start, end }: Place): Place {
  const word = /[\w.$%=]+/.exec(program.text.slice(start, end));
  return word ? { start: start + word.index, end: start + word.index + word[0].length } : { start, end };
}

function labelWith(program: Program, value: LinearExpression, sign: 1 | -1): LabelItem | undefined {
  const terms = value.terms.filter((term) => term.sign === sign);
  const symbol = terms.length === 1 ? terms[0]?.symbol : undefined;
  return symbol?.kind === 'label' ? labelAt(program, symbol.item) : undefined;
}

function isRepeated(program: Program, { name, index }: LabelItem): boolean {
  return program.items.some((item) => item.kind === 'label' && item.name === name && item.index !== index);
}

/** The difference the other way round, and the start if it is the later one of the two. */
function turnedAround(
  program: Program,
  entry: Entry,
  start: DescriptorFields['start'],
  length: DescriptorFields['length'],
): readonly TextChange[] | undefined {
  const text = program.text.slice(length.place.start, length.place.end);
  const parts = /^(\W*)([\w.$%=]+)(\s*-\s*)([\w.$%=]+)\W*$/.exec(text);
  if (!parts) return undefined;
  const [, open = '', end = '', minus = '', from = ''] = parts;
  const word = (at: number, old: string, now: string): TextChange => ({
    kind: 'replace',
    place: { start: at, end: at + old.length },
    text: now,
  });
  const endAt = length.place.start + open.length;
  const changes = [word(endAt, end, from), word(endAt + end.length + minus.length, from, end)];
  const startText = textOf(program, start.place);
  if (startText === from) return [...changes, word(start.place.start + leading(program, start.place), from, end)];
  // Only the difference is wrong. Its labels may be arguments of a macro that uses them for the start too: all or nothing.
  const item = entry.items.find(({ place }) => place.start <= endAt && endAt < place.end);
  if (startText !== end || !item) return undefined;
  const place = { start: item.place.start, end: length.place.end };
  const before = program.text.slice(place.start, endAt);
  const behind = text.slice(open.length + end.length + minus.length + from.length);
  return [{ kind: 'replace', place, text: `${before}${from}${minus}${end}${behind}` }];
}

function leading(program: Program, { start, end }: Place): number {
  return program.text.slice(start, end).search(/\S/);
}
