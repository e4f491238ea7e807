import type { Rule } from './rule';
import abortHandlerClobbers from './abort-handler-clobbers';
import abortHandlerFallsThrough from './abort-handler-falls-through';
import abortInsideSection from './abort-inside-section';
import abortSignatureEndianness from './abort-signature-endianness';
import abortSignatureGap from './abort-signature-gap';
import abortSignatureMismatch from './abort-signature-mismatch';
import abortSignatureMissing from './abort-signature-missing';
import abortSignatureReachable from './abort-signature-reachable';
import abortTargetCLabel from './abort-target-c-label';
import areaFlagsWrite from './area-flags-write';
import areaLifetime from './area-lifetime';
import areaMisaligned from './area-misaligned';
import areaTooSmall from './area-too-small';
import areaUninitialised from './area-uninitialised';
import armInsideSection from './arm-inside-section';
import armNotSingleStore from './arm-not-single-store';
import armedAtWrongOffset from './armed-at-wrong-offset';
import asmGotoBarrier from './asm-goto-barrier';
import asmGotoOutput from './asm-goto-output';
import asmNotVolatile from './asm-not-volatile';
import assemblerStateLeaks from './assembler-state-leaks';
import branchRange from './branch-range';
import callInSection from './call-in-section';
import commitAfterSection from './commit-after-section';
import commitNotLast from './commit-not-last';
import commitNotSingleInstruction from './commit-not-single-instruction';
import commitReleaseOrder from './commit-release-order';
import cpuCompareBeforeArm from './cpu-compare-before-arm';
import cpuCompareMissing from './cpu-compare-missing';
import cpuIndexMismatch from './cpu-index-mismatch';
import cpuStartAsCurrent from './cpu-start-as-current';
import descriptorComdat from './descriptor-comdat';
import descriptorCopiesDisagree from './descriptor-copies-disagree';
import descriptorEmptyRange from './descriptor-empty-range';
import descriptorFieldWidth from './descriptor-field-width';
import descriptorFlags from './descriptor-flags';
import descriptorLabelDirection from './descriptor-label-direction';
import descriptorLifetime from './descriptor-lifetime';
import descriptorMisaligned from './descriptor-misaligned';
import descriptorNotListed from './descriptor-not-listed';
import descriptorOffsetNotLength from './descriptor-offset-not-length';
import descriptorSectionFlags from './descriptor-section-flags';
import descriptorVersion from './descriptor-version';
import earlyClobberMissing from './early-clobber-missing';
import exitAfterStore from './exit-after-store';
import exitPointUndeclared from './exit-point-undeclared';
import fieldAccessWidth from './field-access-width';
import fieldNotAvailable from './field-not-available';
import fieldOffsetMismatch from './field-offset-mismatch';
import fieldOverlay from './field-overlay';
import fieldReadNotVolatile from './field-read-not-volatile';
import flagsClobberMissing from './flags-clobber-missing';
import gotoLabelUnlisted from './goto-label-unlisted';
import indirectBranchInSection from './indirect-branch-in-section';
import inputOperandModified from './input-operand-modified';
import instructionAfterCommit from './instruction-after-commit';
import jumpIntoSection from './jump-into-section';
import labelNotUnique from './label-not-unique';
import libcSymbolDefined from './libc-symbol-defined';
import loadLinkedInSection from './load-linked-in-section';
import localLabelCollision from './local-label-collision';
import membarrierProtocol from './membarrier-protocol';
import memoryClobberMissing from './memory-clobber-missing';
import memoryOperandModifier from './memory-operand-modifier';
import mmCidInSharedMemory from './mm-cid-in-shared-memory';
import multipleCommits from './multiple-commits';
import negativeCpuIndex from './negative-cpu-index';
import nestedSection from './nested-section';
import noUnregisteredFallback from './no-unregistered-fallback';
import nonPicDescriptorAddress from './non-pic-descriptor-address';
import operandLoadedEarly from './operand-loaded-early';
import perCpuArraySize from './per-cpu-array-size';
import portDiffers from './port-differs';
import pushsectionUnbalanced from './pushsection-unbalanced';
import readModifyWriteBeforeCommit from './read-modify-write-before-commit';
import readOnlyFieldWrite from './read-only-field-write';
import registerClobberMissing from './register-clobber-missing';
import registerOverLibc from './register-over-libc';
import registrationErrno from './registration-errno';
import registrationLength from './registration-length';
import remoteAccessUnfenced from './remote-access-unfenced';
import restartInputClobbered from './restart-input-clobbered';
import retryWithoutRearm from './retry-without-rearm';
import rseqAfterVfork from './rseq-after-vfork';
import rseqSizeMisread from './rseq-size-misread';
import sectionNeverArmed from './section-never-armed';
import sizeofAsRegistrationLength from './sizeof-as-registration-length';
import sliceControlProtocol from './slice-control-protocol';
import speculativeStoreVisible from './speculative-store-visible';
import stackChangeInSection from './stack-change-in-section';
import staleCpuOnRetry from './stale-cpu-on-retry';
import startLabelPosition from './start-label-position';
import stringInstructionInSection from './string-instruction-in-section';
import structLayoutMismatch from './struct-layout-mismatch';
import suppressionUnknownRule from './suppression-unknown-rule';
import suppressionUnused from './suppression-unused';
import suppressionWithoutReason from './suppression-without-reason';
import symbolByName from './symbol-by-name';
import syscallInSection from './syscall-in-section';
import threadPointerOffsetWidth from './thread-pointer-offset-width';
import tlsMemoryOperand from './tls-memory-operand';
import tlsModel from './tls-model';
import unboundedLoopInSection from './unbounded-loop-in-section';
import unregisterMismatch from './unregister-mismatch';
import veneerClobber from './veneer-clobber';
import wrongDescriptorArmed from './wrong-descriptor-armed';

/** Every rule, by id. Adding a rule is one file and one line here; a test compares this list with the folder. */
export const rules: readonly Rule[] = [
  abortHandlerClobbers,
  abortHandlerFallsThrough,
  abortInsideSection,
  abortSignatureEndianness,
  abortSignatureGap,
  abortSignatureMismatch,
  abortSignatureMissing,
  abortSignatureReachable,
  abortTargetCLabel,
  areaFlagsWrite,
  areaLifetime,
  areaMisaligned,
  areaTooSmall,
  areaUninitialised,
  armInsideSection,
  armNotSingleStore,
  armedAtWrongOffset,
  asmGotoBarrier,
  asmGotoOutput,
  asmNotVolatile,
  assemblerStateLeaks,
  branchRange,
  callInSection,
  commitAfterSection,
  commitNotLast,
  commitNotSingleInstruction,
  commitReleaseOrder,
  cpuCompareBeforeArm,
  cpuCompareMissing,
  cpuIndexMismatch,
  cpuStartAsCurrent,
  descriptorComdat,
  descriptorCopiesDisagree,
  descriptorEmptyRange,
  descriptorFieldWidth,
  descriptorFlags,
  descriptorLabelDirection,
  descriptorLifetime,
  descriptorMisaligned,
  descriptorNotListed,
  descriptorOffsetNotLength,
  descriptorSectionFlags,
  descriptorVersion,
  earlyClobberMissing,
  exitAfterStore,
  exitPointUndeclared,
  fieldAccessWidth,
  fieldNotAvailable,
  fieldOffsetMismatch,
  fieldOverlay,
  fieldReadNotVolatile,
  flagsClobberMissing,
  gotoLabelUnlisted,
  indirectBranchInSection,
  inputOperandModified,
  instructionAfterCommit,
  jumpIntoSection,
  labelNotUnique,
  libcSymbolDefined,
  loadLinkedInSection,
  localLabelCollision,
  membarrierProtocol,
  memoryClobberMissing,
  memoryOperandModifier,
  mmCidInSharedMemory,
  multipleCommits,
  negativeCpuIndex,
  nestedSection,
  noUnregisteredFallback,
  nonPicDescriptorAddress,
  operandLoadedEarly,
  perCpuArraySize,
  portDiffers,
  pushsectionUnbalanced,
  readModifyWriteBeforeCommit,
  readOnlyFieldWrite,
  registerClobberMissing,
  registerOverLibc,
  registrationErrno,
  registrationLength,
  remoteAccessUnfenced,
  restartInputClobbered,
  retryWithoutRearm,
  rseqAfterVfork,
  rseqSizeMisread,
  sectionNeverArmed,
  sizeofAsRegistrationLength,
  sliceControlProtocol,
  speculativeStoreVisible,
  stackChangeInSection,
  staleCpuOnRetry,
  startLabelPosition,
  stringInstructionInSection,
  structLayoutMismatch,
  suppressionUnknownRule,
  suppressionUnused,
  suppressionWithoutReason,
  symbolByName,
  syscallInSection,
  threadPointerOffsetWidth,
  tlsMemoryOperand,
  tlsModel,
  unboundedLoopInSection,
  unregisterMismatch,
  veneerClobber,
  wrongDescriptorArmed,
];
