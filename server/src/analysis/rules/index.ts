import type { Rule } from './rule';
import abortInsideSection from './abort-inside-section';
import abortSignatureGap from './abort-signature-gap';
import abortSignatureMismatch from './abort-signature-mismatch';
import abortSignatureMissing from './abort-signature-missing';
import assemblerStateLeaks from './assembler-state-leaks';
import branchRange from './branch-range';
import asmGotoBarrier from './asm-goto-barrier';
import asmGotoOutput from './asm-goto-output';
import callInSection from './call-in-section';
import commitAfterSection from './commit-after-section';
import cpuCompareBeforeArm from './cpu-compare-before-arm';
import cpuCompareMissing from './cpu-compare-missing';
import cpuIndexMismatch from './cpu-index-mismatch';
import descriptorFlags from './descriptor-flags';
import descriptorMisaligned from './descriptor-misaligned';
import descriptorOffsetNotLength from './descriptor-offset-not-length';
import descriptorVersion from './descriptor-version';
import fieldNotAvailable from './field-not-available';
import gotoLabelUnlisted from './goto-label-unlisted';
import instructionAfterCommit from './instruction-after-commit';
import labelNotUnique from './label-not-unique';
import localLabelCollision from './local-label-collision';
import nonPicDescriptorAddress from './non-pic-descriptor-address';
import memoryOperandModifier from './memory-operand-modifier';
import operandLoadedEarly from './operand-loaded-early';
import retryWithoutRearm from './retry-without-rearm';
import sectionNeverArmed from './section-never-armed';
import symbolByName from './symbol-by-name';
import syscallInSection from './syscall-in-section';
import threadPointerOffsetWidth from './thread-pointer-offset-width';
import tlsMemoryOperand from './tls-memory-operand';

/** Every rule, by id. Adding a rule is one file and one line here; a test compares this list with the folder. */
export const rules: readonly Rule[] = [
  abortInsideSection,
  abortSignatureGap,
  abortSignatureMismatch,
  abortSignatureMissing,
  assemblerStateLeaks,
  branchRange,
  asmGotoBarrier,
  asmGotoOutput,
  callInSection,
  commitAfterSection,
  cpuCompareBeforeArm,
  cpuCompareMissing,
  cpuIndexMismatch,
  descriptorFlags,
  descriptorMisaligned,
  descriptorOffsetNotLength,
  descriptorVersion,
  fieldNotAvailable,
  gotoLabelUnlisted,
  instructionAfterCommit,
  labelNotUnique,
  localLabelCollision,
  nonPicDescriptorAddress,
  memoryOperandModifier,
  operandLoadedEarly,
  retryWithoutRearm,
  sectionNeverArmed,
  symbolByName,
  syscallInSection,
  threadPointerOffsetWidth,
  tlsMemoryOperand,
];
