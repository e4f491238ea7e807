import { replaced, type Statements } from '../statements';
import type { MutationOperator, Subject } from './operator';

/** Statements by target. */
type Texts = Readonly<Record<string, string | readonly string[]>>;

function insert(rule: string, name: string, place: (subject: Subject) => number, texts: Texts): MutationOperator {
  return {
    name,
    rule,
    mutate(subject) {
      const text = texts[subject.target];
      if (text === undefined) return undefined;
      return replaced(subject.statements, place(subject), 0, ...(typeof text === 'string' ? [text] : text));
    },
  };
}

const atStart = ({ at }: Subject): number => at.start + 1;
const beforeCommit = ({ at }: Subject): number => at.post - 1;

/** Entries of the list of exit points: where each begins, and the label that it names. */
function exitPoints({ statements }: Subject): readonly { readonly at: number; readonly target: string }[] {
  return statements.flatMap((statement, at) => {
    const target = /, (%l\[\w+\])$/.exec(statements[at + 1] ?? '')?.[1];
    return /^\.pushsection\s+__rseq_exit_point_array/.test(statement) && target !== undefined ? [{ at, target }] : [];
  });
}

/** Breaks the first entry whose label a branch of the section names, or the code that such a branch goes to. */
function exitPoint(
  name: string,
  write: (statements: Statements, at: number, subject: Subject) => Statements,
): MutationOperator {
  return {
    name,
    rule: 'exit-point-undeclared',
    mutate(subject) {
      const { statements, at } = subject;
      const body = statements.slice(at.start, at.post);
      const used = exitPoints(subject).find(({ target }) => body.some((statement) => statement.endsWith(target)));
      return used && write(statements, used.at, subject);
    },
  };
}

/** Lets the statement use more registers. */
function clobbering(tail: string, registers: readonly string[]): string {
  return tail.replace('"memory"', ['"memory"', ...registers.map((register) => `"${register}"`)].join(', '));
}

/** Mistakes with where control goes, and with what instructions do besides storing. */
export const flowOperators: readonly MutationOperator[] = [
  insert('stack-change-in-section', 'push at the start', atStart, {
    x86_64: 'pushq $0',
    aarch64: 'str xzr, [sp, #-16]!',
    arm: 'push {r4}',
    i386: 'pushl $0',
    ppc64le: 'stdu %%r1, -32(%%r1)',
  }),
  insert('stack-change-in-section', 'stack pointer moved before the commit', beforeCommit, {
    x86_64: 'leaq -8(%%rsp), %%rsp',
    aarch64: 'sub sp, sp, #16',
    arm: 'sub sp, sp, #8',
    i386: 'leal -4(%%esp), %%esp',
    mips64el: 'daddiu $sp, $sp, -16',
    mips64: 'daddiu $sp, $sp, -16',
    ppc64le: 'addi %%r1, %%r1, -32',
    riscv64: 'addi sp, sp, -16',
    s390x: 'lay %%r15, -160(%%r15)',
  }),
  insert('stack-change-in-section', 'push and pop around the commit', beforeCommit, {
    x86_64: ['pushq %%rax', 'popq %%rax'],
    aarch64: ['stp x15, xzr, [sp, #-16]!', 'ldp x15, xzr, [sp], #16'],
    i386: ['pushl %%eax', 'popl %%eax'],
  }),
  insert('indirect-branch-in-section', 'jump through a register at the start', atStart, {
    x86_64: ['jz 73f', 'jmp *%%rax', '73:'],
    aarch64: ['cbz x15, 73f', 'br x15', '73:'],
    riscv64: ['beqz t6, 73f', 'jr t6', '73:'],
  }),
  insert('indirect-branch-in-section', 'jump through memory', beforeCommit, {
    x86_64: ['jz 73f', 'jmp *(%%rsp)', '73:'],
  }),
  insert('indirect-branch-in-section', 'return before the commit', beforeCommit, {
    x86_64: ['jz 73f', 'ret', '73:'],
    aarch64: ['cbz x15, 73f', 'ret', '73:'],
    riscv64: ['beqz t6, 73f', 'ret', '73:'],
  }),
  insert('load-linked-in-section', 'exclusive load at the start', atStart, {
    aarch64: 'ldxr x15, [sp]',
    riscv64: 'lr.d t6, (sp)',
  }),
  {
    name: 'commit in an exclusive pair',
    rule: 'load-linked-in-section',
    mutate({ statements, at, target }) {
      const operands = /^str (%\[\w+\]), (%\[\w+\])$/.exec(statements[at.post - 1]?.replace(/\s+/g, ' ') ?? '');
      if (!operands || target !== 'aarch64') return undefined;
      const [, value = '', memory = ''] = operands;
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
      return { statements: replaced(statements, at.start + 1, 0, ...text), tail: clobbering(tail, ['rdi', 'rcx']) };
    },
  },
  insert('unbounded-loop-in-section', 'wait for memory', beforeCommit, {
    x86_64: ['72:', 'cmpl $0, (%%rsp)', 'jne 72b'],
    aarch64: ['72:', 'ldr x15, [sp]', 'cbnz x15, 72b'],
    riscv64: ['72:', 'ld t6, (sp)', 'bnez t6, 72b'],
  }),
  insert('unbounded-loop-in-section', 'wait in a register', atStart, {
    x86_64: ['72:', 'movl (%%rsp), %%eax', 'testl %%eax, %%eax', 'jnz 72b'],
    aarch64: ['72:', 'ldr w15, [sp]', 'cmp w15, #0', 'b.ne 72b'],
    arm: ['72:', 'ldr r0, [sp]', 'cmp r0, #0', 'bne 72b'],
  }),
  insert('unbounded-loop-in-section', 'no way out', atStart, {
    x86_64: ['jz 73f', '72:', 'jmp 72b', '73:'],
    aarch64: ['cbz x15, 73f', '72:', 'b 72b', '73:'],
    riscv64: ['beqz t6, 73f', '72:', 'j 72b', '73:'],
  }),
  exitPoint('exit point dropped', (statements, at) => replaced(statements, at, 3)),
  exitPoint('exit point of another start', (statements, at, subject) => {
    const entry = statements[at + 1] ?? '';
    return replaced(statements, at + 1, 1, entry.replace(subject.at.startText, subject.at.postText));
  }),
  exitPoint('exit point with the label of the handler', (statements, at, subject) => {
    const entry = statements[at + 1] ?? '';
    return replaced(statements, at + 1, 1, entry.replace(/%l\[\w+\]/, subject.at.abortText));
  }),
];
