import { moved, replaced } from '../statements';
import { type MutationOperator, perTarget, type Subject } from './operator';

/** Inserts an instruction at a place of the section. */
function insert(
  rule: string,
  name: string,
  texts: Readonly<Record<string, string>>,
  place: (subject: Subject) => number,
): MutationOperator {
  return {
    name,
    rule,
    mutate(subject) {
      const text = perTarget(subject.target, texts);
      return text === undefined ? undefined : replaced(subject.statements, place(subject), 0, text);
    },
  };
}

const atStart = ({ at }: Subject): number => at.start + 1;
const beforeCommit = ({ at }: Subject): number => at.post - 1;
const behindCommit = ({ at }: Subject): number => at.post;

/** Replaces the arming store. */
function arming(name: string, by: Readonly<Record<string, (store: string) => readonly string[]>>): MutationOperator {
  return {
    name,
    rule: 'section-never-armed',
    mutate({ statements, at, target }) {
      const write = by[target];
      return write && replaced(statements, at.store, 1, ...write(statements[at.store] ?? ''));
    },
  };
}

/** Replaces every compare of the cpu number. */
function compares(
  name: string,
  write: (subject: Subject, at: number, count: number) => readonly string[],
): MutationOperator {
  return {
    name,
    rule: 'cpu-compare-missing',
    mutate(subject) {
      let result = subject.statements;
      for (const { at, count } of [...subject.at.compares].reverse())
        result = replaced(result, at, count, ...write(subject, at, count));
      return subject.at.compares.length === 0 ? undefined : result;
    },
  };
}

/** Mistakes on the way through the section. */
export const bodyOperators: readonly MutationOperator[] = [
  arming('store dropped', { x86_64: () => [], aarch64: () => [] }),
  arming('NULL stored', {
    x86_64: (store) => [store.replace('movq %%rax', 'movq $0')],
    aarch64: (store) => [store.replace('x15', 'xzr')],
  }),
  arming('another register stored', {
    x86_64: (store) => [store.replace('%%rax', '%%rsp')],
    aarch64: (store) => [store.replace('x15', 'x29')],
  }),
  arming('loaded instead of stored', {
    x86_64: (store) => [store.replace(/movq %%rax, (.*)/, 'movq $1, %%rax')],
    aarch64: (store) => [store.replace('str', 'ldr')],
  }),
  arming('store commented out', {
    x86_64: (store) => [`/* ${store} */`],
    aarch64: (store) => [`// ${store}`],
  }),
  {
    name: 'address and store dropped',
    rule: 'section-never-armed',
    mutate: ({ statements, at }) => replaced(statements, at.address, at.start - at.address),
  },
  compares('compare dropped', () => []),
  compares('compared with itself', ({ target, statements }, at, count) => {
    const branch = statements[at + count - 1] ?? '';
    const operand = /%w?\[cpu\w*\]/.exec(statements.slice(at, at + count).join(' '))?.[0] ?? '';
    return target === 'x86_64'
      ? [`cmpl ${operand}, ${operand}`, branch]
      : [`sub w15, ${operand}, ${operand}`, branch.replace(/^b.ne /, 'cbnz w15, ')];
  }),
  insert('syscall-in-section', 'system call at the start', { x86_64: 'syscall', aarch64: 'svc #0' }, atStart),
  insert('syscall-in-section', 'system call before the commit', { x86_64: 'syscall', aarch64: 'svc 0' }, beforeCommit),
  insert('syscall-in-section', 'interrupt 0x80', { x86_64: 'int $0x80' }, atStart),
  insert('syscall-in-section', 'sysenter', { x86_64: 'sysenter' }, beforeCommit),
  insert('syscall-in-section', 'system call in capitals', { x86_64: 'SYSCALL', aarch64: 'SVC #0' }, beforeCommit),
  insert('call-in-section', 'call at the start', { x86_64: 'call abort', aarch64: 'bl abort' }, atStart),
  insert('call-in-section', 'call before the commit', { x86_64: 'call abort@PLT', aarch64: 'bl abort' }, beforeCommit),
  insert('call-in-section', 'indirect call', { x86_64: 'call *%%rax', aarch64: 'blr x15' }, beforeCommit),
  insert('call-in-section', 'indirect call through memory', { x86_64: 'callq *8(%%rax)' }, beforeCommit),
  {
    name: 'post-commit label in front of the commit',
    rule: 'commit-after-section',
    mutate: ({ statements, at }) => moved(statements, at.post, at.post - 1),
  },
  {
    name: 'length up to a label in front of the commit',
    rule: 'commit-after-section',
    mutate({ statements, at }) {
      const fields = (statements[at.fields] ?? '').replace(new RegExp(`\\b${at.postText}\\b`), '75f');
      return replaced(replaced(statements, at.post - 1, 0, '75:'), at.fields, 1, fields);
    },
  },
  insert('instruction-after-commit', 'no-operation behind the commit', { x86_64: 'nop', aarch64: 'nop' }, behindCommit),
  insert(
    'instruction-after-commit',
    'register work behind the commit',
    { x86_64: 'xorl %%eax, %%eax', aarch64: 'mov x15, #0' },
    behindCommit,
  ),
  insert(
    'instruction-after-commit',
    'barrier behind the commit',
    { x86_64: 'mfence', aarch64: 'dmb ish' },
    behindCommit,
  ),
  insert(
    'instruction-after-commit',
    'load behind the commit',
    { x86_64: 'movq (%%rsp), %%rax', aarch64: 'ldr x15, [sp]' },
    behindCommit,
  ),
  {
    name: 'jump behind the commit',
    rule: 'instruction-after-commit',
    mutate({ statements, at, target }) {
      const out = replaced(statements, at.post + 1, 0, '74:');
      return replaced(out, at.post, 0, `${target === 'x86_64' ? 'jmp' : 'b'} 74f`);
    },
  },
  {
    name: 'two instructions behind the commit',
    rule: 'instruction-after-commit',
    mutate: ({ statements, at, target }) =>
      replaced(statements, at.post, 0, ...(target === 'x86_64' ? ['movl $1, %%eax', 'nop'] : ['mov x15, #1', 'nop'])),
  },
];
