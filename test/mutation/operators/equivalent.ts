import { renamedLabels, replaced, type Statements } from '../statements';
import { inDescriptors } from './descriptorEdits';
import type { EquivalentOperator, Subject } from './operator';

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
      statements.map((statement) => statement.replace(/(?<![\w.%#])(\d+)(?=:$|[fb](?!\w))/g, '9$1')),
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
    rewrite: each((statement, { dialect }) => `/* 4: .long 0 */ ${statement} ${dialect.comment}1: syscall`),
  },
  {
    name: 'alignment as a power of two',
    rewrite: (subject) => inDescriptors(subject, 'align', () => ['.p2align 5']),
  },
  {
    name: 'decimal for hexadecimal',
    rewrite: each((statement) => statement.replace(/\b0x[0-9a-f]+\b/g, (number) => String(Number(number)))),
  },
  {
    name: 'other data directives',
    rewrite: each((statement) =>
      statement.replace(/^\.(?:long|word)\b/, '.4byte').replace(/^\.(?:quad|xword|dword)\b/, '.8byte'),
    ),
  },
  {
    name: 'a directive for every field',
    rewrite: each((statement) =>
      statement.replace(/^(\.(?:long|word|quad|xword|dword))\s+([^"]*)$/, (_, directive: string, fields: string) =>
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
    rewrite(subject) {
      const bytes = bytesOf(subject).map((byte, index) => (index % 2 === 0 ? String(byte) : hexByte(byte)));
      return withSignature(subject, `.byte ${bytes.join(', ')}`);
    },
  },
  {
    name: 'signature as halves',
    rewrite(subject) {
      const [low, high] = [subject.dialect.signature & 0xffff, subject.dialect.signature >>> 16];
      const halves = subject.dialect.endian === 'little' ? [low, high] : [high, low];
      return withSignature(subject, `.2byte ${halves.join(', ')}`);
    },
  },
  {
    name: 'signature as an instruction',
    rewrite: ({ statements, at, dialect: { signatureInstruction } }) =>
      signatureInstruction === undefined
        ? undefined
        : replaced(statements, at.signature, at.abort - at.signature, signatureInstruction),
  },
];

function withSignature({ statements, at }: Subject, text: string): Statements {
  return replaced(statements, at.abort - 1, 1, text);
}

/** In memory order. */
function bytesOf({ dialect: { signature, endian } }: Subject): readonly number[] {
  const bytes = [24, 16, 8, 0].map((shift) => (signature >>> shift) & 0xff);
  return endian === 'big' ? bytes : bytes.reverse();
}

function hexByte(byte: number): string {
  return `0x${byte.toString(16)}`;
}

function each(write: (statement: string, subject: Subject) => string): EquivalentOperator['rewrite'] {
  return (subject): Statements => subject.statements.map((statement) => write(statement, subject));
}

function outsideStrings(statement: string, write: (text: string) => string): string {
  return statement.includes('"') ? statement : write(statement);
}
