import { moved, replaced } from '../statements';
import { difference } from '../dialects/dialect';
import { reference, withFields } from './descriptorEdits';
import type { MutationOperator, Subject } from './operator';

type Place = (subject: Subject) => number;

/** Inserts statements at a place of the section. */
function insert(
  rule: string,
  name: string,
  place: Place,
  write: (subject: Subject) => string | readonly string[] | undefined,
): MutationOperator {
  return {
    name,
    rule,
    mutate(subject) {
      const text = write(subject);
      return text === undefined ? undefined : replaced(subject.statements, place(subject), 0, ...[text].flat());
    },
  };
}

const atStart: Place = ({ at }) => at.start + 1;
const beforeCommit: Place = ({ at }) => at.post - 1;
const behindCommit: Place = ({ at }) => at.post;

/** Replaces the arming store. */
function arming(name: string, write: (store: string, subject: Subject) => readonly string[]): MutationOperator {
  return {
    name,
    rule: 'section-never-armed',
    mutate(subject) {
      const { statements, at } = subject;
      return replaced(statements, at.store, 1, ...write(statements[at.store] ?? '', subject));
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
  arming('store dropped', () => []),
  arming('NULL stored', (store, { dialect }) => [dialect.arming.nothing(store)]),
  arming('another register stored', (store, { dialect }) => [dialect.arming.other(store)]),
  arming('loaded instead of stored', (store, { dialect }) => [dialect.arming.load(store)]),
  arming('store commented out', (store, { dialect }) => [`${dialect.comment}${store}`]),
  {
    name: 'address and store dropped',
    rule: 'section-never-armed',
    mutate: ({ statements, at }) => replaced(statements, at.address, at.start - at.address),
  },
  compares('compare dropped', () => []),
  compares('compared with itself', ({ dialect, statements }, at, count) => {
    const compare = statements.slice(at, at + count).join(' ');
    const [, name = ''] = /%\w?\[(cpu\w*)\]/.exec(compare) ?? [];
    const [target = ''] = /(?:\d+[fb]|%l\[\w+\])(?="?(?: l\.nop)?$)/.exec(compare) ?? [];
    return dialect.jumpIfDifferent(`%[${name}]`, `%[${name}]`, target);
  }),
  insert('syscall-in-section', 'system call at the start', atStart, ({ dialect }) => dialect.syscalls[0]),
  insert('syscall-in-section', 'system call before the commit', beforeCommit, ({ dialect }) => dialect.syscalls[0]),
  insert('syscall-in-section', 'another way into the kernel', atStart, ({ dialect }) => dialect.syscalls[1]),
  insert('syscall-in-section', 'a third way into the kernel', beforeCommit, ({ dialect }) => dialect.syscalls[2]),
  insert('syscall-in-section', 'system call in capitals', beforeCommit, ({ dialect }) =>
    dialect.syscalls[0]?.toUpperCase(),
  ),
  insert('call-in-section', 'call at the start', atStart, ({ dialect }) => dialect.call('abort')),
  insert('call-in-section', 'call before the commit', beforeCommit, ({ dialect, target }) =>
    dialect.call(target === 'x86_64' ? 'abort@PLT' : 'abort'),
  ),
  insert('call-in-section', 'indirect call', beforeCommit, ({ dialect }) => dialect.indirectCalls[0]),
  insert('call-in-section', 'indirect call through memory', beforeCommit, ({ dialect }) => dialect.indirectCalls[1]),
  {
    name: 'post-commit label in front of the commit',
    rule: 'commit-after-section',
    mutate: ({ statements, at }) => moved(statements, at.post, at.post - 1),
  },
  {
    name: 'length up to a label in front of the commit',
    rule: 'commit-after-section',
    mutate(subject) {
      const place = subject.at.post - 1;
      const statements = withFields(subject, ({ start, abort }, { fields }) => ({
        start,
        length: difference(reference(75, fields, place), start),
        abort,
      }));
      return replaced(statements, place, 0, '75:');
    },
  },
  insert('instruction-after-commit', 'no-operation behind the commit', behindCommit, ({ dialect }) => dialect.nop),
  insert('instruction-after-commit', 'register work behind the commit', behindCommit, ({ dialect }) => dialect.set),
  insert('instruction-after-commit', 'barrier behind the commit', behindCommit, ({ dialect }) => dialect.barrier),
  insert('instruction-after-commit', 'load behind the commit', behindCommit, ({ dialect }) =>
    dialect.load(dialect.scratch, dialect.at(dialect.stackPointer, 0)),
  ),
  {
    name: 'jump behind the commit',
    rule: 'instruction-after-commit',
    mutate({ statements, at, dialect }) {
      const out = replaced(statements, at.post + 1, 0, '74:');
      return replaced(out, at.post, 0, dialect.jump('74f'));
    },
  },
  insert('instruction-after-commit', 'two instructions behind the commit', behindCommit, ({ dialect }) => [
    dialect.set,
    dialect.nop,
  ]),
];
