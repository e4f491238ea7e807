import { replaced, type Statements } from '../statements';
import type { Mutant, MutationOperator, Subject } from './operator';

/** An empty asm statement as the kernel and librseq put it behind every asm goto. */
const barrier = /(?:asm|__asm__)\s+(?:volatile|__volatile__)\s*\(\s*""\s*:\s*:\s*:\s*"memory"\s*\);/g;

/** The check of the cpu in front of `to`, and nowhere else. */
function checkedAt({ statements, at }: Subject, to: number): Statements | undefined {
  const [first] = at.compares;
  if (!first) return undefined;
  let result = statements;
  for (const { at: from, count } of [...at.compares].reverse()) result = replaced(result, from, count);
  return replaced(result, to, 0, ...statements.slice(first.at, first.at + first.count));
}

/** Rewrites the C side; undefined if there is nothing to rewrite. */
function rewritten(
  { statements, tail }: Subject,
  write: (tail: string) => string,
): { readonly statements: Statements; readonly tail: string } | undefined {
  const changed = write(tail);
  return changed === tail ? undefined : { statements, tail: changed };
}

/** The same with a declaration in the function: what is on the stack or has a fixed address takes no register. */
function declared(subject: Subject, declaration: string, write: (tail: string) => string): Mutant | undefined {
  const mutant = rewritten(subject, write);
  return mutant && { ...mutant, head: subject.head.replace('{', `{ ${declaration}`) };
}

/** The tail without one of its barriers: the first is behind the statement, the last at a label. */
function withoutBarrier(tail: string, which: 0 | -1): string {
  const match = [...tail.matchAll(barrier)].at(which);
  return match ? tail.slice(0, match.index) + tail.slice(match.index + match[0].length) : tail;
}

/** Mistakes with the number of the cpu, and with operands. */
export const operandOperators: readonly MutationOperator[] = [
  {
    name: 'compare in front of the arming',
    rule: 'cpu-compare-before-arm',
    mutate: (subject) => checkedAt(subject, subject.at.address),
  },
  {
    name: 'number of another kind compared',
    rule: 'cpu-index-mismatch',
    mutate: (subject) => {
      const other = /_mm_cid/.test(subject.head) ? 'rseq_cpu_start' : 'rseq_current_mm_cid';
      return declared(subject, `extern int ${other}(void);`, (tail) =>
        tail.replace(/(\[cpu_id\]\s*"\w+"\s*)\(cpu\)/, `$1(${other}())`),
      );
    },
  },
  {
    name: 'compared with the number of the node',
    rule: 'cpu-index-mismatch',
    mutate(subject) {
      const { at } = subject;
      const statements = subject.statements.map((statement, index) =>
        at.compares.some(({ at: from, count }) => index >= from && index < from + count)
          ? statement.replace(/(?<=:|\s|#)(?:4|24)(?=\(%\[|\])/, '20')
          : statement,
      );
      const tail = subject.tail.replace(/(rseq_get_abi\(\)->)(?:cpu_id|mm_cid)\b/, '$1node_id');
      const isChanged = tail !== subject.tail || statements.some((text, index) => text !== subject.statements[index]);
      return isChanged ? { statements, tail } : undefined;
    },
  },
  {
    name: 'variable of the thread as an operand',
    rule: 'tls-memory-operand',
    keepsBytes: true,
    mutate: (subject) =>
      declared(subject, 'static __thread long of_thread;', (tail) =>
        tail.replace(/^:\s*:\s*(?=\[)/, ': : [of_thread] "m" (of_thread), '),
      ),
  },
  {
    name: 'output of an asm goto',
    rule: 'asm-goto-output',
    mutate: (subject) => declared(subject, 'long given;', (tail) => tail.replace(/^:\s*:/, ': [given] "=m" (given) :')),
    keepsBytes: true,
  },
  {
    name: 'no barrier behind the statement',
    rule: 'asm-goto-barrier',
    keepsBytes: true,
    mutate: (subject) => rewritten(subject, (tail) => withoutBarrier(tail, 0)),
  },
  {
    name: 'no barrier at a label',
    rule: 'asm-goto-barrier',
    keepsBytes: true,
    mutate: (subject) => rewritten(subject, (tail) => withoutBarrier(tail, -1)),
  },
  {
    name: 'offset cut off',
    rule: 'thread-pointer-offset-width',
    mutate: (subject) =>
      subject.target === 'x86_64'
        ? rewritten(subject, (tail) =>
            tail.replace(/"r"\s*\((?:\(long long int\)\s*)?rseq_offset\)/, '"r" ((int) rseq_offset)'),
          )
        : undefined,
  },
  {
    name: 'new value from what is replaced',
    rule: 'operand-loaded-early',
    keepsBytes: true,
    mutate: (subject) => rewritten(subject, (tail) => tail.replace(/"r"\s*\(newv2\)/, '"r" (*v2)')),
  },
  {
    name: 'form of the mnemonic left to chance',
    rule: 'memory-operand-modifier',
    keepsBytes: true,
    mutate({ statements, at }) {
      const index = statements.findIndex((statement, i) => i > at.start && /%U\[\w+\]%X\[\w+\]/.test(statement));
      const statement = statements[index] ?? '';
      return index < 0 ? undefined : replaced(statements, index, 1, statement.replace(/%U\[\w+\]%X\[\w+\]/, ''));
    },
  },
  {
    name: 'any address for a store-release',
    rule: 'memory-operand-modifier',
    keepsBytes: true,
    mutate: (subject) => {
      const [, name = ''] = /\bstlr\s+\S+, %\[(\w+)\]/.exec(subject.statements.join('\n')) ?? [];
      return name === ''
        ? undefined
        : rewritten(subject, (tail) => tail.replace(new RegExp(`(\\[${name}\\]\\s*)"Qo"`), '$1"m"'));
    },
  },
];
