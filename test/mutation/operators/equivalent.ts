import { renamedLabels, replaced, type Statements } from '../statements';
import type { EquivalentOperator } from './operator';

/** Other ways to write the same bytes. */
export const equivalentOperators: readonly EquivalentOperator[] = [
  {
    name: 'extra white space',
    rewrite: each((statement) => `\t  ${outsideStrings(statement, (text) => text.replace(/,\s*/g, ' ,\t '))} `),
  },
  { name: 'semicolons', rewrite: ({ statements }) => [statements.join('; ')] },
  {
    name: 'labels in front of statements',
    rewrite: ({ statements }) => statements.join('\n').replace(/:\n/g, ': ').split('\n'),
  },
  {
    name: 'labels renumbered',
    rewrite: ({ statements }) =>
      statements.map((statement) => statement.replace(/(?<![\w.$%#])(\d+)(?=:$|[fb](?!\w))/g, '9$1')),
  },
  {
    name: 'labels with names',
    rewrite: ({ statements }) => renamedLabels(statements, (number, index) => `.Lsection_${number}_${index}_%=`),
  },
  {
    name: 'labels that a debugger sees',
    rewrite: ({ statements }) => renamedLabels(statements, (number, index) => `label_${index}_${number}_%=`),
  },
  {
    name: 'comments',
    rewrite: each(
      (statement, target) => `/* 4: .long 0 */ ${statement} ${target === 'x86_64' ? '#' : '//'} 1: syscall`,
    ),
  },
  {
    name: 'alignment as a power of two',
    rewrite: ({ statements, at }) => replaced(statements, at.align, 1, '.p2align 5'),
  },
  {
    name: 'decimal for hexadecimal',
    rewrite: each((statement) => statement.replace(/\b0x[0-9a-f]+\b/g, (number) => String(Number(number)))),
  },
  {
    name: 'other data directives',
    rewrite: each((statement) =>
      statement.replace(/^\.(?:long|word)\b/, '.4byte').replace(/^\.(?:quad|xword)\b/, '.8byte'),
    ),
  },
  {
    name: 'a directive for every field',
    rewrite: each((statement) =>
      statement.replace(/^(\.(?:long|word|quad|xword))\s+([^"]*)$/, (_, directive: string, fields: string) =>
        fields
          .split(/,\s*/)
          .map((field) => `${directive} ${field}`)
          .join('\n'),
      ),
    ),
  },
  {
    name: 'section and previous',
    rewrite: each((statement) => statement.replace(/^\.pushsection/, '.section').replace(/^\.popsection/, '.previous')),
  },
  {
    name: 'table at the end',
    rewrite({ statements, at }) {
      const named = renamedLabels(statements, (_, index) => `.Lmoved_${index}_%=`);
      const table = named.slice(at.table, at.tableEnd + 1);
      return [...replaced(named, at.table, table.length), ...table];
    },
  },
  {
    name: 'mnemonics with other names',
    rewrite: each((statement) =>
      statement
        .replace(/^jnz\b/, 'jne')
        .replace(/^je\b/, 'jz')
        .replace(/^(add|sub|cmp|mov)q\b(?=.*%%r)/, '$1')
        .replace(/^b\.ne\b/, 'bne'),
    ),
  },
  {
    name: 'signature as bytes',
    rewrite: each((statement) =>
      statement
        .replace(/^\.long\s+0x53053053$/, '.byte 0x53, 0x30, 5, 0123')
        .replace(/^\.inst\s+0xd428bc00$/, '.byte 0, 188, 0x28, 0xd4'),
    ),
  },
  {
    name: 'signature as an instruction',
    rewrite: ({ statements, at, target }) =>
      replaced(
        statements,
        at.signature,
        at.abort - at.signature,
        target === 'x86_64' ? 'ud1 0x53053053(%%rip), %%edi' : 'brk #0x45e0',
      ),
  },
  {
    name: 'signature as halves',
    rewrite: each((statement) => statement.replace(/^\.long\s+0x53053053$/, '.short 0x3053, 0x5305')),
  },
];

function each(write: (statement: string, target: string) => string): EquivalentOperator['rewrite'] {
  return ({ statements, target }): Statements => statements.map((statement) => write(statement, target));
}

function outsideStrings(statement: string, write: (text: string) => string): string {
  return statement.includes('"') ? statement : write(statement);
}
