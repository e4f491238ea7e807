import { replaced, type Statements } from '../statements';
import { type MutationOperator, perTarget, type Subject } from './operator';

/** Gives the label of a field a name in place of its number, everywhere. */
function named({ statements, at }: Subject, text: string, position: number): Statements {
  const number = text.slice(0, -1);
  return statements.map((statement, index) => {
    if (index === position) return 'once_and_for_all:';
    if (index !== at.fields) return statement;
    return statement.replace(new RegExp(`(?<![\\w.])${number}[fb](?!\\w)`, 'g'), 'once_and_for_all');
  });
}

/** Mistakes with names: of labels, of symbols, of what the assembler is told. */
export const nameOperators: readonly MutationOperator[] = [
  {
    name: 'end of the section with a fixed name',
    rule: 'label-not-unique',
    // Two functions of the unit define it then, which no assembler takes.
    compiles: false,
    mutate: (subject) => named(subject, subject.at.postText, subject.at.post),
  },
  {
    name: 'way out that is not listed',
    rule: 'goto-label-unlisted',
    compiles: false,
    mutate({ statements, at }) {
      return statements.map((statement, index) =>
        index === at.leave ? statement.replace(/%l\[\w+\]/, '%l[lost]') : statement,
      );
    },
  },
  {
    name: 'labels left out of the list',
    rule: 'goto-label-unlisted',
    compiles: false,
    mutate({ statements, tail }) {
      const without = tail.replace(/:[^:)]*\);/, ': );');
      // Only one of them may be used, or there is a finding for each.
      const used = statements.join(' ').match(/%l\[\w+\]/g) ?? [];
      return used.length === 1 && without !== tail ? { statements, tail: without } : undefined;
    },
  },
  {
    name: 'second label with the number of the end',
    rule: 'local-label-collision',
    onlyNumbered: true,
    keepsBytes: true,
    mutate: ({ statements, at }) => replaced(statements, at.start + 1, 0, `${at.postText.slice(0, -1)}:`),
  },
  {
    name: 'second label with the number of the start',
    rule: 'local-label-collision',
    onlyNumbered: true,
    keepsBytes: true,
    mutate: ({ statements, at }) => replaced(statements, at.post + 1, 0, `${at.startText.slice(0, -1)}:`),
  },
  {
    name: 'state of the assembler left behind',
    rule: 'assembler-state-leaks',
    keepsBytes: true,
    mutate: ({ statements, at }) => replaced(statements, at.address, 0, '.altmacro'),
  },
  {
    name: 'static object by its name',
    rule: 'symbol-by-name',
    mutate(subject) {
      const { statements, at, head, target } = subject;
      const load = perTarget(target, { x86_64: 'cmpl $0, hidden(%%rip)', aarch64: 'ldr x15, =hidden' });
      if (load === undefined) return undefined;
      // The section may go on with the flags, so it stands in front of the arming.
      return {
        statements: replaced(statements, at.address, 0, load),
        head: `static int hidden __attribute__((unused));\n${head}`,
      };
    },
  },
  {
    name: 'absolute address of the descriptor',
    rule: 'non-pic-descriptor-address',
    onlyNumbered: true,
    mutate({ statements, at, target }) {
      const label = /^(\S+):$/.exec(statements[at.words - 1] ?? '')?.[1];
      if (label === undefined) return undefined;
      const reference = /^\d+$/.test(label) ? `${label}b` : label;
      const forms: Readonly<Record<string, string>> = {
        x86_64: `movq $${reference}, %%rax`,
        aarch64: `ldr x15, =${reference}`,
      };
      const form = perTarget(target, forms);
      return form === undefined ? undefined : replaced(statements, at.address, at.store - at.address, form);
    },
  },
  {
    name: 'branch to another output section that reaches only so far',
    rule: 'branch-range',
    mutate({ statements, at, target }) {
      if (target !== 'aarch64') return undefined;
      const away = ['.pushsection .text.unlikely, "ax"', '73:', 'b 72f', '.popsection', '72:'];
      return replaced(statements, at.start + 1, 0, 'cbz x15, 73f', ...away);
    },
  },
];
