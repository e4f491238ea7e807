import { definitionOf, type Statements } from './statements';

/** Where a descriptor is, as indices into the statements of its section. */
export interface DescriptorMarks {
  readonly align: number;
  /** Its label. */
  readonly label: number;
  /** Version and flags. */
  readonly words: number;
  /** The statement of the three long fields. */
  readonly fields: number;
  /** As the descriptor writes them: `1f`, `2f`, `4f`. */
  readonly startText: string;
  readonly postText: string;
  readonly abortText: string;
}

/** Where the parts of a section are, as indices into its statements. Read from the text alone, independent of our model. */
export interface Landmarks extends DescriptorMarks {
  /** The switch to `__rseq_cs`, and the way back. */
  readonly table: number;
  readonly tableEnd: number;
  /** Every copy of the descriptor: the one in the table first, then what stands in the code. */
  readonly descriptors: readonly DescriptorMarks[];
  /** First instruction of the arming: forms the descriptor's address. */
  readonly address: number;
  /** The arming store. */
  readonly store: number;
  readonly start: number;
  readonly post: number;
  readonly signature: number;
  readonly abort: number;
  /** The jump that ends the abort handler, and what follows it. */
  readonly leave: number;
  readonly leaveEnd: number;
  /** Every compare of the cpu number: first statement and number of statements, the branch included. */
  readonly compares: readonly { readonly at: number; readonly count: number }[];
}

/** @throws Error if the statements are not those of a section as real code writes it */
export function landmarksOf(statements: Statements): Landmarks {
  const find = (what: string, pattern: RegExp, from = 0): number =>
    found(
      what,
      statements,
      statements.findIndex((statement, i) => i >= from && pattern.test(statement)),
    );
  const define = (text: string, from: number): number =>
    found(`label ${text}`, statements, definitionOf(statements, text, from));
  const table = find('table', /^\.pushsection\s+__rseq_cs\s*,/);
  const descriptors = statements.flatMap((statement, at) =>
    at > table && /^\.(?:long|word)\s+(0x)?0, (0x)?0$/.test(statement) ? (descriptorAt(statements, at) ?? []) : [],
  );
  const [listed] = descriptors;
  if (!listed) throw new Error(`no descriptor in\n${statements.join('\n')}`);
  const start = define(listed.startText, listed.fields);
  const abort = define(listed.abortText, listed.fields);
  const leave = find('way out of the handler', /^(?:jmp|b|j|jg|l\.j)\s/, abort);
  return {
    ...listed,
    table,
    tableEnd: find('end of the table', /^\.popsection/, listed.fields),
    descriptors,
    address: addressIn(statements, descriptors, start),
    store: start - 1,
    start,
    post: define(listed.postText, listed.fields),
    signature: /^\.byte\s/.test(statements[abort - 2] ?? '') ? abort - 2 : abort - 1,
    abort,
    leave,
    leaveEnd: statements[leave]?.startsWith('l.j') === true ? leave + 2 : leave + 1,
    compares: comparesOf(statements, start),
  };
}

function found(what: string, statements: Statements, index: number): number {
  if (index < 0) throw new Error(`no ${what} in\n${statements.join('\n')}`);
  return index;
}

/** The descriptor whose version and flags are at `words`; undefined: something else begins with two zeros. */
function descriptorAt(statements: Statements, words: number): DescriptorMarks | undefined {
  const fields = words + 1;
  // With 32-bit addresses every other word is zero.
  const cells = cellsOf(statements[fields]).filter((cell) => !isZero(cell));
  const [startText, length, abortText] = cells;
  const postText = /^\(*(\w+)\)? - \(?(\w+)\)*$/.exec(length ?? '')?.[1];
  if (startText === undefined || postText === undefined || abortText === undefined) return undefined;
  const label = words - 1;
  return { align: label - 1, label, words, fields, startText, postText, abortText };
}

const data = /^\.(?:long|word|4byte|quad|xword|dword|8byte)\s+(.*)$/;

function cellsOf(statement: string | undefined): readonly string[] {
  const cells = data.exec(statement ?? '')?.[1];
  return cells === undefined ? [] : cells.split(/,\s*/);
}

function isZero(cell: string): boolean {
  return /^(?:0x)?0+$/.test(cell);
}

/**
 * Brings every descriptor into one form, whichever real code has it in: its label, a directive for version and flags, and one for the
 * three addresses.
 */
export function withWholeDescriptors(statements: Statements): Statements {
  const result: string[] = [];
  for (let at = 0; at < statements.length; at++) {
    const run = [statements[at] ?? ''];
    const isFirst = /^[\w.$%=]+:$/.test(statements[at - 1] ?? '') && /^\.(?:long|word|4byte)\s/.test(run[0] ?? '');
    if (isFirst) while (data.test(statements[at + run.length] ?? '')) run.push(statements[at + run.length] ?? '');
    result.push(...(isFirst ? joinedFields(run) : run));
    at += run.length - 1;
  }
  return result;
}

/** A run of data that begins with version and flags; everything else stays as it is. */
function joinedFields(run: Statements): Statements {
  const cells = run.map((statement) => ({ directive: statement.split(/\s/)[0] ?? '', cells: cellsOf(statement) }));
  const wordCount = cells[0]?.cells.length === 2 ? 1 : 2;
  const words = cells.slice(0, wordCount).flatMap((each) => each.cells);
  if (words.length !== 2 || !words.every(isZero)) return run;
  const directive = cells[wordCount]?.directive ?? '';
  const fields: string[] = [];
  let end = wordCount;
  const whole = /^\.(?:quad|xword|dword|8byte)$/.test(directive) ? 3 : 6;
  while (end < run.length && cells[end]?.directive === directive && fields.length < whole)
    fields.push(...(cells[end++]?.cells ?? []));
  if (fields.length !== whole) return run;
  return [`${cells[0]?.directive ?? ''} ${words.join(', ')}`, `${directive} ${fields.join(', ')}`, ...run.slice(end)];
}

/** The first instruction that names the label of a descriptor. */
function addressIn(statements: Statements, descriptors: readonly DescriptorMarks[], start: number): number {
  const labels = new Set(descriptors.map(({ label }) => label));
  const index = statements.findIndex((statement, at) => {
    if (at >= start || !/^[a-z]/.test(statement)) return false;
    const references = statement.match(/(?<![\w.%#])(?:\d+[fb]|\.?[A-Za-z_]\w*)(?!\w)/g) ?? [];
    return references.some((text) => labels.has(definitionOf(statements, text, at)));
  });
  return found('address of the descriptor', statements, index);
}

/** From the statement that mentions the cpu number to the branch. */
function comparesOf(statements: Statements, start: number): Landmarks['compares'] {
  const compares: { at: number; count: number }[] = [];
  for (let at = start; at < statements.length; at++) {
    if (!/%\w?\[(?:current_)?cpu(?:_id)?\]|^ld(?:r|\.w)\s+w15, \[%\[rseq\], #4\]/.test(statements[at] ?? '')) continue;
    const branch = statements.findIndex((statement, i) => i >= at && /\b\d+[fb]$|%l\[\w+\]"?$/.test(statement));
    if (branch < 0) break;
    const slot = /^l\.b/.test(statements[branch] ?? '') ? 1 : 0;
    compares.push({ at, count: branch - at + 1 + slot });
    at = branch + slot;
  }
  return compares;
}
