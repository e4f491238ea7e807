import { decodeLiterals, literalsOf, splitStatements, type Statements } from './statements';

/** A function of real code that consists of one asm statement with a critical section. */
export interface RealFunction {
  readonly name: string;
  /** Everything up to the template's first literal, with external linkage, so that a compiler emits it unasked. */
  readonly head: string;
  readonly statements: Statements;
  /** From the first colon of the asm statement to the end of the function. */
  readonly tail: string;
}

/** Functions of one real program for one target. */
export interface SectionSet {
  readonly name: string;
  readonly target: string;
  /** Declarations that the functions need. */
  readonly preamble: string;
  readonly functions: readonly RealFunction[];
}

/** Finds the functions with a descriptor in preprocessed C; `rest` is the text without them. */
export function findRealFunctions(preprocessed: string): {
  readonly functions: readonly RealFunction[];
  readonly rest: string;
} {
  const functions: RealFunction[] = [];
  let rest = '';
  for (const definition of topLevel(preprocessed)) {
    const found = realFunction(definition);
    if (found) functions.push(found);
    else rest += definition;
  }
  return { functions, rest };
}

/** The text at file scope in pieces that end behind a `}` or a `;`. */
function topLevel(text: string): string[] {
  const pieces: string[] = [];
  let depth = 0;
  let begin = 0;
  for (const { index, 0: token } of text.matchAll(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|[{}();]/g)) {
    if (token === '{' || token === '(') depth++;
    else if (token === '}' || token === ')') depth--;
    if (depth === 0 && (token === '}' || token === ';')) {
      pieces.push(text.slice(begin, index + 1));
      begin = index + 1;
    }
  }
  return [...pieces, text.slice(begin)];
}

function realFunction(definition: string): RealFunction | undefined {
  const opening = /(?:asm|__asm__)[\w\s]*\(\s*(?="[^"]*\.pushsection(?:\s|\\t)+__rseq_cs\b)/.exec(definition);
  if (!opening) return undefined;
  const begin = opening.index + opening[0].length;
  const template = /^(?:\s*"(?:[^"\\]|\\.)*")*/.exec(definition.slice(begin))?.[0] ?? '';
  const head = definition
    .slice(0, begin)
    .replace(/\bstatic\b/, '')
    .replace(/\binline\b/, '')
    .replace(/__attribute__\s*\(\(always_inline\)\)/, '')
    .trimStart();
  const name = /(\w+)\s*\(/.exec(head)?.[1];
  if (name === undefined) return undefined;
  const statements = splitStatements(decodeLiterals(template));
  return { name, head: `${head}\n`, statements, tail: definition.slice(begin + template.length).trimStart() };
}

/** A function as C text again. */
export function renderFunction({ head, tail }: RealFunction, statements: Statements, separator?: string): string {
  return `${head}${literalsOf(statements, separator)}\n\t\t${tail}\n`;
}

/** Where the parts of a section are, as indices into its statements. Read from the text alone, independent of our model. */
export interface Landmarks {
  readonly table: number;
  readonly tableEnd: number;
  readonly align: number;
  readonly words: number;
  readonly fields: number;
  /** As the descriptor writes them: `1f`, `2f`, `4f`. */
  readonly startText: string;
  readonly postText: string;
  readonly abortText: string;
  /** First instruction of the arming: forms the descriptor's address. */
  readonly address: number;
  /** The arming store. */
  readonly store: number;
  readonly start: number;
  readonly post: number;
  readonly signature: number;
  readonly abort: number;
  /** The jump that ends the abort handler. */
  readonly leave: number;
  /** Every compare of the cpu number: first statement and number of statements, the branch included. */
  readonly compares: readonly { readonly at: number; readonly count: number }[];
}

/** @throws Error if the statements are not those of a section as real code writes it */
export function landmarksOf(statements: Statements): Landmarks {
  const find = (what: string, pattern: RegExp, from = 0): number => {
    const index = statements.findIndex((statement, i) => i >= from && pattern.test(statement));
    if (index < 0) throw new Error(`no ${what} in\n${statements.join('\n')}`);
    return index;
  };
  const table = find('table', /^\.pushsection\s+__rseq_cs\s*,/);
  const fields = find('fields', /^\.(?:quad|xword)\s/, table);
  const [, startText, postText, abortText] =
    /^\.\w+\s+(\w+), \(?(\w+) - \w+\)?, (\w+)$/.exec(statements[fields] ?? '') ?? [];
  if (startText === undefined || postText === undefined || abortText === undefined) throw new Error('no fields');
  const definition = (text: string): number => find(`label ${text}`, new RegExp(`^${text.slice(0, -1)}:$`), fields);
  const abort = definition(abortText);
  const start = definition(startText);
  return {
    table,
    tableEnd: find('end of the table', /^\.popsection/, fields),
    align: find('alignment', /^\.balign/, table),
    words: find('version and flags', /^\.(?:long|word)\s/, table),
    fields,
    startText,
    postText,
    abortText,
    address: find('address of the descriptor', /^(?:leaq|adrp)\s/, fields),
    store: start - 1,
    start,
    post: definition(postText),
    signature: /^\.long/.test(statements[abort - 1] ?? '') ? abort - 2 : abort - 1,
    abort,
    leave: find('way out of the handler', /^(?:jmp|b)\s/, abort),
    compares: comparesOf(statements, start),
  };
}

function comparesOf(statements: Statements, start: number): Landmarks['compares'] {
  return statements.flatMap((statement, at) => {
    if (at < start) return [];
    const next = statements[at + 1] ?? '';
    if (/^cmpl\s+%\[cpu/.test(statement) && /^jnz\s/.test(next)) return [{ at, count: 2 }];
    const loads = /^ldr\s+w15/.test(statement) && /^(?:sub|cmp)\s.*%w\[cpu/.test(next);
    return loads ? [{ at, count: 3 }] : [];
  });
}
