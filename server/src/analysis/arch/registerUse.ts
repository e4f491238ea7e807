/** A condition code, or a part of one, that a compiler keeps across asm statements which do not say that they change it. */
export interface ConditionCode {
  /** Canonical name of its register. */
  readonly register: string;
  /** What a clobber list calls it. */
  readonly clobber: string;
  /** Of several, the one that compilers take before all others. */
  readonly usual: boolean;
}

/** What compilers do with the registers around an asm statement (GCC manual, "Extended Asm", "Machine Constraints"). */
export interface RegisterUse {
  readonly stackPointer: string;
  /** Canonical names of the other registers in which compilers keep nothing that an asm statement could spoil. */
  readonly fixed: ReadonlySet<string>;
  /** Empty where compilers take the condition code for changed by every asm statement, or where there is none. */
  readonly conditions: readonly ConditionCode[];
  /** Constraint letters that mean certain registers: `a` is rax. */
  readonly letters: Readonly<Record<string, readonly string[]>>;
  /** Constraint letters of registers that are not the general ones, with a name for their file. */
  readonly banks: Readonly<Record<string, string>>;
  /** Names in clobber lists that are no register of {@link Architecture.register} and nothing a section could need. */
  readonly otherClobbers: readonly string[];
  /** What a clobber list calls a register; undefined: its canonical name. */
  readonly clobberName?: (register: string) => string;
  /** Registers that a linker may use between a branch and its target in another output section. */
  readonly veneers: readonly string[];
}

/** A set of register uses in which nothing is special: what the parts of an architecture are spread over. */
export const plainRegisterUse: Omit<RegisterUse, 'stackPointer' | 'fixed'> = {
  conditions: [],
  letters: {},
  banks: {},
  otherClobbers: [],
  veneers: [],
};

/** The one condition code of an architecture that has no more than one. */
export const singleCondition: readonly ConditionCode[] = [{ register: 'flags', clobber: 'cc', usual: false }];
