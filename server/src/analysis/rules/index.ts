import type { Rule } from './rule';
import abortHandlerClobbers from './abort-handler-clobbers';
import abortInsideSection from './abort-inside-section';
import abortSignatureGap from './abort-signature-gap';
import abortSignatureMismatch from './abort-signature-mismatch';
import abortSignatureMissing from './abort-signature-missing';
import asmNotVolatile from './asm-not-volatile';
import assemblerStateLeaks from './assembler-state-leaks';
import branchRange from './branch-range';
import callInSection from './call-in-section';
import commitAfterSection from './commit-after-section';
import cpuCompareMissing from './cpu-compare-missing';
import descriptorFlags from './descriptor-flags';
import descriptorMisaligned from './descriptor-misaligned';
import descriptorOffsetNotLength from './descriptor-offset-not-length';
import descriptorVersion from './descriptor-version';
import earlyClobberMissing from './early-clobber-missing';
import fieldNotAvailable from './field-not-available';
import flagsClobberMissing from './flags-clobber-missing';
import gotoLabelUnlisted from './goto-label-unlisted';
import inputOperandModified from './input-operand-modified';
import instructionAfterCommit from './instruction-after-commit';
import labelNotUnique from './label-not-unique';
import localLabelCollision from './local-label-collision';
import memoryClobberMissing from './memory-clobber-missing';
import nonPicDescriptorAddress from './non-pic-descriptor-address';
import registerClobberMissing from './register-clobber-missing';
import restartInputClobbered from './restart-input-clobbered';
import retryWithoutRearm from './retry-without-rearm';
import sectionNeverArmed from './section-never-armed';
import symbolByName from './symbol-by-name';
import syscallInSection from './syscall-in-section';
import veneerClobber from './veneer-clobber';

/** Every rule, by id. Adding a rule is one file and one line here; a test compares this list with the folder. */
export const rules: readonly Rule[] = [
  abortHandlerClobbers,
  abortInsideSection,
  abortSignatureGap,
  abortSignatureMismatch,
  abortSignatureMissing,
  asmNotVolatile,
  assemblerStateLeaks,
  branchRange,
  callInSection,
  commitAfterSection,
  cpuCompareMissing,
  descriptorFlags,
  descriptorMisaligned,
  descriptorOffsetNotLength,
  descriptorVersion,
  earlyClobberMissing,
  fieldNotAvailable,
  flagsClobberMissing,
  gotoLabelUnlisted,
  inputOperandModified,
  instructionAfterCommit,
  labelNotUnique,
  localLabelCollision,
  memoryClobberMissing,
  nonPicDescriptorAddress,
  registerClobberMissing,
  restartInputClobbered,
  retryWithoutRearm,
  sectionNeverArmed,
  symbolByName,
  syscallInSection,
  veneerClobber,
];
