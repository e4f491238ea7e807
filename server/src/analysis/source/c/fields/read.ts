import type { AreaAccess } from '../../../model/areaAccess';
import { laterReads } from '../../../model/laterReads';
import { known, unknown } from '../../../model/fact';
import type { Program } from '../../../model/program';
import type { AssemblerText, TokenLocator } from '../../assembler/assemblerText';
import { type Token, TokenKind } from '../../preprocess/token';
import type { SyntaxLanguage } from '../../syntax/backend';
import type { AreaNames } from '../area';
import type { FunctionRange } from '../functions';
import type { UnitContext } from '../unitContext';
import { AreaPointers } from './areaPointers';
import { FunctionText } from './functionText';
import { guardPlaceOf } from './guardPlace';
import { Guards } from './guards';
import { namesField, type MemberReader } from './memberReads';
import { offsetReads } from './offsetReads';

/** Reads of struct rseq in one function, with the text their places are in. */
export interface FunctionAccesses {
  readonly text: AssemblerText;
  readonly accesses: readonly AreaAccess[];
}

export interface AccessSource {
  readonly names: AreaNames;
  readonly language: SyntaxLanguage;
  readonly locator: TokenLocator;
  readonly reader: MemberReader;
  readonly invokedMacros: ReadonlySet<string>;
  /** The assembler text of functions. */
  readonly programs: readonly {
    readonly program: Program;
    readonly text: AssemblerText;
    readonly function: FunctionRange | undefined;
  }[];
  /** Is a token in another file than the unit's own? */
  readonly isIncluded: (token: Token) => boolean;
}

/** What the code of a unit reads of struct rseq that not every kernel has. */
export interface UnitAccesses {
  readonly functions: readonly FunctionAccesses[];
  /** Does the unit test the size of the area anywhere? */
  readonly testsSize: boolean;
}

export function readAccesses(unit: UnitContext, source: AccessSource): UnitAccesses {
  const { names, locator } = source;
  const { tokens, functions } = unit;
  const candidates = names.mentioningArea(tokens, functions);
  const inAssembler = source.programs.flatMap(({ program, text, function: range }) => {
    const reads = range ? laterReads(program) : [];
    return range && reads.length > 0 ? [{ reads, text, range }] : [];
  });
  if (candidates.length + inAssembler.length === 0) return { functions: [], testsSize: false };
  const pointers = new AreaPointers(unit, names);
  const knowsSize = tokens.some(({ text }) => text === '__rseq_size');
  const asks = testsSize(tokens, functions, source.invokedMacros);
  const isShared = ({ start }: FunctionRange): boolean => {
    const first = tokens[start];
    return first !== undefined && source.isIncluded(first);
  };
  const guards = new Guards(unit, names, isShared, asks);
  const found = candidates.flatMap((range): FunctionAccesses[] => {
    const text = new FunctionText(tokens, range, locator);
    const access = (what: AreaAccess['what'], place: AreaAccess['place'], at: number): AreaAccess => {
      const bound = guards.at(at, range);
      const featureSize = bound === 'unclear' ? unknown('condition') : known(bound);
      return {
        what,
        isInAssembler: false,
        place,
        function: range.name,
        featureSize,
        guardPlace: knowsSize ? guardPlaceOf(tokens, text, at) : undefined,
      };
    };
    const members = namesField(tokens, range) ? source.reader.find(text, names, source.language) : [];
    const accesses = [
      ...members.map(({ field, place }) => access({ field }, place, text.tokenAt(place.start))),
      ...offsetReads(unit, pointers, range).map((read) => {
        const { field, offset, size } = read;
        return access(field === undefined ? { offset, size } : { field }, text.placeOf(read), read.start);
      }),
    ];
    return accesses.length > 0 ? [{ text: text.text, accesses }] : [];
  });
  const asm = inAssembler.map(({ reads, text, range }): FunctionAccesses => {
    const first = text.pieces[0]?.token;
    const bound = guards.at(first ? Math.max(tokens.indexOf(first), range.bodyStart) : range.bodyStart, range);
    const featureSize = bound === 'unclear' ? unknown('condition') : known(bound);
    const common = { function: range.name, featureSize, guardPlace: undefined, isInAssembler: true };
    return { text, accesses: reads.map(({ place, ...what }) => ({ ...common, what, place })) };
  });
  const all = [...found, ...asm];
  return { functions: all, testsSize: all.length > 0 && asks };
}

/** Names by which code asks how large the area is or whether a field is there. */
const sizeTest = /rseq\w*(size|avail|feature)/i;

/** In a function of its own. */
function testsSize(
  tokens: readonly Token[],
  functions: readonly FunctionRange[],
  invokedMacros: ReadonlySet<string>,
): boolean {
  if (['AT_RSEQ_FEATURE_SIZE', 'PR_RSEQ_SLICE_EXTENSION'].some((name) => invokedMacros.has(name))) return true;
  return functions.some((range) => {
    for (let i = range.bodyStart; i < range.end; i++) {
      const token = tokens[i];
      if (token?.kind === TokenKind.Identifier && sizeTest.test(token.text)) return true;
    }
    return false;
  });
}
