import type { MemoryAccess, SymbolRef } from '../arch/instruction';
import type { Place } from '../text/place';
import type { AbortFactValues } from './abortFacts';
import type { ArmingFactValues } from './armingFacts';
import type { AddressStore } from './armingStores';
import type { BodyFactValues } from './bodyFacts';
import type { CpuFactValues } from './cpuFacts';
import type { DescriptorFactValues } from './descriptorFacts';
import type { Fact } from './fact';
import type { CpuValue } from './operandMeaning';
import type { InstructionItem, LabelItem, OperandInfo, Program } from './program';

/** A constant field of the descriptor. */
export interface ConstantField {
  readonly value: bigint;
  readonly place: Place;
}

/** The label that a descriptor field names. */
export interface LabelUse {
  /** As the source writes it: `1f`, `my_start`. */
  readonly text: string;
  /** Where the descriptor says it. */
  readonly place: Place;
  readonly label: LabelItem;
}

/** How the third field, post_commit_offset, is written. */
export type LengthField =
  /** `post - start`, as it should be, or a number. */
  | { readonly kind: 'difference'; readonly place: Place }
  /** The address of the post-commit label itself: no difference. `startText` and `postText` are what belongs there. */
  | { readonly kind: 'address'; readonly place: Place; readonly startText: string; readonly postText: string };

/** The four bytes in front of the abort handler. Decision order: design/rules.md, stage "signature". */
export type SignatureVerdict =
  | { readonly kind: 'present'; readonly place: Place; readonly bytes: readonly number[] }
  /** A constant, but not the registered signature; `swapped`: the signature in the other byte order. */
  | {
      readonly kind: 'other' | 'swapped';
      readonly place: Place;
      readonly bytes: readonly number[];
      /** The 32-bit value that belongs there, in data endianness. */
      readonly expected: number;
      /** The values that make it up as they are written, and what they should be; empty if they do not add up to four bytes. */
      readonly corrections: readonly { readonly place: Place; readonly text: string }[];
    }
  /** A signature with something between it and the handler. */
  | { readonly kind: 'gap'; readonly place: Place; readonly signature: Place; readonly between: readonly Place[] }
  | { readonly kind: 'missing'; readonly statements: readonly string[] };

/** How the section's descriptor gets into `rseq_cs`. Decision order: design/rules.md, stage "arming". */
export type ArmingVerdict =
  /** Its whole address is stored to another place in the area, `offset` bytes from its start, and nowhere else. */
  | {
      readonly kind: 'wrong-offset';
      readonly store: InstructionItem;
      readonly access: MemoryAccess;
      readonly offset: number;
    }
  /** The last that is stored before the start is the address of something else. */
  | {
      readonly kind: 'wrong-descriptor';
      readonly store: InstructionItem;
      readonly stored: AddressStore;
      /** The section's own descriptor as it can be named there, and where the other one is named instead. */
      readonly right: string | undefined;
      readonly corrections: readonly Place[];
    }
  | { readonly kind: 'in-parts'; readonly stores: readonly InstructionItem[] }
  | { readonly kind: 'never' }
  | ArmedVerdict;

/**
 * The descriptor is stored. `stores` are all stores of its address, `store` the one that counts. `movable`: the start label can be
 * put behind it, and no branch or call ends up on the other side.
 */
export type ArmedVerdict = {
  readonly store: InstructionItem;
  readonly access: MemoryAccess;
  readonly stores: readonly InstructionItem[];
} & (
  | { readonly kind: 'armed' }
  /** Something else is armed between start and post-commit. */
  | { readonly kind: 'nested'; readonly inner: AddressStore }
  /** The store is behind the start label. */
  | { readonly kind: 'inside'; readonly movable: boolean }
  /** What is between is executed behind the store and before the start label. */
  | { readonly kind: 'late-start'; readonly between: readonly InstructionItem[]; readonly movable: boolean }
);

/** Is the descriptor stored, wherever the start label is? */
export function isArmed(arming: ArmingVerdict): arming is ArmedVerdict {
  return /^(armed|nested|inside|late-start)$/.test(arming.kind);
}

/** An instruction that brings together a cpu number and a field of the area. */
export interface CpuCompare {
  readonly instruction: InstructionItem;
  /** The load of the field, where that is an instruction of its own. */
  readonly load: InstructionItem | undefined;
  /** undefined: a register that holds whatever a `.S` file has in it. */
  readonly operand: OperandInfo | undefined;
  /** undefined: a field that mainline does not have. */
  readonly field: string | undefined;
}

/** Whether the section compares the cpu number that its data is indexed by. */
export type CpuVerdict =
  | { readonly kind: 'inside'; readonly compares: readonly CpuCompare[] }
  | { readonly kind: 'outside' | 'not-needed' }
  | { readonly kind: 'missing'; readonly operand: string }
  /** Only in front of the store that arms the section. `block`: the whole check, if it can be moved behind the start label. */
  | {
      readonly kind: 'before-arm';
      readonly compare: CpuCompare;
      readonly store: InstructionItem;
      readonly block: readonly InstructionItem[] | undefined;
    }
  /**
   * With another field than the one that `index` was read from (undefined: some number of a cpu, and the field has none); `by` is
   * the operand whose data is chosen with it.
   */
  | {
      readonly kind: 'other-field';
      readonly compare: CpuCompare;
      readonly index: CpuValue | undefined;
      readonly by: OperandInfo | undefined;
    };

/** Where the code behind the abort label leads. */
export type AbortPathVerdict =
  { readonly kind: 'leaves' } | { readonly kind: 'enters'; readonly branch: Place; readonly atStart: boolean };

/** Which instruction publishes. Decision order: design/rules.md, stage "commit". */
export type CommitVerdict =
  | { readonly kind: 'last'; readonly instruction: InstructionItem }
  | { readonly kind: 'after-section'; readonly store: InstructionItem }
  | { readonly kind: 'not-last'; readonly store: InstructionItem; readonly extra: InstructionItem }
  | { readonly kind: 'none' };

/** Every fact that a section rule can ask for, by the stage that decides it. */
export interface SectionFactValues
  extends DescriptorFactValues, AbortFactValues, ArmingFactValues, CpuFactValues, BodyFactValues {}

export type SectionFactName = keyof SectionFactValues;
export type SectionFacts = { readonly [K in SectionFactName]: Fact<SectionFactValues[K]> };

/** A branch out of the section to somewhere other than the post-commit label. */
export interface Exit {
  readonly target: SymbolRef;
  readonly place: Place;
}

/** One critical section: a descriptor and all that hangs on it. */
export interface CriticalSection {
  readonly program: Program;
  /** The descriptor's first label, or its first field where it has none. */
  readonly descriptor: Place;
  /** The name of the variable, if C code fills the descriptor in and it has one. */
  readonly variable: string | undefined;
  readonly facts: SectionFacts;
  readonly exits: readonly Exit[];
}
