import { difference, paired } from '../dialects/dialect';
import { replaced, type Statements } from '../statements';
import { inDescriptors, seenFrom, withFields } from './descriptorEdits';
import type { MutationOperator, Subject } from './operator';

/** Mistakes in how the descriptor is put together, where it stands, and in the lists around it. */
export const tableOperators: readonly MutationOperator[] = [
  sections('descriptor not closed', ({ statements, at }) => replaced(statements, at.tableEnd, 1)),
  sections('list not closed', ({ statements, list }) => replaced(statements, list.end, 1)),
  sections('one pop too many', ({ statements, at }) => replaced(statements, at.tableEnd, 0, '.popsection')),
  sections('descriptor not opened', ({ statements, at }) => replaced(statements, at.table, 1)),
  sections('list not opened', ({ statements, list }) => replaced(statements, list.begin, 1)),
  sections('a section, and no way back', ({ statements, at }) =>
    replaced(replaced(statements, at.tableEnd, 1), at.table, 1, '.section __rseq_cs, "aw"'),
  ),
  sections('a section at the end', ({ statements }) => [...statements, '.data']),

  width('addresses of 32 bits', ({ dialect }, fields) => [dialect.word(fields.join(', '))]),
  width('length of 32 bits', ({ dialect, target }, [start = '', length = '', abort = '']) =>
    // Where data is aligned by itself, this may be right.
    alignsData.test(target) ? undefined : [dialect.address(start), dialect.word(length), dialect.address(abort)],
  ),
  width('halves exchanged', ({ dialect }, fields) => {
    const wrong = dialect.endian === 'little' ? 'big' : 'little';
    return fields.map((field) => dialect.word(paired(field, wrong)));
  }),
  width('no handler', ({ dialect }, [start = '', length = '']) => [dialect.address(start), dialect.address(length)]),
  width('one field too many', ({ dialect }, fields) => [...fields, '0'].map((field) => dialect.address(field))),
  {
    name: 'flags missing',
    rule: 'descriptor-field-width',
    mutate: (subject) =>
      alignsData.test(subject.target) ? undefined : inDescriptors(subject, 'words', () => ['.long 0']),
  },
  {
    name: 'version and flags of 64 bits',
    rule: 'descriptor-field-width',
    mutate: (subject) => inDescriptors(subject, 'words', () => [subject.dialect.wide('0, 0')]),
  },
  {
    name: 'pointer of 32 bits',
    rule: 'descriptor-field-width',
    mutate(subject) {
      const { statements, dialect } = subject;
      const list = listIn(statements);
      const label = /(\w+)$/.exec(statements[list.begin + 1] ?? '')?.[1] ?? '';
      return dialect.pointerBytes === 8 ? replaced(statements, list.begin + 1, 1, dialect.word(label)) : undefined;
    },
  },

  direction('start the other way', ([start, end, abort]) => [turned(start), `(${end} - ${turned(start)})`, abort]),
  direction('end the other way', ([start, end, abort]) => [start, `(${turned(end)} - ${start})`, abort]),
  direction('handler the other way', ([start, end, abort]) => [start, `(${end} - ${start})`, turned(abort)]),
  direction('all the other way', ([start, end, abort]) => [
    turned(start),
    `(${turned(end)} - ${turned(start)})`,
    turned(abort),
  ]),
  {
    name: 'pointer the other way',
    rule: 'descriptor-label-direction',
    onlyNumbered: true,
    compiles: false,
    mutate({ statements }) {
      const { begin } = listIn(statements);
      // Another label of that number behind the list would be another descriptor, or none.
      const number = /(\d+)b\b/.exec(statements[begin + 1] ?? '')?.[1] ?? '';
      if (statements.slice(begin).includes(`${number}:`)) return undefined;
      return replaced(statements, begin + 1, 1, (statements[begin + 1] ?? '').replace(/(\d+)b\b/, '$1f'));
    },
  },

  extent('start and end exchanged', ({ start, post }) => [post, difference(start, post)]),
  extent('difference the other way round', ({ start, post }) => [start, difference(start, post)]),
  extent('end is start', ({ start }) => [start, difference(start, start)]),
  extent('no length', ({ start }) => [start, '0']),

  {
    name: 'aborts go to the C label',
    rule: 'abort-target-c-label',
    mutate(subject) {
      const target = /%l\[\w+\]/.exec(subject.statements[subject.at.leave] ?? '')?.[0];
      if (target === undefined) return undefined;
      return withFields(subject, ({ start, post }) => ({ start, length: difference(post, start), abort: target }));
    },
  },

  {
    name: 'no list',
    rule: 'descriptor-not-listed',
    mutate({ statements }) {
      const { begin, end } = listIn(statements);
      return replaced(statements, begin, end - begin + 1);
    },
  },
  {
    name: 'in a section of another name',
    rule: 'descriptor-not-listed',
    mutate: ({ statements, at }) => replaced(statements, at.table, 1, '.pushsection .data.rel.ro, "aw"'),
  },
  {
    name: 'list of something else',
    rule: 'descriptor-not-listed',
    mutate({ statements, at, dialect }) {
      const { begin } = listIn(statements);
      const start = seenFrom(statements, at.startText, at.fields, begin);
      return replaced(statements, begin + 1, 1, dialect.address(start));
    },
  },

  flags('read-only', 'table', '"a"'),
  flags('not loaded', 'table', '"w"'),
  flags('without flags', 'table', undefined),
  flags('list read-only', 'list', '"a"'),

  {
    name: 'in a template',
    rule: 'descriptor-comdat',
    // Not in C; and what is wrong with it only the linker sees.
    compiles: false,
    mutate: ({ statements, head }) => ({ statements, head: `template <int> ${head}` }),
  },

  copies('another handler', ({ start, post }) => ({ start, length: difference(post, start), abort: post })),
  copies('another end', ({ start, post, abort }) => ({ start, length: `${difference(post, start)} - 4`, abort })),
];

/** Where the list of pointers is: its push and its pop. The pointer is between them. */
function listIn(statements: Statements): { readonly begin: number; readonly end: number } {
  const begin = statements.findIndex((statement) => /^\.pushsection\s+__rseq_cs_ptr_array\b/.test(statement));
  if (begin < 0) throw new Error(`no list in\n${statements.join('\n')}`);
  return { begin, end: statements.indexOf('.popsection', begin) };
}

function sections(
  name: string,
  write: (subject: Subject & { readonly list: ReturnType<typeof listIn> }) => Statements,
): MutationOperator {
  return {
    name,
    rule: 'pushsection-unbalanced',
    compiles: false,
    mutate: (subject) => write({ ...subject, list: listIn(subject.statements) }),
  };
}

/** Other statements for the three long fields. */
function width(
  name: string,
  write: (subject: Subject, fields: readonly string[]) => readonly string[] | undefined,
): MutationOperator {
  return {
    name,
    rule: 'descriptor-field-width',
    mutate(subject) {
      if (!write(subject, [])) return undefined;
      return inDescriptors(
        subject,
        'fields',
        ({ startText, postText, abortText }) =>
          write(subject, [startText, difference(postText, startText), abortText]) ?? [],
      );
    },
  };
}

/** Targets with 64-bit addresses whose assembler puts zeros in front of data that is not aligned. */
const alignsData = /^mips64/;

/** Other directions of the labels in the descriptor of the table; one in the code may look either way. */
function direction(
  name: string,
  write: (labels: readonly [string, string, string]) => readonly [string, string, string],
): MutationOperator {
  return {
    name,
    rule: 'descriptor-label-direction',
    onlyNumbered: true,
    compiles: false,
    mutate(subject) {
      const { statements, at, dialect } = subject;
      const [start, length, abort] = write([at.startText, at.postText, at.abortText]);
      return replaced(statements, at.fields, 1, dialect.fields({ start, length, abort }));
    },
  };
}

function turned(text: string): string {
  return text.replace(/[fb]$/, (letter) => (letter === 'f' ? 'b' : 'f'));
}

function extent(
  name: string,
  write: (labels: { readonly start: string; readonly post: string }) => readonly [string, string],
): MutationOperator {
  return {
    name,
    rule: 'descriptor-empty-range',
    mutate: (subject) =>
      withFields(subject, (labels) => {
        const [start, length] = write(labels);
        return { start, length, abort: labels.abort };
      }),
  };
}

function flags(name: string, where: 'table' | 'list', text: string | undefined): MutationOperator {
  return {
    name,
    rule: 'descriptor-section-flags',
    keepsBytes: true,
    mutate({ statements, at, target }) {
      // The other section of these files says them: an assembler takes the flags of the first.
      if (text === undefined && /^(loongarch64|or1k)$/.test(target)) return undefined;
      const place = where === 'table' ? at.table : listIn(statements).begin;
      const opening = (statements[place] ?? '').replace(/\s*,\s*"aw"/, text === undefined ? '' : `, ${text}`);
      return replaced(statements, place, 1, opening);
    },
  };
}

/** What the one in the table says; where there is no other, a copy in front of the signature. */
function copies(name: string, write: Parameters<typeof withFields>[1]): MutationOperator {
  return {
    name,
    rule: 'descriptor-copies-disagree',
    mutate(subject) {
      const { statements, at, dialect } = subject;
      const labels = { start: at.startText, post: at.postText, abort: at.abortText };
      const table = replaced(statements, at.fields, 1, dialect.fields(write(labels, at)));
      if (at.descriptors.length > 1) return table;
      const seen = (text: string): string => seenFrom(statements, text, at.fields, at.signature);
      const [start, post, abort] = [seen(at.startText), seen(at.postText), seen(at.abortText)];
      const copy = dialect.fields({ start, length: difference(post, start), abort });
      return replaced(table, at.signature, 0, '.balign 32', '88:', statements[at.words] ?? '', copy);
    },
  };
}
