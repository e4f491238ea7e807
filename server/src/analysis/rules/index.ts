import type { Rule } from './rule';
import abortHandlerFallsThrough from './abort-handler-falls-through';
import abortInsideSection from './abort-inside-section';
import abortSignatureEndianness from './abort-signature-endianness';
import abortSignatureGap from './abort-signature-gap';
import abortSignatureMismatch from './abort-signature-mismatch';
import abortSignatureMissing from './abort-signature-missing';
import abortSignatureReachable from './abort-signature-reachable';
import armInsideSection from './arm-inside-section';
import armNotSingleStore from './arm-not-single-store';
import armedAtWrongOffset from './armed-at-wrong-offset';
import assemblerStateLeaks from './assembler-state-leaks';
import branchRange from './branch-range';
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
import jumpIntoSection from './jump-into-section';
import labelNotUnique from './label-not-unique';
import localLabelCollision from './local-label-collision';
import nestedSection from './nested-section';
import nonPicDescriptorAddress from './non-pic-descriptor-address';
import retryWithoutRearm from './retry-without-rearm';
import sectionNeverArmed from './section-never-armed';
import startLabelPosition from './start-label-position';
import symbolByName from './symbol-by-name';
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
  abortSignatureReachable,
  armInsideSection,
  armNotSingleStore,
  armedAtWrongOffset,
  assemblerStateLeaks,
  branchRange,
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
  jumpIntoSection,
  labelNotUnique,
  localLabelCollision,
  nestedSection,
  nonPicDescriptorAddress,
  retryWithoutRearm,
  sectionNeverArmed,
  startLabelPosition,
  symbolByName,
  syscallInSection,
  wrongDescriptorArmed,
];
