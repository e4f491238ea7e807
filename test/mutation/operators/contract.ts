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

/** One text for all targets of a family. */
function perFamily(texts: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const families: Readonly<Record<string, readonly string[]>> = {
    mips32: ['mips', 'mipsel'],
    mips64: ['mips64', 'mips64el'],
    powerpc: ['ppc', 'ppc64', 'ppc64le'],
  };
  return Object.fromEntries(
    Object.entries(texts).flatMap(([name, text]) => (families[name] ?? [name]).map((target) => [target, text])),
  );
}

/** Adds eight to a register. */
const additions = perFamily({
  x86_64: 'addq $8, REG',
  i386: 'addl $8, REG',
  aarch64: 'add REG, REG, #8',
  arm: 'add REG, REG, #8',
  riscv64: 'addi REG, REG, 8',
  loongarch64: 'addi.d REG, REG, 8',
  mips32: 'addiu REG, REG, 8',
  mips64: 'daddiu REG, REG, 8',
  powerpc: 'addic REG, REG, 8',
  s390x: 'la REG, 8(REG)',
  or1k: 'l.addi REG, REG, 8',
});

/** A register that no section uses, set to a number. */
const strangers = perFamily({
  x86_64: 'movl $1, %%r13d',
  i386: 'movl $1, %%esi',
  aarch64: 'mov w9, #1',
  arm: 'mov r8, #1',
  riscv64: 'li s2, 1',
  loongarch64: 'li.w $s1, 1',
  mips32: 'li $16, 1',
  mips64: 'li $16, 1',
  powerpc: 'li %%r26, 1',
  s390x: 'lhi %%r9, 1',
  or1k: 'l.movhi r14, 1',
});

/** What the arming leaves in its scratch register, overwritten. */
const overwritten = perFamily({
  x86_64: 'movl $1, %%eax',
  i386: 'movl $1, %%eax',
  aarch64: 'mov x15, #1',
  arm: 'mov r0, #1',
  riscv64: 'li t6, 1',
  loongarch64: 'li.w $r4, 1',
  mips32: 'li $4, 1',
  mips64: 'li $4, 1',
  powerpc: 'li %%r17, 1',
  s390x: 'lhi %%r0, 1',
  or1k: 'l.movhi r31, 1',
});

const jumps = perFamily({
  x86_64: 'jmp 97b',
  i386: 'jmp 97b',
  aarch64: 'b 97b',
  arm: 'b 97b',
  riscv64: 'j 97b',
  loongarch64: 'b 97b',
  mips32: 'b 97b',
  mips64: 'b 97b',
  powerpc: 'b 97b',
  s390x: 'jg 97b',
  or1k: 'l.j 97b',
});

const settings = perFamily({
  x86_64: 'movl $1, %k[early]',
  i386: 'movl $1, %[early]',
  aarch64: 'mov %[early], #1',
  arm: 'mov %[early], #1',
  riscv64: 'li %[early], 1',
  loongarch64: 'li.w %[early], 1',
  mips32: 'li %[early], 1',
  mips64: 'li %[early], 1',
  powerpc: 'li %[early], 1',
  s390x: 'lghi %[early], 1',
  or1k: 'l.movhi %[early], 1',
});

/** Inserts a text at a place of the section. */
function insert(
  rule: string,
  name: string,
  texts: Readonly<Record<string, string>>,
  place: (subject: Subject) => number,
): MutationOperator {
  return {
    name,
    rule,
    mutate(subject) {
      const text = perTarget(subject.target, texts);
      return text === undefined ? undefined : replaced(subject.statements, place(subject), 0, text);
    },
  };
}

const atStart = ({ at }: Subject): number => at.start + 1;
const inHandler = ({ at }: Subject): number => at.abort + 1;

/** Puts an addition to one of the inputs somewhere. */
function changedInput(name: string, place: (subject: Subject) => number): MutationOperator {
  return {
    name,
    rule: 'input-operand-modified',
    mutate(subject) {
      const input = valueInput(subject.tail);
      const text = perTarget(subject.target, additions);
      if (input === undefined || text === undefined) return undefined;
      return replaced(subject.statements, place(subject), 0, text.replaceAll('REG', `%[${input}]`));
    },
  };
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
function farHandler({ statements, at, target }: Subject): Statements {
  const away = replaced(statements, at.leave + 1, 0, '.popsection');
  const moved = replaced(away, at.signature, 0, '.pushsection .text.unlikely, "ax"');
  const number = at.abortText.slice(0, -1);
  const branch = new RegExp(`^(cbnz\\s+w15,|bne)\\s*${number}f$`);
  return moved.flatMap((statement, index) => {
    const opposite = branch.exec(statement)?.[1]?.replace('cbnz', 'cbz').replace('bne', 'beq');
    if (opposite === undefined || target === 'x86_64') return [statement];
    return [`${opposite} 9${index}f`, `b ${number}f`, `9${index}:`];
  });
}

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
    mutate: (subject) =>
      /^(arm|s390x|ppc)/.test(subject.target) ? without(subject, (name) => name === 'cc') : undefined,
  },
  insert('flags-clobber-missing', 'comparison added', { aarch64: 'cmp x15, #1' }, atStart),
  insert('flags-clobber-missing', 'comparison in the handler', { aarch64: 'tst x15, #1' }, inHandler),
  {
    name: 'scratch register left out',
    rule: 'register-clobber-missing',
    mutate: (subject) => {
      const [first] = clobbersOf(subject.tail).filter((name) => !/^(memory|cc|cr\d)$/.test(name));
      return without(subject, (name) => name === first);
    },
  },
  insert('register-clobber-missing', 'another register at the start', strangers, atStart),
  insert('register-clobber-missing', 'another register in the handler', strangers, inHandler),
  insert('register-clobber-missing', 'another register in front of the section', strangers, ({ at }) => at.address),
  changedInput('input changed in the section', atStart),
  changedInput('input changed behind the section', ({ at }) => at.post + 1),
  droppedRestore('input-operand-modified', 'input not put back behind the commit', ({ at }) => at.post),
  droppedRestore('abort-handler-clobbers', 'input not put back in the handler', ({ at }) => at.abort),
  {
    name: 'begins again without the address of the descriptor',
    rule: 'restart-input-clobbered',
    mutate({ statements, at, target }) {
      const jump = perTarget(target, jumps);
      const text = perTarget(target, overwritten);
      if (jump === undefined || text === undefined) return undefined;
      const back = replaced(statements, at.leave, 1, jump);
      return replaced(replaced(back, at.start + 1, 0, text), at.store, 0, '97:');
    },
  },
  {
    name: 'output written at once',
    rule: 'early-clobber-missing',
    mutate(subject) {
      const text = perTarget(subject.target, settings);
      if (text === undefined) return undefined;
      const statements = replaced(subject.statements, subject.at.address, 0, text);
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
