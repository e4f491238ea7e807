/** What a descriptor says, as label expressions: `1f`, `2f - 1f`, `4f`. */
export interface FieldTexts {
  readonly start: string;
  readonly length: string;
  readonly abort: string;
}

/**
 * How the sections of one target are written: what an operator needs to make a mistake in any of them. All texts are statements of
 * extended asm (registers of x86, PowerPC and z/Architecture as `%%rax`), without separators; a line can have several, and so
 * can an operator. Nothing here is taken from the analysis, so that tests compare two independent readings.
 */
export interface Dialect {
  readonly pointerBytes: 4 | 8;
  readonly endian: 'little' | 'big';
  /** What follows on the line is a comment. */
  readonly comment: string;

  /** RSEQ_SIG. */
  readonly signature: number;
  /** All statements of the signature. The last four bytes count. */
  readonly signatureStatements: readonly string[];
  /** One statement with the signature as an instruction, where there is one. */
  readonly signatureInstruction?: string;
  /** The four bytes of the signature the wrong way round. */
  readonly swappedSignature: readonly string[];
  /** A trap that is not the signature; `bytes`: it is as long as a signature, so that it is one that does not match. */
  readonly otherTrap: { readonly text: string; readonly bytes: 2 | 4 };
  /** What indirect branches may have to land on. */
  readonly landingPad?: string;

  /** A register that every section names as clobbered. */
  readonly scratch: string;
  /** Its name in a list of clobbers. */
  readonly scratchClobber: string;
  /** A register that no section mentions, and its name in a list of clobbers. */
  readonly spare: string;
  readonly spareClobber: string;
  readonly stackPointer: string;

  readonly nop: string;
  readonly barrier: string;
  /** Every way to enter the kernel. */
  readonly syscalls: readonly string[];
  /** The way back to a caller. */
  readonly return: string;
  /** Writes a constant to the scratch register. */
  readonly set: string;
  /** Takes eight or four bytes from the stack, or gives them back, in one statement or two. */
  readonly push: readonly string[];
  readonly pop: readonly string[];
  jump(to: string): string;
  /** Sometimes jumps. What decides is whatever flags or scratch register hold. */
  jumpSometimes(to: string): string;
  jumpThrough(register: string): string;
  call(symbol: string): string;
  /** Ways to call through the scratch register, or what it points to. */
  readonly indirectCalls: readonly string[];
  move(to: string, from: string): string;
  /** Adds one. */
  increment(register: string): string;
  /** The memory at a register plus an offset in bytes, as an operand of load and store. */
  at(base: string, offset: number): string;
  /** Moves a pointer's worth of bytes. Memory is an operand of the asm (`%[v]`) or {@link at}. */
  load(register: string, memory: string): string;
  store(register: string, memory: string): string;
  /** Adds to memory without an intervening instruction, where the processor has such a thing; changes no register. */
  readonly update?: (memory: string) => string;
  /** Jumps if two registers (operands of the asm) differ in their low 32 bits. */
  jumpIfDifferent(left: string, right: string, to: string): readonly string[];

  /** Data of 4 bytes and of 8. */
  word(value: string): string;
  wide(value: string): string;
  /** The address of a label in 8 bytes. */
  address(label: string): string;
  /** The three long fields of a descriptor in one statement. */
  fields(texts: FieldTexts): string;
  /** Statements that bring the address of a label into the scratch register. */
  addressOf(label: string): readonly string[];
  /** Statements that bring the address of a symbol of the program into the scratch register. */
  symbol(name: string): readonly string[];
  /** Statements for a number that only the linker of a program at a fixed place knows, where no port does so. */
  readonly absolute?: (label: string) => readonly string[];
  /** Does {@link jumpSometimes} reach less far than a program can be large? */
  readonly shortBranches: boolean;
  /** The arming store, made to write nothing, another register's value, or to read. */
  readonly arming: {
    readonly nothing: (store: string) => string;
    readonly other: (store: string) => string;
    readonly load: (store: string) => string;
  };
}

/** The length of a section as a descriptor says it. */
export function difference(post: string, start: string): string {
  return `(${post} - ${start})`;
}

/** A 32-bit number as eight hexadecimal digits. */
export function hex(value: number): string {
  return `0x${(value >>> 0).toString(16).padStart(8, '0')}`;
}

/** The number whose bytes are those of `value` the other way round. */
export function swapped(value: number): number {
  const view = new DataView(new ArrayBuffer(4));
  view.setUint32(0, value);
  return view.getUint32(0, true);
}

/** Fields of a target with 64-bit data directives for addresses. */
export function wideFields(directive: string): Dialect['fields'] {
  return ({ start, length, abort }) => `${directive} ${start}, ${length}, ${abort}`;
}

/** Fields of a target with 32-bit addresses: a zero word on the side where the byte order wants it. */
export function pairedFields(directive: string, endian: 'little' | 'big'): Dialect['fields'] {
  return ({ start, length, abort }) =>
    `${directive} ${[start, length, abort].map((field) => paired(field, endian)).join(', ')}`;
}

/** An address of 32 bits in a field of 64. */
export function paired(address: string, endian: 'little' | 'big'): string {
  return endian === 'little' ? `${address}, 0x0` : `0x0, ${address}`;
}
