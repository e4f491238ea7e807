import type { Rule } from './rule';
import abortHandlerFallsThrough from './abort-handler-falls-through';
import abortInsideSection from './abort-inside-section';
import abortSignatureEndianness from './abort-signature-endianness';
import abortSignatureGap from './abort-signature-gap';
import abortSignatureMismatch from './abort-signature-mismatch';
import abortSignatureMissing from './abort-signature-missing';
import assemblerStateLeaks from './assembler-state-leaks';
import branchRange from './branch-range';
import abortSignatureReachable from './abort-signature-reachable';
import armInsideSection from './arm-inside-section';
import armNotSingleStore from './arm-not-single-store';
import armedAtWrongOffset from './armed-at-wrong-offset';
import callInSection from './call-in-section';
import commitAfterSection from './commit-after-section';
import cpuCompareMissing from './cpu-compare-missing';
import descriptorFlags from './descriptor-flags';
import descriptorMisaligned from './descriptor-misaligned';
import descriptorOffsetNotLength from './descriptor-offset-not-length';
import descriptorVersion from './descriptor-version';
import fieldAccessWidth from './field-access-width';
import fieldNotAvailable from './field-not-available';
import gotoLabelUnlisted from './goto-label-unlisted';
import instructionAfterCommit from './instruction-after-commit';
import labelNotUnique from './label-not-unique';
import localLabelCollision from './local-label-collision';
import nonPicDescriptorAddress from './non-pic-descriptor-address';
import retryWithoutRearm from './retry-without-rearm';
import sectionNeverArmed from './section-never-armed';
import symbolByName from './symbol-by-name';
import jumpIntoSection from './jump-into-section';
import nestedSection from './nested-section';
import retryWithoutRearm from './retry-without-rearm';
import sectionNeverArmed from './section-never-armed';
import startLabelPosition from './start-label-position';
import syscallInSection from './syscall-in-section';
import wrongDescriptorArmed from './wrong-descriptor-armed';

/** Every rule, by id. Adding a rule is one file and one line here; a test compares this list with the folder. */
export const rules: readonly Rule[] = [
  abortHandlerFallsThrough,
  abortInsideSection,
  abortSignatureEndianness,
  abortSignatureGap,
  abortSignatureMismatch,
  abortSignatureMissing,
  assemblerStateLeaks,
  branchRange,
  abortSignatureReachable,
  armInsideSection,
  armNotSingleStore,
  armedAtWrongOffset,
  callInSection,
  commitAfterSection,
  cpuCompareMissing,
  descriptorFlags,
  descriptorMisaligned,
  descriptorOffsetNotLength,
  descriptorVersion,
  fieldAccessWidth,
  fieldNotAvailable,
  gotoLabelUnlisted,
  instructionAfterCommit,
  labelNotUnique,
  localLabelCollision,
  nonPicDescriptorAddress,
  retryWithoutRearm,
  sectionNeverArmed,
  symbolByName,
  jumpIntoSection,
  nestedSection,
  retryWithoutRearm,
  sectionNeverArmed,
  startLabelPosition,
  syscallInSection,
  wrongDescriptorArmed,
];
