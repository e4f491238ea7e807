import { clobbersOf, valueInput, withClobbers, withoutGoto } from '../cSide';
import { replaced, type Statements } from '../statements';
import { type MutationOperator, perTarget, type Subject } from './operator';

/** Leaves names out of the clobbers; undefined if none of them is there. */
function without({ statements, tail }: Subject, isLeftOut: (name: string) => boolean): ReturnType<typeof mutantOf> {
  const clobbers = clobbersOf(tail);
  const kept = clobbers.filter((name) => !isLeftOut(name));
  return kept.length === clobbers.length ? undefined : mutantOf(statements, withClobbers(tail, kept));
}

function mutantOf(
  statements: Statements,
  tail: string,
): { readonly statements: Statements; readonly tail: string } | undefined {
  return { statements, tail };
}

/** Inserts statements at a place of the section. */
function insert(
  rule: string,
  name: string,
  write: (subject: Subject) => string | undefined,
  place: (subject: Subject) => number,
): MutationOperator {
  return {
    name,
    rule,
    mutate(subject) {
      const text = write(subject);
      return text === undefined ? undefined : replaced(subject.statements, place(subject), 0, text);
    },
  };
}

const atStart = ({ at }: Subject): number => at.start + 1;
const inHandler = ({ at }: Subject): number => at.abort + 1;
const behindCommit = ({ at }: Subject): number => at.post + 1;
const inFront = ({ at }: Subject): number => at.address;

/** Writes a register that hardly any section mentions. */
const stranger = ({ dialect, tail }: Subject): string | undefined =>
  tail.includes(`"${dialect.spareClobber}"`) ? undefined : dialect.move(dialect.spare, dialect.scratch);

/** Adds one to an input. */
function change({ dialect, tail }: Subject): string | undefined {
  const input = valueInput(tail);
  return input === undefined ? undefined : dialect.increment(`%[${input}]`);
}

/** Drops the first statement behind a place that takes a saved input back. */
function droppedRestore(rule: string, name: string, place: (subject: Subject) => number): MutationOperator {
  return {
    name,
    rule,
    mutate(subject) {
      const { statements } = subject;
      const at = place(subject);
      const dropped = statements.findIndex((statement, i) => i > at && /%\[rseq_scratch/.test(statement));
      // The next teardown is another way out's.
      const ends = statements.findIndex((statement, i) => i > at && /:$|^\.p/.test(statement));
      return dropped < 0 || (ends >= 0 && dropped > ends) ? undefined : replaced(statements, dropped, 1);
    },
  };
}

/** Moves the abort handler to another output section, with branches to it that reach there. */
function farHandler({ statements, at }: Subject): Statements {
  const away = replaced(statements, at.leaveEnd, 0, '.popsection');
  const moved = replaced(away, at.signature, 0, '.pushsection .text.unlikely, "ax"');
  const number = at.abortText.slice(0, -1);
  const branch = new RegExp(`^(cbnz\\s+w15,|b\\.?ne)\\s*${number}f$`);
  return moved.flatMap((statement, index) => {
    const opposite = branch
      .exec(statement)?.[1]
      ?.replace('cbnz', 'cbz')
      .replace(/^b\.?ne/, 'beq');
    if (opposite === undefined) return [statement];
    return [`${opposite} 9${index}f`, `b ${number}f`, `9${index}:`];
  });
}

/** A condition code that the compiler may have in use, by a name of the clobber list. */
const conditions: Readonly<Record<string, string>> = {
  aarch64: 'cc',
  arm: 'cc',
  s390x: 'cc',
  ppc: 'cr7',
  ppc64: 'cr7',
  ppc64le: 'cr7',
};

/** Mistakes in what operands and clobbers say. */
export const contractOperators: readonly MutationOperator[] = [
  {
    name: 'result that nobody reads',
    rule: 'asm-not-volatile',
    mutate: (subject) =>
      withoutGoto(subject, {
        outputs: ' [unread] "=r" (unread) ',
        declarations: 'long unread __attribute__((unused));',
        qualifier: '',
      }),
  },
  {
    name: '"memory" left out',
    rule: 'memory-clobber-missing',
    keepsBytes: true,
    mutate: (subject) => without(subject, (name) => name === 'memory'),
  },
  {
    name: 'condition code left out',
    rule: 'flags-clobber-missing',
    keepsBytes: true,
    mutate(subject) {
      const left = perTarget(subject.target, conditions);
      // Not all of the sections for AArch64 compare.
      const compares =
        subject.target !== 'aarch64' || subject.statements.some((each) => /^(cmp|subs|adds)\s/.test(each));
      return left === undefined || !compares ? undefined : without(subject, (name) => name === left);
    },
  },
  {
    name: 'comparison added',
    rule: 'flags-clobber-missing',
    mutate(subject) {
      if (subject.target !== 'aarch64') return undefined;
      const statements = replaced(subject.statements, atStart(subject), 0, 'cmp x15, #1');
      return { ...(without(subject, (name) => name === 'cc') ?? {}), statements };
    },
  },
  {
    name: 'scratch register left out',
    rule: 'register-clobber-missing',
    keepsBytes: true,
    mutate(subject) {
      const { dialect, statements } = subject;
      const isUsed = statements.some((statement) => statement.includes(dialect.scratch));
      return isUsed ? without(subject, (name) => name === dialect.scratchClobber) : undefined;
    },
  },
  insert('register-clobber-missing', 'another register at the start', stranger, atStart),
  insert('register-clobber-missing', 'another register in the handler', stranger, inHandler),
  insert('register-clobber-missing', 'another register in front of the section', stranger, inFront),
  insert('input-operand-modified', 'input changed in the section', change, atStart),
  insert('input-operand-modified', 'input changed behind the section', change, behindCommit),
  droppedRestore('input-operand-modified', 'input not put back behind the commit', ({ at }) => at.post),
  droppedRestore('abort-handler-clobbers', 'input not put back in the handler', ({ at }) => at.abort),
  {
    name: 'begins again without the address of the descriptor',
    rule: 'restart-input-clobbered',
    mutate({ statements, at, dialect }) {
      // What is stored is not always in a register, and it is not always the only one that is made ready.
      const isReady = statements.slice(at.tableEnd, at.address).some((statement) => /^mr\s/.test(statement));
      if (isReady || !(statements[at.store] ?? '').includes(dialect.scratch)) return undefined;
      const back = replaced(statements, at.leave, 1, dialect.jump('97b'));
      return replaced(replaced(back, at.start + 1, 0, dialect.set), at.store, 0, '97:');
    },
  },
  {
    name: 'output written at once',
    rule: 'early-clobber-missing',
    mutate(subject) {
      const { dialect } = subject;
      const statements = replaced(subject.statements, inFront(subject), 0, dialect.move('%[early]', dialect.scratch));
      return withoutGoto(
        { ...subject, statements },
        {
          outputs: ' [early] "=r" (early) ',
          declarations: 'long early __attribute__((unused));',
          qualifier: '__volatile__ ',
        },
      );
    },
  },
  {
    name: 'handler in another output section',
    rule: 'veneer-clobber',
    mutate: (subject) => (/^(aarch64|arm)/.test(subject.target) ? farHandler(subject) : undefined),
  },
];
