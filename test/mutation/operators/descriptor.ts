import { moved } from '../statements';
import { inDescriptors, withFields } from './descriptorEdits';
import type { MutationOperator, Subject } from './operator';

/** Mistakes in the table entry itself. */
export const descriptorOperators: readonly MutationOperator[] = [
  words('descriptor-version', 'version 1', () => ['.long 1, 0']),
  words('descriptor-version', 'version in hex, on a line of its own', () => ['.long 0x1', '.long 0x0']),
  words('descriptor-version', 'version in a 64-bit word', ({ dialect }) => [
    dialect.wide(dialect.endian === 'little' ? '1' : '1 << 32'),
  ]),
  words('descriptor-flags', 'flag for preemption', () => ['.long 0, 1']),
  words('descriptor-flags', 'all three flags', () => ['.long 0x0, 0x7']),
  words('descriptor-flags', 'flag as a shift', () => ['.long 0, 1 << 2']),
  words('descriptor-flags', 'unknown flag on a line of its own', () => ['.long 0', '.long 8']),
  words('descriptor-flags', 'flags in a 64-bit word', ({ dialect }) => [
    dialect.wide(dialect.endian === 'little' ? '1 << 33' : '2'),
  ]),
  alignment('alignment dropped', []),
  alignment('aligned to 16', ['.balign 16']),
  alignment('aligned to 8 as a power of two', ['.p2align 3']),
  alignment('alignment of one byte', ['.balign 1']),
  {
    name: 'aligned in front of the section switch',
    rule: 'descriptor-misaligned',
    // Of copies in the code, which switch no section, the one in the table does not count.
    mutate: ({ statements, at }) => (at.descriptors.length > 1 ? undefined : moved(statements, at.align, at.table)),
  },
  length('address of the end', ({ post }) => post),
  length('address of the end in parentheses', ({ post }) => `(${post})`),
  {
    name: 'fields on lines of their own, the second an address',
    rule: 'descriptor-offset-not-length',
    mutate: (subject) =>
      inDescriptors(subject, 'fields', ({ startText, postText, abortText }) =>
        [startText, postText, abortText].map((text) => subject.dialect.address(text)),
      ),
  },
];

function words(rule: string, name: string, write: (subject: Subject) => readonly string[]): MutationOperator {
  return { name, rule, mutate: (subject) => inDescriptors(subject, 'words', () => write(subject)) };
}

function alignment(name: string, by: readonly string[]): MutationOperator {
  return { name, rule: 'descriptor-misaligned', mutate: (subject) => inDescriptors(subject, 'align', () => by) };
}

/** Another third field. */
function length(name: string, write: (labels: { readonly post: string }) => string): MutationOperator {
  return {
    name,
    rule: 'descriptor-offset-not-length',
    mutate: (subject) => withFields(subject, ({ start, post, abort }) => ({ start, length: write({ post }), abort })),
  };
}
