import { replaced, type Statements } from '../statements';
import type { MutationOperator, Subject } from './operator';

/** The instruction in front of the post-commit label, white space squeezed. */
function commitOf({ statements, at }: Subject): string {
  return (statements[at.post - 1] ?? '').replace(/\s+/g, ' ');
}

/** Does a statement of the section test a memory operand and branch? */
function tests({ statements, at }: Subject, operand: string): boolean {
  return statements
    .slice(at.start, at.post)
    .some((statement) => /^(cmpq|ldr)\s/.test(statement) && statement.includes(operand));
}

/** Inserts what `texts` has for the target in front of the commit, where the statement has the operand that it names. */
function beforeCommit(
  rule: string,
  name: string,
  texts: Readonly<Record<string, readonly string[]>>,
  fits: (subject: Subject) => boolean = () => true,
): MutationOperator {
  return {
    name,
    rule,
    mutate(subject) {
      const text = texts[subject.target];
      const operand = /%\[(\w+)\]/.exec(text?.join(' ') ?? '')?.[1];
      const has = operand === undefined || subject.tail.includes(`[${operand}]`);
      return text && has && fits(subject) ? replaced(subject.statements, subject.at.post - 1, 0, ...text) : undefined;
    },
  };
}

/** Replaces the commit. */
function commit(
  rule: string,
  name: string,
  write: (subject: Subject, text: string) => Statements | undefined,
): MutationOperator {
  return {
    name,
    rule,
    mutate(subject) {
      const texts = write(subject, commitOf(subject));
      return texts && replaced(subject.statements, subject.at.post - 1, 1, ...texts);
    },
  };
}

/** A section whose commit stores an operand that came from outside. */
const storesOperand = (subject: Subject): boolean => /^(movq|strh?|stlr|sd|stg|std) %\[newv\],/.test(commitOf(subject));

/** The branch to C code that is decided last, apart from where aborts go. */
function lastExit({ statements, at }: Subject): number | undefined {
  const index = statements.findLastIndex(
    (statement, i) => i > at.start && i < at.post && /%l\[(?!abort)\w+\]$/.test(statement),
  );
  return index < 0 ? undefined : index;
}

/** Mistakes with stores: in front of the commit, in its place, and in the order of both. */
export const storeOperators: readonly MutationOperator[] = [
  beforeCommit('read-modify-write-before-commit', 'counter raised before the commit', {
    x86_64: ['incq %[v]'],
    aarch64: ['ldr x15, %[v]', 'add x15, x15, #1', 'str x15, %[v]'],
    riscv64: ['ld t6, %[v]', 'addi t6, t6, 1', 'sd t6, %[v]'],
    s390x: ['agsi %[v], 1'],
  }),
  {
    name: 'counter raised at the start',
    rule: 'read-modify-write-before-commit',
    mutate({ statements, at, target }) {
      const text = { x86_64: ['lock incq (%%rax)'], aarch64: ['ldr x15, [x29]', 'add x15, x15, #1', 'str x15, [x29]'] }[
        target
      ];
      return text && replaced(statements, at.start + 1, 0, ...text);
    },
  },
  beforeCommit('read-modify-write-before-commit', 'exchanged before the commit', { x86_64: ['xchgq %%rax, %[v]'] }),
  beforeCommit('read-modify-write-before-commit', 'read, changed and written back', {
    x86_64: ['movq %[v], %%rax', 'addq $1, %%rax', 'movq %%rax, %[v]'],
  }),
  commit('multiple-commits', 'commit twice', (subject, text) => (storesOperand(subject) ? [text, text] : undefined)),
  commit('multiple-commits', 'cleared first', (subject, text) => {
    const clear = { x86_64: 'movq $0, %[v]', aarch64: 'str xzr, %[v]', riscv64: 'sd zero, %[v]' }[subject.target];
    return clear !== undefined && text.endsWith('%[v]') && storesOperand(subject) ? [clear, text] : undefined;
  }),
  beforeCommit(
    'speculative-store-visible',
    'what is tested is stored to',
    { x86_64: ['movq $0, %[v2]'], aarch64: ['str xzr, %[v2]'] },
    (subject) => tests(subject, '%[v2]'),
  ),
  {
    name: 'store in front of the last exit',
    rule: 'exit-after-store',
    mutate(subject) {
      const text = { x86_64: 'movq $0, 8(%%rax)', aarch64: 'str xzr, [x29, #8]' }[subject.target];
      const index = lastExit(subject);
      return text !== undefined && index !== undefined ? replaced(subject.statements, index, 0, text) : undefined;
    },
  },
  {
    name: 'counted on the way out',
    rule: 'exit-after-store',
    mutate(subject) {
      const { statements, target } = subject;
      const index = lastExit(subject);
      const label = /%l\[\w+\]$/.exec(statements[index ?? -1] ?? '')?.[0];
      if (index === undefined || label === undefined || target !== 'x86_64') return undefined;
      const away = ['jz 71f', 'incq 8(%%rax)', `jmp ${label}`, '71:'];
      return /^jn[ez]\s/.test(statements[index] ?? '') ? replaced(statements, index, 1, ...away) : undefined;
    },
  },
  commit('commit-not-last', 'commit dropped', (subject) =>
    lastExit(subject) === undefined ? lost(subject, []) : undefined,
  ),
  commit('commit-not-last', 'loaded instead of stored', (subject, text) => {
    const load = { x86_64: text.replace(/^addq (.*), (.*)$/, 'movq $2, %%rax'), aarch64: text.replace(/^str/, 'ldr') }[
      subject.target
    ];
    return lastExit(subject) === undefined && load !== undefined && load !== text ? lost(subject, [load]) : undefined;
  }),
  commit('commit-not-single-instruction', 'two words stored', ({ target }, text) => {
    const operands = /^str (%\[newv\]), (%\[v\])$/.exec(text);
    return operands && target === 'aarch64' ? [`stp ${operands[1] ?? ''}, xzr, ${operands[2] ?? ''}`] : undefined;
  }),
  {
    name: 'commit by a repeated string instruction',
    rule: 'commit-not-single-instruction',
    mutate(subject) {
      const { statements, at, target, tail } = subject;
      if (target !== 'x86_64' || !storesOperand(subject)) return undefined;
      const text = ['leaq %[v], %%rdi', 'movq %[newv], %%rax', 'movl $1, %%ecx', 'rep stosq'];
      const clobbers = tail.replace('"memory"', '"memory", "rdi", "rcx"');
      return { statements: replaced(statements, at.post - 1, 1, ...text), tail: clobbers };
    },
  },
  commit('commit-release-order', 'plain store in the place of a store-release', ({ target }, text) =>
    target === 'aarch64' && text.startsWith('stlr') ? [text.replace('stlr', 'str')] : undefined,
  ),
  commit('commit-release-order', 'barrier for loads in the place of a store-release', ({ target }, text) =>
    target === 'aarch64' && text.startsWith('stlr') ? ['dmb ishld', text.replace('stlr', 'str')] : undefined,
  ),
  {
    name: 'barrier behind the commit',
    rule: 'commit-release-order',
    mutate({ statements, at, target }) {
      const text = statements[at.post - 1] ?? '';
      if (target !== 'aarch64' || !text.startsWith('stlr')) return undefined;
      return replaced(statements, at.post - 1, 2, text.replace('stlr', 'str'), statements[at.post] ?? '', 'dmb ish');
    },
  },
];

/** What stands in the place of the commit, if the section has no other store. */
function lost({ statements, at }: Subject, text: Statements): Statements | undefined {
  const stores = statements
    .slice(at.start, at.post - 1)
    .some(
      (statement) =>
        /^(mov|str|stlr|st|s[bhwd])\w*\s.*[\])]$/.test(statement) && !/^mov\w*\s.*, %%\w+$/.test(statement),
    );
  return stores ? undefined : text;
}
