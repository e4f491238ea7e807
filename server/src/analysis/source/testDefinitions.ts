import { lex } from './preprocess/lexer';
import { isHash, type WorkToken } from './preprocess/workToken';

/** A test that a source defines with `RSEQ_TEST` or `RSEQ_TEST_F` of rseq_test.h. Offsets in UTF-16 code units. */
export interface SourceTest {
  /** As the program calls it: `name`, or `fixture.name`. */
  readonly name: string;
  /** From the macro's name to its closing parenthesis. */
  readonly start: number;
  readonly end: number;
}

/** How many names each macro takes. */
const macros: ReadonlyMap<string, number> = new Map([
  ['RSEQ_TEST', 1],
  ['RSEQ_TEST_F', 2],
]);

/**
 * The tests that a text defines, as written: what `#if` leaves out is among them, what other macros would make is not. Where there is
 * none it costs a search for one word.
 */
export function findSourceTests(text: string): readonly SourceTest[] {
  if (!text.includes('RSEQ_TEST')) return [];
  const tokens = withoutDirectives(lex(text, 0, 'c++', new Map()).tokens);
  const tests: SourceTest[] = [];
  let depth = 0;
  for (const [index, token] of tokens.entries()) {
    if (token.is('{')) depth++;
    if (token.is('}')) depth = Math.max(depth - 1, 0);
    const count = depth === 0 && token.isIdentifier ? macros.get(token.text) : undefined;
    const test = count === undefined ? undefined : readTest(tokens.slice(index, index + 2 * count + 2));
    if (test) tests.push(test);
  }
  return tests;
}

/** `RSEQ_TEST ( name ) {`, with a comma between two names. */
function readTest(tokens: readonly WorkToken[]): SourceTest | undefined {
  const [macro, open] = tokens;
  const names = tokens.slice(2, -1).filter((_, index) => index % 2 === 0);
  const between = tokens.slice(2, -1).filter((_, index) => index % 2 === 1);
  const close = tokens.at(-1);
  if (!macro || !open?.is('(') || !close?.is(')') || !between.every((token) => token.is(','))) return undefined;
  if (!names.every(({ isIdentifier }) => isIdentifier)) return undefined;
  return {
    name: names.map(({ text }) => text).join('.'),
    start: macro.offset,
    end: close.offset + close.length,
  };
}

function withoutDirectives(tokens: readonly WorkToken[]): readonly WorkToken[] {
  let isDirective = false;
  return tokens.filter((token) => {
    if (token.startsLine) isDirective = isHash(token);
    return !isDirective;
  });
}
