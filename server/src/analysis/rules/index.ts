import type { Rule } from './rule';
import abortInsideSection from './abort-inside-section';
import abortSignatureGap from './abort-signature-gap';
import abortSignatureMismatch from './abort-signature-mismatch';
import abortSignatureMissing from './abort-signature-missing';
import abortTargetCLabel from './abort-target-c-label';
import assemblerStateLeaks from './assembler-state-leaks';
import branchRange from './branch-range';
import callInSection from './call-in-section';
import commitAfterSection from './commit-after-section';
import cpuCompareMissing from './cpu-compare-missing';
import descriptorComdat from './descriptor-comdat';
import descriptorCopiesDisagree from './descriptor-copies-disagree';
import descriptorEmptyRange from './descriptor-empty-range';
import descriptorFieldWidth from './descriptor-field-width';
import descriptorFlags from './descriptor-flags';
import descriptorLabelDirection from './descriptor-label-direction';
import descriptorMisaligned from './descriptor-misaligned';
import descriptorNotListed from './descriptor-not-listed';
import descriptorOffsetNotLength from './descriptor-offset-not-length';
import descriptorSectionFlags from './descriptor-section-flags';
import descriptorVersion from './descriptor-version';
import fieldNotAvailable from './field-not-available';
import gotoLabelUnlisted from './goto-label-unlisted';
import instructionAfterCommit from './instruction-after-commit';
import labelNotUnique from './label-not-unique';
import localLabelCollision from './local-label-collision';
import nonPicDescriptorAddress from './non-pic-descriptor-address';
import pushsectionUnbalanced from './pushsection-unbalanced';
import retryWithoutRearm from './retry-without-rearm';
import sectionNeverArmed from './section-never-armed';
import symbolByName from './symbol-by-name';
import syscallInSection from './syscall-in-section';

/** Every rule, by id. Adding a rule is one file and one line here; a test compares this list with the folder. */
export const rules: readonly Rule[] = [
  abortInsideSection,
  abortSignatureGap,
  abortSignatureMismatch,
  abortSignatureMissing,
  abortTargetCLabel,
  assemblerStateLeaks,
  branchRange,
  callInSection,
  commitAfterSection,
  cpuCompareMissing,
  descriptorComdat,
  descriptorCopiesDisagree,
  descriptorEmptyRange,
  descriptorFieldWidth,
  descriptorFlags,
  descriptorLabelDirection,
  descriptorMisaligned,
  descriptorNotListed,
  descriptorOffsetNotLength,
  descriptorSectionFlags,
  descriptorVersion,
  fieldNotAvailable,
  gotoLabelUnlisted,
  instructionAfterCommit,
  labelNotUnique,
  localLabelCollision,
  nonPicDescriptorAddress,
  pushsectionUnbalanced,
  retryWithoutRearm,
  sectionNeverArmed,
  symbolByName,
  syscallInSection,
];
