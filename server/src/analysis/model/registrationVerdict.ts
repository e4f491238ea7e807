import type { AbiProfile } from '../abi/profile';
import { areaAlignmentOf, isLengthValid, originalLength, type RegistrationEra } from '../abi/registration';
import type { RegistrationCall, RegistrationUse } from './registration';

/**
 * What is wrong about area and length of a registration; the first that applies is the mistake, the others follow from it.
 * `type-size`: the length is sizeof of a structure that grows. `length`: a number of bytes that not every kernel takes. `abis`: the
 * declared profiles to which that is limited; empty: to none.
 */
export type RegistrationVerdict =
  | { readonly kind: 'type-size' }
  | {
      readonly kind: 'misaligned';
      readonly alignment: number;
      readonly needed: number;
      readonly abis: readonly string[];
    }
  | { readonly kind: 'too-small'; readonly size: number; readonly length: number }
  | {
      readonly kind: 'length';
      readonly why: 'short' | 'long' | 'libc-size' | 'feature-size';
      readonly abis: readonly string[];
    };

/** The feature size of Linux 6.3, the first that takes other lengths than the original one. */
const extensible = 28;
/** The alignment with which every length is taken that an era takes at all: AT_RSEQ_ALIGN of Linux 7.0. */
const bestAlignment = areaAlignmentOf(33);

export function verdictOf(
  call: RegistrationCall,
  use: RegistrationUse,
  profiles: readonly AbiProfile[],
): RegistrationVerdict | undefined {
  if (!isJudged(call, use)) return undefined;
  const { length, lengthSource, area, object } = call;
  if (lengthSource === 'type-size') return length.isOwn && !hasSecondTry(call, use) ? { kind: 'type-size' } : undefined;
  const kernels = kernelsOf(profiles);
  const misaligned = area.isOwn ? misalignment(call, kernels) : undefined;
  if (misaligned) return misaligned;
  if (area.isOwn && object?.size !== undefined && length.value !== undefined && object.size < length.value)
    return { kind: 'too-small', size: object.size, length: length.value };
  if (!length.isOwn) return undefined;
  if (lengthSource === 'libc-size' || lengthSource === 'feature-size')
    return { kind: 'length', why: lengthSource, abis: [] };
  const { value } = length;
  if (value === undefined) return undefined;
  if (value < originalLength) return { kind: 'length', why: 'short', abis: [] };
  const refusing = kernels.filter(({ era }) => !isLengthValid(value, bestAlignment, era));
  if (refusing.length === 0 || use.asksKernel || hasSecondTry(call, use)) return undefined;
  return { kind: 'length', why: 'long', abis: namesOf(refusing) };
}

interface Kernels {
  readonly era: RegistrationEra;
  /** The declared profile that means them. */
  readonly abi: string | undefined;
}

/** The kernels that the code is for: all of them where nothing is declared. */
function kernelsOf(profiles: readonly AbiProfile[]): readonly Kernels[] {
  if (profiles.length === 0) return (['4.18', '6.3', '7.0'] as const).map((era) => ({ era, abi: undefined }));
  return profiles.map(({ featureSize, name }) => {
    const era = featureSize > originalLength ? '7.0' : featureSize >= extensible ? '6.3' : '4.18';
    return { era, abi: name };
  });
}

function namesOf(kernels: readonly Kernels[]): readonly string[] {
  return kernels.flatMap(({ abi }) => abi ?? []);
}

/** The alignment that the length needs somewhere, where it is taken with another one. */
function misalignment(
  { object, length }: RegistrationCall,
  kernels: readonly Kernels[],
): RegistrationVerdict | undefined {
  const alignment = object?.alignment;
  if (alignment === undefined) return undefined;
  const bytes = Math.max(length.value ?? originalLength, originalLength);
  const refusing = kernels.filter(
    ({ era }) => !isLengthValid(bytes, alignment, era) && isLengthValid(bytes, bestAlignment, era),
  );
  if (refusing.length === 0) return undefined;
  const isEnough = refusing.every(({ era }) => isLengthValid(bytes, originalLength, era));
  return { kind: 'misaligned', alignment, needed: isEnough ? originalLength : bestAlignment, abis: namesOf(refusing) };
}

/** Who unregisters repeats what the registration said, unless that is not here. */
function isJudged({ action }: RegistrationCall, { calls }: RegistrationUse): boolean {
  return action === 'register' || (action === 'unregister' && !calls.some((other) => other.action !== 'unregister'));
}

/** Is there a registration with what every kernel takes beside it? */
function hasSecondTry(call: RegistrationCall, { calls }: RegistrationUse): boolean {
  return calls.some(
    (other) =>
      other !== call &&
      other.action === 'register' &&
      other.function === call.function &&
      other.length.value === originalLength,
  );
}
