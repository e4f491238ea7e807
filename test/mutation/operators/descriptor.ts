import { moved, replaced } from '../statements';
import type { MutationOperator } from './operator';

/** Mistakes in the table entry itself. */
export const descriptorOperators: readonly MutationOperator[] = [
  ...words('descriptor-version', [
    ['version 1', ['.long 1, 0']],
    ['version in hex, on a line of its own', ['.long 0x1', '.long 0x0']],
    ['version in a 64-bit word', ['.quad 1']],
  ]),
  ...words('descriptor-flags', [
    ['flag for preemption', ['.long 0, 1']],
    ['all three flags', ['.long 0x0, 0x7']],
    ['flag as a shift', ['.long 0, 1 << 2']],
    ['unknown flag on a line of its own', ['.long 0', '.long 8']],
    ['flags in a 64-bit word', ['.quad 1 << 33']],
  ]),
  ...[
    ['alignment dropped', []],
    ['aligned to 16', ['.balign 16']],
    ['aligned to 8 as a power of two', ['.p2align 3']],
    ['alignment of one byte', ['.balign 1']],
  ].map(([name, by]): MutationOperator => ({
    name: String(name),
    rule: 'descriptor-misaligned',
    mutate: ({ statements, at }) => replaced(statements, at.align, 1, ...(by as string[])),
  })),
  {
    name: 'aligned in front of the section switch',
    rule: 'descriptor-misaligned',
    mutate: ({ statements, at }) => moved(statements, at.align, at.table),
  },
  ...[
    ['address of the end', (post: string) => post],
    ['address of the end in parentheses', (post: string) => `(${post})`],
  ].map(([name, write]): MutationOperator => ({
    name: String(name),
    rule: 'descriptor-offset-not-length',
    mutate({ statements, at }) {
      const text = (write as (post: string) => string)(at.postText);
      return replaced(statements, at.fields, 1, `.quad ${at.startText}, ${text}, ${at.abortText}`);
    },
  })),
  {
    name: 'fields on lines of their own, the second an address',
    rule: 'descriptor-offset-not-length',
    mutate: ({ statements, at }) =>
      replaced(statements, at.fields, 1, `.quad ${at.startText}`, `.quad ${at.postText}`, `.quad ${at.abortText}`),
  },
];

function words(rule: string, forms: readonly (readonly [string, readonly string[]])[]): MutationOperator[] {
  return forms.map(([name, by]) => ({
    name,
    rule,
    mutate: ({ statements, at }) => replaced(statements, at.words, 1, ...by),
  }));
}
