import { moved, replaced, type Statements } from '../statements';
import { type MutationOperator, perTarget, type Subject } from './operator';

/** Inserts statements in front of the commit, or at another place. */
function insert(
  rule: string,
  name: string,
  write: (subject: Subject) => readonly string[] | undefined,
  place: (subject: Subject) => number = ({ at }) => at.post - 1,
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

/** The instruction in front of the post-commit label, white space squeezed. */
function commitOf({ statements, at }: Subject): string {
  return (statements[at.post - 1] ?? '').replace(/\s+/g, ' ');
}

/** The commit stores this operand of the asm in that one, in one statement. */
function stored(subject: Subject): { readonly value: string; readonly memory: string } | undefined {
  const operands: readonly string[] = commitOf(subject).match(/%\[\w+\]/g) ?? [];
  return operands.includes('%[newv]') && operands.includes('%[v]') ? { value: '%[newv]', memory: '%[v]' } : undefined;
}

/** Has the asm an operand in memory with this name? */
function has({ tail }: Subject, name: string): boolean {
  return new RegExp(`\\[${name}\\]\\s*"\\+?(m|Qo?)"`).test(tail);
}

/** Reads, changes and writes back. */
function raise({ dialect }: Subject, memory: string): readonly string[] {
  const { scratch } = dialect;
  return [dialect.load(scratch, memory), dialect.increment(scratch), dialect.store(scratch, memory)];
}

/** The branch to C code that is decided last, apart from where aborts go. */
function lastExit({ statements, at }: Subject): { readonly at: number; readonly label: string } | undefined {
  const index = statements.findLastIndex(
    (text, i) => i > at.start && i < at.post && /%l\[(?!abort)\w+\]"?$/.test(text),
  );
  const label = /%l\[\w+\]/.exec(statements[index] ?? '')?.[0];
  return label === undefined ? undefined : { at: index, label };
}

/** Memory of which nobody knows anything. */
function somewhere({ dialect }: Subject): string {
  return dialect.at(dialect.spare, 8);
}

/** A section that only adds to something, without a way out but for the cpu number. */
function onlyAdds({ head }: Subject): boolean {
  return /\b\w+_(addv|add_store)\w*\s*\(/.test(head);
}

const barrier = /^(dmb|sync|lwsync|fence|dbar|l\.msync)\b/;

/** The barrier in front of the commit of a release operation. */
function releaseBarrier({ statements, at, head, target }: Subject): number | undefined {
  const weak = !/^(x86_64|i386|s390x)$/.test(target);
  const index = statements.findLastIndex((text, i) => i > at.start && i < at.post && barrier.test(text));
  return weak && index >= 0 && /_release\w*\s*\(/.test(head) ? index : undefined;
}

/** Commits of more than one word, by target. */
const wideStores: Readonly<Record<string, string>> = {
  aarch64: 'stp %[newv], xzr, %[v]',
  mips: 'usw %[newv], %[v]',
  mips64: 'usd %[newv], %[v]',
  mips64el: 'usd %[newv], %[v]',
  mipsel: 'usw %[newv], %[v]',
  ppc: 'stmw %%r30, %[v]',
  s390x: 'stmg %%r0, %%r1, %[v]',
};

/** Mistakes with stores: in front of the commit, in its place, and in the order of both. */
export const storeOperators: readonly MutationOperator[] = [
  insert('read-modify-write-before-commit', 'counter raised before the commit', (subject) =>
    has(subject, 'v') ? raise(subject, '%[v]') : undefined,
  ),
  insert(
    'read-modify-write-before-commit',
    'counter raised at the start',
    (subject) => raise(subject, somewhere(subject)),
    ({ at }) => at.start + 1,
  ),
  insert('read-modify-write-before-commit', 'memory updated before the commit', (subject) => {
    const { update } = subject.dialect;
    return update && has(subject, 'v') ? [update('%[v]')] : undefined;
  }),
  insert('read-modify-write-before-commit', 'exchanged before the commit', (subject) =>
    subject.target === 'x86_64' && has(subject, 'v') ? ['xchgq %%rax, %[v]'] : undefined,
  ),
  commit('multiple-commits', 'commit twice', (subject, text) => (stored(subject) ? [text, text] : undefined)),
  commit('multiple-commits', 'something else first', (subject, text) => {
    const { dialect } = subject;
    return stored(subject) ? [dialect.set, dialect.store(dialect.scratch, '%[v]'), text] : undefined;
  }),
  insert('speculative-store-visible', 'what is tested is stored to', (subject) => {
    const { statements, at, dialect } = subject;
    const reads = statements.slice(at.start, at.post).filter((text) => text.includes('%[v2]'));
    const isTested = /cmpeqv_cmpeqv|cbne_load_cbne/.test(subject.head) && reads.length > 0;
    return isTested ? [dialect.set, dialect.store(dialect.scratch, '%[v2]')] : undefined;
  }),
  insert(
    'exit-after-store',
    'store in front of the last exit',
    (subject) => lastExit(subject) && [subject.dialect.store(subject.dialect.scratch, somewhere(subject))],
    (subject) => lastExit(subject)?.at ?? 0,
  ),
  insert(
    'exit-after-store',
    'counted on the way out',
    (subject) => {
      const exit = lastExit(subject);
      const { dialect } = subject;
      const counted = raise(subject, somewhere(subject));
      return exit && [dialect.jumpSometimes('71f'), ...counted, dialect.jump(exit.label), '71:'];
    },
    (subject) => lastExit(subject)?.at ?? 0,
  ),
  commit('commit-not-last', 'commit dropped', (subject) => (onlyAdds(subject) ? [] : undefined)),
  commit('commit-not-last', 'no-operation in the place of the commit', (subject) =>
    onlyAdds(subject) ? [subject.dialect.nop] : undefined,
  ),
  commit('commit-not-single-instruction', 'more than one word', (subject) => {
    const text = perTarget(subject.target, wideStores);
    return text !== undefined && stored(subject) ? [text] : undefined;
  }),
  {
    name: 'commit by a repeated string instruction',
    rule: 'commit-not-single-instruction',
    mutate(subject) {
      const { statements, at, target, tail } = subject;
      if (target !== 'x86_64' || !stored(subject)) return undefined;
      const text = ['leaq %[v], %%rdi', 'movq %[newv], %%rax', 'movl $1, %%ecx', 'rep stosq'];
      const clobbers = tail.replace('"memory"', '"memory", "rdi", "rcx"');
      return { statements: replaced(statements, at.post - 1, 1, ...text), tail: clobbers };
    },
  },
  {
    name: 'barrier dropped',
    rule: 'commit-release-order',
    mutate(subject) {
      const index = releaseBarrier(subject);
      return index === undefined ? undefined : replaced(subject.statements, index, 1);
    },
  },
  {
    name: 'barrier behind the commit',
    rule: 'commit-release-order',
    mutate(subject) {
      const index = releaseBarrier(subject);
      return index === undefined ? undefined : moved(subject.statements, index, subject.at.post + 1);
    },
  },
  commit('commit-release-order', 'plain store in the place of a store-release', (_, text) =>
    text.startsWith('stlr') ? [text.replace('stlr', 'str')] : undefined,
  ),
  commit('commit-release-order', 'barrier for loads in the place of a store-release', (_, text) =>
    text.startsWith('stlr') ? ['dmb ishld', text.replace('stlr', 'str')] : undefined,
  ),
];
