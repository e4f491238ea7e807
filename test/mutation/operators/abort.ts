import { moved, replaced } from '../statements';
import type { MutationOperator, Subject } from './operator';

const jump = (target: string): string => (target === 'x86_64' ? 'jmp' : 'b');

/** Puts other statements in the place of the signature. */
function signature(
  rule: string,
  name: string,
  by: Readonly<Record<string, readonly string[] | undefined>>,
): MutationOperator {
  return {
    name,
    rule,
    mutate({ statements, at, target }) {
      const texts = by[target];
      return texts && replaced(statements, at.signature, at.abort - at.signature, ...texts);
    },
  };
}

/** Puts something between the signature and the label of the handler. */
function gap(name: string, by: Readonly<Record<string, readonly string[] | undefined>>): MutationOperator {
  return {
    name,
    rule: 'abort-signature-gap',
    mutate({ statements, at, target }) {
      const texts = by[target];
      return texts && replaced(statements, at.abort, 0, ...texts);
    },
  };
}

/** Makes the descriptor name another abort handler. */
function abortField({ statements, at }: Subject, text: string): readonly string[] {
  const fields = (statements[at.fields] ?? '').replace(/\w+$/, text);
  return replaced(statements, at.fields, 1, fields);
}

/** Another way out of the handler. */
function leaveBy(name: string, write: (subject: Subject, start: string) => readonly string[]): MutationOperator {
  return {
    name,
    rule: 'retry-without-rearm',
    mutate(subject) {
      const { statements, at } = subject;
      return replaced(statements, at.leave, 1, ...write(subject, at.startText.replace('f', 'b')));
    },
  };
}

/** Mistakes around the abort handler. */
export const abortOperators: readonly MutationOperator[] = [
  signature('abort-signature-missing', 'signature dropped', { x86_64: [], aarch64: [] }),
  signature('abort-signature-missing', 'only the signature line dropped', { x86_64: ['.byte 0x0f, 0xb9, 0x3d'] }),
  signature('abort-signature-missing', 'no-operation instead', { x86_64: ['nop'], aarch64: ['nop'] }),
  signature('abort-signature-missing', 'another trap instead', { x86_64: ['ud2'] }),
  signature('abort-signature-missing', 'signature commented out', {
    x86_64: ['# .long 0x53053053'],
    aarch64: ['// .inst 0xd428bc00'],
  }),
  {
    name: 'label in front of its signature',
    rule: 'abort-signature-missing',
    mutate: ({ statements, at }) => moved(statements, at.abort, at.signature),
  },
  signature('abort-signature-mismatch', 'one bit flipped', {
    x86_64: ['.byte 0x0f, 0xb9, 0x3d', '.long 0x53053052'],
    aarch64: ['.inst 0xd428bc01'],
  }),
  signature('abort-signature-mismatch', 'another trap', { aarch64: ['brk #1'] }),
  signature('abort-signature-mismatch', 'zero', { x86_64: ['.long 0'], aarch64: ['.inst 0'] }),
  signature('abort-signature-mismatch', 'signature of another architecture', {
    x86_64: ['.long 0xd428bc00'],
    aarch64: ['.inst 0x53053053'],
  }),
  signature('abort-signature-mismatch', 'bytes in the wrong order', {
    x86_64: ['.byte 0x0f, 0xb9, 0x3d', '.byte 0x53, 0x05, 0x30, 0x53'],
    aarch64: ['.byte 0xbc, 0x00, 0x28, 0xd4'],
  }),
  signature('abort-signature-mismatch', 'too wide a directive', {
    x86_64: ['.quad 0x53053053'],
    aarch64: ['.xword 0xd428bc00'],
  }),
  gap('no-operation between', { x86_64: ['nop'], aarch64: ['nop'] }),
  gap('alignment between', { x86_64: ['.balign 16'], aarch64: ['.balign 16'] }),
  gap('alignment to a power of two between', { x86_64: ['.p2align 3'], aarch64: ['.p2align 3'] }),
  gap('landing pad between', { x86_64: ['endbr64'], aarch64: ['hint #34'] }),
  gap('first instruction of the handler between', { x86_64: ['movl $1, %%eax'], aarch64: ['mov x15, #1'] }),
  {
    name: 'label of the handler in front of the commit',
    rule: 'abort-inside-section',
    mutate: ({ statements, at }) => moved(statements, at.abort, at.post - 1),
  },
  {
    name: 'aborts go to the start',
    rule: 'abort-inside-section',
    mutate: (subject) => abortField(subject, subject.at.startText),
  },
  {
    name: 'aborts go in front of the commit',
    rule: 'abort-inside-section',
    mutate(subject) {
      return replaced(abortField(subject, '77f'), subject.at.post - 1, 0, '77:');
    },
  },
  {
    name: 'whole handler inside',
    rule: 'abort-inside-section',
    mutate({ statements, at, target }) {
      const handler = statements.slice(at.signature, at.leave + 1);
      const without = replaced(statements, at.signature, handler.length);
      return replaced(without, at.post - 1, 0, `${jump(target)} 78f`, ...handler, '78:');
    },
  },
  leaveBy('to the start label', ({ target }, start) => [`${jump(target)} ${start}`]),
  leaveBy('to the start label in two steps', ({ target }, start) => [
    `${jump(target)} 79f`,
    '79:',
    `${jump(target)} ${start}`,
  ]),
  leaveBy('sometimes to the start label', ({ target, statements, at }, start) => [
    target === 'x86_64' ? `jz ${start}` : `cbz x15, ${start}`,
    statements[at.leave] ?? '',
  ]),
  {
    name: 'into the middle of the section',
    rule: 'retry-without-rearm',
    mutate({ statements, at, target }) {
      const jumping = replaced(statements, at.leave, 1, `${jump(target)} 76b`);
      return replaced(jumping, at.post - 1, 0, '76:');
    },
  },
];
