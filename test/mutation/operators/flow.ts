import { replaced, type Statements } from '../statements';
import { seenFrom } from './descriptorEdits';
import { type MutationOperator, perTarget, type Subject } from './operator';

type Place = (subject: Subject) => number;

/** Inserts statements at a place of the section. */
function insert(
  rule: string,
  name: string,
  place: Place,
  write: (subject: Subject) => readonly string[] | undefined,
): MutationOperator {
  return {
    name,
    rule,
    mutate(subject) {
      const texts = write(subject);
      return texts && replaced(subject.statements, place(subject), 0, ...texts);
    },
  };
}

const atStart: Place = ({ at }) => at.start + 1;
const beforeCommit: Place = ({ at }) => at.post - 1;

/** Something that sometimes happens: control may go around it. */
function sometimes({ dialect }: Subject, ...texts: readonly string[]): readonly string[] {
  return [dialect.jumpSometimes('73f'), ...texts, '73:'];
}

/** A load that takes a reservation of what the stack pointer points to. */
const linkedLoads: Readonly<Record<string, string>> = {
  aarch64: 'ldxr x15, [sp]',
  arm: 'ldrex r0, [sp]',
  loongarch64: 'll.d $r4, $r3, 0',
  mips: 'll $4, 0($sp)',
  mips64: 'lld $4, 0($sp)',
  mips64el: 'lld $4, 0($sp)',
  mipsel: 'll $4, 0($sp)',
  or1k: 'l.lwa r31, 0(r1)',
  ppc: 'lwarx %%r17, 0, %%r1',
  ppc64: 'ldarx %%r17, 0, %%r1',
  ppc64le: 'ldarx %%r17, 0, %%r1',
  riscv64: 'lr.d t6, (sp)',
};

/** Breaks the entry of the list of exit points whose label a branch of the section names. */
function exitPoint(
  name: string,
  write: (subject: Subject, entry: { readonly at: number; readonly label: string }) => Statements,
): MutationOperator {
  return {
    name,
    rule: 'exit-point-undeclared',
    mutate(subject) {
      const { statements, at } = subject;
      const body = statements.slice(at.start, at.post).join('\n');
      const entries = statements.flatMap((statement, index) => {
        const label = /%l\[\w+\]/.exec(statements[index + 1] ?? '')?.[0];
        return label !== undefined && /^\.pushsection\s+__rseq_exit_point_array/.test(statement)
          ? [{ at: index, label }]
          : [];
      });
      const used = entries.find(({ label }) => body.includes(label));
      return used && write(subject, used);
    },
  };
}

/** Mistakes with where control goes, and with what instructions do besides storing. */
export const flowOperators: readonly MutationOperator[] = [
  insert('stack-change-in-section', 'push at the start', atStart, ({ dialect }) => dialect.push),
  insert('stack-change-in-section', 'pop before the commit', beforeCommit, ({ dialect }) => dialect.pop),
  insert('stack-change-in-section', 'push and pop before the commit', beforeCommit, ({ dialect }) => [
    ...dialect.push,
    ...dialect.pop,
  ]),
  {
    name: 'jump through a register at the start',
    rule: 'indirect-branch-in-section',
    mutate(subject) {
      const { statements, tail, dialect, target } = subject;
      const through = sometimes(subject, dialect.jumpThrough(dialect.spare));
      // Power jumps through registers of its own only.
      const named = target.startsWith('ppc') ? tail.replace('"memory"', '"ctr", "memory"') : tail;
      return { statements: replaced(statements, atStart(subject), 0, ...through), tail: named };
    },
  },
  insert('indirect-branch-in-section', 'return before the commit', beforeCommit, (subject) =>
    // Where a copy has to put registers back, leaving so is another mistake, too.
    subject.head.includes('memcpy') ? undefined : sometimes(subject, subject.dialect.return),
  ),
  insert('indirect-branch-in-section', 'jump through memory', beforeCommit, (subject) =>
    subject.target === 'x86_64' ? sometimes(subject, 'jmp *(%%rsp)') : undefined,
  ),
  insert('load-linked-in-section', 'load-linked at the start', atStart, ({ target }) => {
    const text = perTarget(target, linkedLoads);
    return text === undefined ? undefined : [text];
  }),
  {
    name: 'commit in an exclusive pair',
    rule: 'load-linked-in-section',
    mutate({ statements, at, target }) {
      const commit = /^str\s+(%\[\w+\]), (%\[\w+\])$/.exec(statements[at.post - 1] ?? '');
      if (!commit || target !== 'aarch64') return undefined;
      const [, value = '', memory = ''] = commit;
      const pair = ['72:', `ldxr x15, ${memory}`, `stxr w15, ${value}, ${memory}`, 'cbnz w15, 72b'];
      return replaced(statements, at.post - 1, 1, ...pair);
    },
  },
  {
    name: 'repeated string instruction',
    rule: 'string-instruction-in-section',
    mutate({ statements, at, target, tail }) {
      if (target !== 'x86_64') return undefined;
      const text = ['movq %%rsp, %%rdi', 'xorl %%ecx, %%ecx', 'rep stosb'];
      const clobbers = tail.replace('"memory"', '"memory", "rdi", "rcx"');
      return { statements: replaced(statements, at.start + 1, 0, ...text), tail: clobbers };
    },
  },
  insert('unbounded-loop-in-section', 'wait for memory at the start', atStart, ({ dialect }) => [
    '72:',
    dialect.load(dialect.scratch, dialect.at(dialect.stackPointer, 0)),
    dialect.jumpSometimes('72b'),
  ]),
  insert('unbounded-loop-in-section', 'wait for memory before the commit', beforeCommit, ({ target }) =>
    target === 'x86_64' ? ['72:', 'pause', 'cmpl $0, (%%rsp)', 'jne 72b'] : undefined,
  ),
  insert('unbounded-loop-in-section', 'no way out', atStart, (subject) =>
    sometimes(subject, '72:', subject.dialect.jump('72b')),
  ),
  exitPoint('exit point dropped', ({ statements }, { at }) => replaced(statements, at, 3)),
  exitPoint('exit point of another start', ({ statements, at: { startText, postText, fields } }, { at }) => {
    const [start, post] = [startText, postText].map((text) => seenFrom(statements, text, fields, at + 1));
    return replaced(statements, at + 1, 1, (statements[at + 1] ?? '').replace(start ?? '', post ?? ''));
  }),
  exitPoint('exit point with the label of the handler', ({ statements, at: { abortText, fields } }, { at, label }) => {
    const abort = seenFrom(statements, abortText, fields, at + 1);
    const entry = (statements[at + 1] ?? '').replace(`"${label}"`, label);
    return replaced(statements, at + 1, 1, entry.replace(label, abort));
  }),
];
