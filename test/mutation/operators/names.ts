import { definitionOf, renamedLabel, replaced } from '../statements';
import { reference } from './descriptorEdits';
import type { MutationOperator } from './operator';

/** Mistakes with names: of labels, of symbols, of what the assembler is told. */
export const nameOperators: readonly MutationOperator[] = [
  {
    name: 'end of the section with a fixed name',
    rule: 'label-not-unique',
    // Two functions of the unit define it then, which no assembler takes.
    compiles: false,
    mutate: ({ statements, at }) => renamedLabel(statements, at.post, 'once_and_for_all'),
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
    // Two copies name it from different sides: they disagree first of all.
    mutate: ({ statements, at }) =>
      at.descriptors.length > 1 ? undefined : replaced(statements, at.start + 1, 0, `${at.postText.slice(0, -1)}:`),
  },
  {
    name: 'second label with the number of the start',
    rule: 'local-label-collision',
    onlyNumbered: true,
    keepsBytes: true,
    // Two copies name it from different sides: they disagree first of all.
    mutate: ({ statements, at }) =>
      at.descriptors.length > 1 ? undefined : replaced(statements, at.post + 1, 0, `${at.startText.slice(0, -1)}:`),
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
      const { statements, at, head, dialect } = subject;
      return {
        // The section may go on with flags and registers, so it stands in front of the arming.
        statements: replaced(statements, at.address, 0, ...dialect.symbol('hidden')),
        head: `static int hidden __attribute__((unused));\n${head}`,
      };
    },
  },
  {
    name: 'absolute address of the descriptor',
    rule: 'non-pic-descriptor-address',
    onlyNumbered: true,
    mutate({ statements, at, dialect }) {
      // The copy that is armed is the one that the instruction names.
      const armed = at.descriptors.find(({ label }) =>
        (statements[at.address]?.match(/\d+[fb]/g) ?? []).some(
          (text) => definitionOf(statements, text, at.address) === label,
        ),
      );
      const number = /^(\d+):$/.exec(statements[armed?.label ?? -1] ?? '')?.[1];
      if (number === undefined || !dialect.absolute || !armed) return undefined;
      const text = reference(Number(number), at.address, armed.label);
      return replaced(statements, at.address, at.store - at.address, ...dialect.absolute(text));
    },
  },
  {
    name: 'branch to another output section that reaches only so far',
    rule: 'branch-range',
    mutate({ statements, at, dialect, target, head }) {
      // On MIPS the jump that leaves the handler reaches no further; some copies put registers back in the handler, which this skips.
      const putsBack = /^(s390x|loongarch64)$/.test(target) && head.includes('memcpy');
      const isMore = target.startsWith('mips') || putsBack;
      if (!dialect.shortBranches || isMore) return undefined;
      // Out of the section for good: nothing may come back into it.
      const leave = statements.slice(at.leave, at.leaveEnd);
      const away = ['.pushsection .text.unlikely, "ax"', '73:', ...leave, '.popsection'];
      // In the handler: out of the section it would also be an exit that is not declared.
      return replaced(statements, at.abort + 1, 0, dialect.jumpSometimes('73f'), ...away);
    },
  },
];
