import type { FieldUse, Overlay } from '../../../model/fieldUse';
import { type Token, TokenKind } from '../../preprocess/token';
import { areaTags, type AreaNames } from '../area';
import type { FunctionRange } from '../functions';
import type { UnitContext } from '../unitContext';
import { AreaPointers } from './areaPointers';
import { declaredLayouts, namedOffsets } from './declaredLayouts';
import { offsetReads } from './offsetReads';
import { sizeComparisons } from './sizeComparisons';
import { waitsIn } from './waits';
import { initializers, writesIn } from './writes';

export interface FieldSource {
  readonly names: AreaNames;
  readonly isSystemFile: (token: Token) => boolean;
  /** Functions that register an area. */
  readonly registering: ReadonlySet<string>;
}

const telling = /^(?:__rseq_\w+|rseq_get_abi|rseq_cs|rseq_abi_cs|kernel_rseq_cs)$/;

/** Reads what a unit of C or C++ does with struct rseq; undefined: nothing. */
export function readFieldUse(unit: UnitContext, source: FieldSource): FieldUse | undefined {
  const { tokens, functions } = unit;
  const tells = ({ kind, text }: Token): boolean =>
    kind === TokenKind.Identifier && (areaTags.has(text) || telling.test(text));
  if (!tokens.some(tells)) return undefined;
  const { names, isSystemFile, registering } = source;
  const pointers = new AreaPointers(unit, names);
  const own = functions.filter(({ start }) => {
    const first = tokens[start];
    return first !== undefined && !isSystemFile(first);
  });
  const mentioning = names.mentioningArea(tokens, own);
  const inAll = <T>(read: (range: FunctionRange) => readonly T[]): readonly T[] => mentioning.flatMap(read);
  return {
    writes: [
      ...inAll((range) => writesIn(unit, names, pointers, range, registering.has(range.name))),
      ...initializers(unit),
    ],
    sizeComparisons: own.flatMap((range) => sizeComparisons(unit, range)),
    overlays: inAll((range) => overlaysIn(unit, pointers, range)),
    waits: inAll((range) => waitsIn(unit, names, range)),
    layouts: declaredLayouts(unit, isSystemFile),
    namedOffsets: namedOffsets(unit),
    registers: registering.size > 0,
  };
}

function overlaysIn(unit: UnitContext, pointers: AreaPointers, within: FunctionRange): readonly Overlay[] {
  const { tokens } = unit;
  // An asm statement takes the address of a `char` for one of whatever size its instructions have: that of a pointer.
  const isOperand = (start: number): boolean =>
    tokens[start - 1]?.text === '(' && tokens[start - 2]?.kind === TokenKind.String;
  return offsetReads(unit, pointers, within, true)
    .map((read) => ({ ...read, size: read.size === 1 && isOperand(read.start) ? unit.pointerBytes : read.size }))
    .filter(({ offset, size }) => offset < 0 && offset + size > 0)
    .map(({ start, end, offset, size }) => ({
      place: unit.excerpt.placeOf({ start, end }),
      function: within.name,
      offset,
      size,
    }));
}
