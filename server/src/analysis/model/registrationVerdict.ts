import type { AbiProfile } from '../abi/profile';
import { areaAlignmentOf, originalLength } from '../abi/registration';
import type { RegistrationCall, RegistrationUse } from './registration';

/**
 * What is wrong about area and length of a registration; the first that applies is the mistake, the others follow from it.
 * `type-size`: the length is sizeof of a structure that grows. `length`: a number of bytes that not every kernel takes.
 */
export type RegistrationVerdict =
  | { readonly kind: 'type-size' }
  | { readonly kind: 'misaligned'; readonly alignment: number; readonly needed: number }
  | { readonly kind: 'too-small'; readonly size: number; readonly length: number }
  | { readonly kind: 'length'; readonly why: 'short' | 'long' | 'libc-size' | 'feature-size' };

/** Feature size in bytes since which the kernel takes other lengths than the original one (Linux 6.3). */
const firstExtensible = 28;
/** Linux 7.0: a length behind the original one needs the alignment of AT_RSEQ_ALIGN. */
const longAlignment = areaAlignmentOf(33);

export function verdictOf(
  call: RegistrationCall,
  use: RegistrationUse,
  profiles: readonly AbiProfile[],
): RegistrationVerdict | undefined {
  if (!isJudged(call, use)) return undefined;
  const { length, lengthSource, area, object } = call;
  if (lengthSource === 'type-size') return length.isOwn && !hasSecondTry(call, use) ? { kind: 'type-size' } : undefined;
  const needed = (length.value ?? 0) > originalLength ? longAlignment : originalLength;
  if (area.isOwn && object?.alignment !== undefined && object.alignment < needed)
    return { kind: 'misaligned', alignment: object.alignment, needed };
  if (area.isOwn && object?.size !== undefined && length.value !== undefined && object.size < length.value)
    return { kind: 'too-small', size: object.size, length: length.value };
  if (!length.isOwn) return undefined;
  if (lengthSource === 'libc-size' || lengthSource === 'feature-size') return { kind: 'length', why: lengthSource };
  if (length.value === undefined || length.value === originalLength) return undefined;
  if (length.value < originalLength) return { kind: 'length', why: 'short' };
  return isLongFine(call, use, profiles) ? undefined : { kind: 'length', why: 'long' };
}

/** Who unregisters repeats what the registration said, unless that is not here. */
function isJudged({ action }: RegistrationCall, { calls }: RegistrationUse): boolean {
  return action === 'register' || (action === 'unregister' && !calls.some((other) => other.action !== 'unregister'));
}

/** Does the kernel say that it takes more, is the code for such kernels only, or is there a second try? */
function isLongFine(call: RegistrationCall, use: RegistrationUse, profiles: readonly AbiProfile[]): boolean {
  if (use.asksKernel) return true;
  if (profiles.length > 0 && profiles.every(({ featureSize }) => featureSize >= firstExtensible)) return true;
  return hasSecondTry(call, use);
}

function hasSecondTry(call: RegistrationCall, { calls }: RegistrationUse): boolean {
  return calls.some(
    (other) =>
      other !== call &&
      other.action === 'register' &&
      other.function === call.function &&
      other.length.value === originalLength,
  );
}
