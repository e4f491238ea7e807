import { difference, hex, swapped } from '../dialects/dialect';
import { moved, replaced } from '../statements';
import { reference, seenFrom, withFields } from './descriptorEdits';
import type { MutationOperator, Subject } from './operator';

/** Puts other statements in the place of the signature. */
function signature(
  rule: string,
  name: string,
  write: (subject: Subject) => readonly string[] | undefined,
): MutationOperator {
  return {
    name,
    rule,
    mutate(subject) {
      const { statements, at } = subject;
      const texts = write(subject);
      return texts && replaced(statements, at.signature, at.abort - at.signature, ...texts);
    },
  };
}

/** The signature's statements with another number. */
function withValue({ statements, at, dialect }: Subject, value: number): readonly string[] {
  const prefix = statements.slice(at.signature, at.abort - 1);
  return [...prefix, dialect.signatureStatements.at(-1)?.replace(/0x\w+/, hex(value)) ?? ''];
}

/** Puts something between the signature and the label of the handler. */
function gap(name: string, write: (subject: Subject) => string | undefined): MutationOperator {
  return {
    name,
    rule: 'abort-signature-gap',
    mutate(subject) {
      const text = write(subject);
      return text === undefined ? undefined : replaced(subject.statements, subject.at.abort, 0, text);
    },
  };
}

/** Another way out of the handler; `start` is the start label as it looks from there. */
function leaveBy(name: string, write: (subject: Subject, start: string) => readonly string[]): MutationOperator {
  return {
    name,
    rule: 'retry-without-rearm',
    mutate(subject) {
      const { statements, at } = subject;
      const start = seenFrom(statements, at.startText, at.fields, at.leave);
      return replaced(statements, at.leave, at.leaveEnd - at.leave, ...write(subject, start));
    },
  };
}

/** The signature of some other architecture. */
const foreignSignature = 0xd428bc00;

/** Mistakes around the abort handler. */
export const abortOperators: readonly MutationOperator[] = [
  signature('abort-signature-missing', 'signature dropped', () => []),
  signature('abort-signature-missing', 'only the signature line dropped', ({ statements, at }) =>
    at.abort - at.signature > 1 ? statements.slice(at.signature, at.abort - 1) : undefined,
  ),
  signature('abort-signature-missing', 'no-operation instead', ({ dialect }) => [dialect.nop]),
  signature('abort-signature-missing', 'a shorter trap instead', ({ dialect: { otherTrap } }) =>
    otherTrap.bytes === 2 ? [otherTrap.text] : undefined,
  ),
  signature('abort-signature-missing', 'signature commented out', ({ statements, at, dialect }) => [
    `${dialect.comment}${statements[at.abort - 1] ?? ''}`,
  ]),
  {
    name: 'label in front of its signature',
    rule: 'abort-signature-missing',
    mutate: ({ statements, at }) => moved(statements, at.abort, at.signature),
  },
  signature('abort-signature-mismatch', 'one bit flipped', (subject) =>
    withValue(subject, subject.dialect.signature ^ 1),
  ),
  signature('abort-signature-mismatch', 'another trap', ({ dialect: { otherTrap } }) =>
    otherTrap.bytes === 4 ? [otherTrap.text] : undefined,
  ),
  signature('abort-signature-mismatch', 'zero', (subject) => withValue(subject, 0)),
  signature('abort-signature-mismatch', 'signature of another architecture', (subject) =>
    withValue(subject, subject.dialect.signature === foreignSignature ? 0x53053053 : foreignSignature),
  ),
  signature('abort-signature-endianness', 'bytes in the wrong order', (subject) =>
    withValue(subject, swapped(subject.dialect.signature)),
  ),
  signature('abort-signature-mismatch', 'too wide a directive', ({ dialect }) => {
    // The last four bytes count: of a big-endian number, those of its lower half.
    const text = hex(dialect.signature);
    return [dialect.wide(dialect.endian === 'little' ? text : `${text} << 32`)];
  }),
  gap('no-operation between', ({ dialect }) => dialect.nop),
  gap('alignment between', () => '.balign 16'),
  gap('alignment to a power of two between', () => '.p2align 4'),
  gap('landing pad between', ({ dialect }) => dialect.landingPad),
  gap('first instruction of the handler between', ({ dialect }) => dialect.set),
  {
    name: 'label of the handler in front of the commit',
    rule: 'abort-inside-section',
    mutate: ({ statements, at }) => moved(statements, at.abort, at.post - 1),
  },
  {
    name: 'aborts go to the start',
    rule: 'abort-inside-section',
    mutate: (subject) =>
      withFields(subject, ({ start, post }) => ({ start, length: difference(post, start), abort: start })),
  },
  {
    name: 'aborts go in front of the commit',
    rule: 'abort-inside-section',
    mutate(subject) {
      const place = subject.at.post - 1;
      const statements = withFields(subject, ({ start, post }, { fields }) => ({
        start,
        length: difference(post, start),
        abort: reference(77, fields, place),
      }));
      return replaced(statements, place, 0, '77:');
    },
  },
  {
    name: 'whole handler inside',
    rule: 'abort-inside-section',
    mutate({ statements, at, dialect }) {
      const place = at.post - 1;
      const count = at.leaveEnd - at.signature;
      const inside = moved(statements, at.signature, place, count);
      return replaced(replaced(inside, place + count, 0, '78:'), place, 0, dialect.jump('78f'));
    },
  },
  leaveBy('to the start label', ({ dialect }, start) => [dialect.jump(start)]),
  leaveBy('to the start label in two steps', ({ dialect }, start) => [dialect.jump('79f'), '79:', dialect.jump(start)]),
  leaveBy('sometimes to the start label', ({ dialect, statements, at }, start) => [
    // Around a jump, because the start may be out of the reach of a conditional one.
    dialect.jumpSometimes('81f'),
    dialect.jump(start),
    '81:',
    ...statements.slice(at.leave, at.leaveEnd),
  ]),
  {
    name: 'into the middle of the section',
    rule: 'retry-without-rearm',
    mutate({ statements, at, dialect }) {
      const jumping = replaced(statements, at.leave, at.leaveEnd - at.leave, dialect.jump('76b'));
      return replaced(jumping, at.post - 1, 0, '76:');
    },
  },
];
