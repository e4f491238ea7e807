import type { Rule } from './rule';
import abortInsideSection from './abort-inside-section';
import abortSignatureGap from './abort-signature-gap';
import abortSignatureMismatch from './abort-signature-mismatch';
import abortSignatureMissing from './abort-signature-missing';
import assemblerStateLeaks from './assembler-state-leaks';
import branchRange from './branch-range';
import callInSection from './call-in-section';
import commitAfterSection from './commit-after-section';
import cpuCompareMissing from './cpu-compare-missing';
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
import retryWithoutRearm from './retry-without-rearm';
import sectionNeverArmed from './section-never-armed';
import suppressionUnknownRule from './suppression-unknown-rule';
import suppressionUnused from './suppression-unused';
import suppressionWithoutReason from './suppression-without-reason';
import symbolByName from './symbol-by-name';
import syscallInSection from './syscall-in-section';

/** Every rule, by id. Adding a rule is one file and one line here; a test compares this list with the folder. */
export const rules: readonly Rule[] = [
  abortInsideSection,
  abortSignatureGap,
  abortSignatureMismatch,
  abortSignatureMissing,
  assemblerStateLeaks,
  branchRange,
  callInSection,
  commitAfterSection,
  cpuCompareMissing,
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
  retryWithoutRearm,
  sectionNeverArmed,
  suppressionUnknownRule,
  suppressionUnused,
  suppressionWithoutReason,
  symbolByName,
  syscallInSection,
];
