import { hex, swapped } from '../dialects/dialect';
import { moved, replaced, type Statements } from '../statements';
import { seenFrom } from './descriptorEdits';
import type { MutationOperator, Subject } from './operator';

/** A descriptor that nobody here knows. */
const stranger = 'section_of_another_file';

/** Statements that bring its address into the scratch register; `adr` reaches nothing that is not near. */
function addressOfStranger({ dialect, target }: Subject): readonly string[] {
  return target.startsWith('arm') ? [`ldr r0, =${stranger}`] : dialect.addressOf(stranger);
}

/** The arming store with the address of another descriptor, which it may form itself: `movl $3b, …`. */
function strangersStore({ statements, at }: Subject): string {
  return (statements[at.store] ?? '').replace(/\$\d+b/, `$${stranger}`);
}

/** Where the way out of the handler leads. */
function wayOut({ statements, at }: Subject): string {
  return /\S+$/.exec(statements[at.leave] ?? '')?.[0] ?? '';
}

/** Takes the jump over a handler in the code away, or brings a handler from another section into the code. */
function withoutJumpOver({ statements, at }: Subject): Statements | undefined {
  let before = at.signature - 1;
  while (/^(\.balign|\.word|\.long|\.quad|\.dword|\.xword|\d+:$)/.test(statements[before] ?? '')) before--;
  const statement = statements[before] ?? '';
  if (/^(b|j|jmp)\s+\d+f$/.test(statement)) return replaced(statements, before, 1);
  const end = statements.indexOf('.popsection', at.leaveEnd);
  if (!statement.startsWith('.pushsection') || end < 0) return undefined;
  return replaced(replaced(statements, end, 1), before, 1);
}

/** Gives the operand for `rseq_cs` another expression, or the template another offset. */
function otherField(
  { statements, at, tail }: Subject,
  field: string,
  offset: number,
): Statements | { statements: Statements; tail: string } | undefined {
  const store = statements[at.store] ?? '';
  if (/:8\(/.test(store)) return replaced(statements, at.store, 1, store.replace(':8(', `:${offset}(`));
  const other = tail.replace(/->rseq_cs(\.\w+)*/, `->${field}`);
  return other === tail ? undefined : { statements, tail: other };
}

/** How the same target reads 64 bits where it read 32. */
const wideRead: Readonly<Record<string, readonly [RegExp, string]>> = {
  x86_64: [/^cmpl/, 'cmpq'],
  aarch64: [/^ldr\s+w/, 'ldr x'],
  riscv64: [/^lw\s/, 'ld '],
  ppc64le: [/^lwz/, 'ld'],
  ppc64: [/^lwz/, 'ld'],
  mips64: [/^lw\s/, 'ld '],
  mips64el: [/^lw\s/, 'ld '],
  s390x: [/^c\s/, 'cg '],
};

function insertedAt(
  rule: string,
  name: string,
  write: (subject: Subject) => readonly [number, ...string[]],
): MutationOperator {
  return {
    name,
    rule,
    mutate(subject) {
      const [place, ...texts] = write(subject);
      return replaced(subject.statements, place, 0, ...texts);
    },
  };
}

/** A label in front of the commit, and a branch to it. */
function backInto(name: string, place: (subject: Subject) => number): MutationOperator {
  return {
    name,
    rule: 'jump-into-section',
    mutate(subject) {
      const { statements, at, dialect } = subject;
      const [commit, branch] = [at.post - 1, place(subject)];
      if (branch > commit)
        return replaced(replaced(statements, branch, 0, dialect.jumpSometimes('73b')), commit, 0, '73:');
      return replaced(replaced(statements, commit, 0, '73:'), branch, 0, dialect.jumpSometimes('73f'));
    },
  };
}

/** Mistakes in how a section is entered and armed, and in where its handler ends. */
export const armingOperators: readonly MutationOperator[] = [
  {
    name: 'bytes one by one, the wrong way round',
    rule: 'abort-signature-endianness',
    mutate({ statements, at, dialect }) {
      const value = dialect.endian === 'big' ? swapped(dialect.signature) : dialect.signature;
      const bytes = hex(value).slice(2).match(/../g) ?? [];
      const text = `.byte ${bytes.map((byte) => `0x${byte}`).join(', ')}`;
      return replaced(statements, at.abort - 1, 1, text);
    },
  },
  {
    name: 'nothing jumps over the handler',
    rule: 'abort-signature-reachable',
    // On OpenRISC whoever executes the signature does nothing.
    mutate: (subject) => (subject.target === 'or1k' ? undefined : withoutJumpOver(subject)),
  },
  {
    name: 'way out of the handler dropped',
    rule: 'abort-handler-falls-through',
    mutate: ({ statements, at }) => replaced(statements, at.leave, at.leaveEnd - at.leave),
  },
  {
    name: 'way out of the handler taken sometimes',
    rule: 'abort-handler-falls-through',
    mutate(subject) {
      const { statements, at, dialect } = subject;
      // From another output section conditional branches may not reach anything.
      if (/^(ppc|s390)/.test(subject.target)) return undefined;
      // Two handlers may end in one.
      if (statements.slice(at.leaveEnd).some((statement) => /^(jmp|b|j|jg|l\.j)\s+%l/.test(statement)))
        return undefined;
      return replaced(statements, at.leave, at.leaveEnd - at.leave, dialect.jumpSometimes(wayOut(subject)));
    },
  },
  insertedAt('start-label-position', 'no-operation behind the store', ({ at, dialect }) => [at.start, dialect.nop]),
  insertedAt('start-label-position', 'register work behind the store', ({ at, dialect }) => [at.start, dialect.set]),
  {
    name: 'jump from the store to the start label',
    rule: 'start-label-position',
    mutate({ statements, at, dialect, target }) {
      // There the assembler may put the store into the slot of the jump.
      if (target.startsWith('mips')) return undefined;
      return replaced(statements, at.start, 0, dialect.jump(seenFrom(statements, at.startText, at.fields, at.store)));
    },
  },
  {
    name: 'start label behind the first instruction',
    rule: 'start-label-position',
    mutate: ({ statements, at }) => moved(statements, at.start, at.start + 2),
  },
  {
    name: 'start label behind the compare',
    rule: 'start-label-position',
    mutate({ statements, at }) {
      const [compare] = at.compares;
      return compare && moved(statements, at.start, compare.at + compare.count);
    },
  },
  {
    name: 'address of another descriptor',
    rule: 'wrong-descriptor-armed',
    mutate(subject) {
      const { statements, at } = subject;
      const store = strangersStore(subject);
      const forms = at.address === at.store ? [] : addressOfStranger(subject);
      return replaced(statements, at.address, at.store - at.address + 1, ...forms, store);
    },
  },
  {
    name: 'stored to flags',
    rule: 'armed-at-wrong-offset',
    mutate: (subject) => otherField(subject, 'flags', 16),
  },
  {
    name: 'stored to the cpu number',
    rule: 'armed-at-wrong-offset',
    mutate: (subject) => otherField(subject, 'cpu_id', 4),
  },
  {
    name: 'stored as two words',
    rule: 'arm-not-single-store',
    mutate({ statements, at, target }) {
      const store = statements[at.store] ?? '';
      if (target !== 'x86_64' || !store.includes(':8(')) return undefined;
      const low = store.replace('movq %%rax', 'movl %%eax');
      return replaced(statements, at.store, 1, low, 'shrq $32, %%rax', low.replace(':8(', ':12('));
    },
  },
  {
    name: 'start label in front of the store',
    rule: 'arm-inside-section',
    mutate: ({ statements, at }) => moved(statements, at.start, at.store),
  },
  {
    name: 'start label in front of the address',
    rule: 'arm-inside-section',
    mutate: ({ statements, at }) => moved(statements, at.start, at.address),
  },
  {
    name: 'another section armed inside',
    rule: 'nested-section',
    mutate(subject) {
      const { statements, at } = subject;
      const forms = at.address === at.store ? [] : addressOfStranger(subject);
      return replaced(statements, at.start + 1, 0, ...forms, strangersStore(subject));
    },
  },
  backInto('from behind the commit to in front of it', ({ at }) => at.post + 1),
  backInto('past the store', ({ at }) => at.address),
  {
    name: 'from behind the commit to the start label',
    rule: 'jump-into-section',
    mutate({ statements, at, dialect }) {
      const start = seenFrom(statements, at.startText, at.fields, at.post);
      return replaced(statements, at.post + 1, 0, dialect.jumpSometimes(start));
    },
  },
  {
    name: 'cpu number read with 64 bits',
    rule: 'field-access-width',
    compiles: false,
    mutate({ statements, at, target }) {
      const [from, to] = wideRead[target] ?? [];
      const index = statements.findIndex(
        (statement, i) =>
          i > at.start &&
          from?.test(statement) === true &&
          /cpu/.test(statement) &&
          (target === 'x86_64' || /current_cpu|fs:4|\[rseq\], #4|4\(/.test(statement)),
      );
      const statement = statements[index];
      return statement === undefined || !from || to === undefined
        ? undefined
        : replaced(statements, index, 1, statement.replace(from, to));
    },
  },
];
