import { originalLength, registrationFlags } from '../abi/registration';
import type { Argument, RegistrationCall, RegistrationUse } from './registration';

export type MismatchedArgument = 'area' | 'length' | 'flags' | 'signature';

/** What an unregistration says that its registration did not. */
export interface UnregisterMismatch {
  readonly argument: MismatchedArgument;
  readonly given: Argument;
  readonly registration: RegistrationCall;
}

/**
 * The first argument by which a call that unregisters differs from every call of the unit that registers; undefined: one of them may be
 * the one that it undoes.
 */
export function mismatchOf(call: RegistrationCall, { calls }: RegistrationUse): UnregisterMismatch | undefined {
  if (call.action !== 'unregister' || calls.some(({ action }) => action === 'unknown')) return undefined;
  const registrations = calls.filter(({ action }) => action === 'register');
  const [first] = registrations;
  if (!first) return undefined;
  if (call.flags.value !== registrationFlags.unregister)
    return { argument: 'flags', given: call.flags, registration: first };
  const mismatches = registrations.map((registration) => differing(call, registration));
  return mismatches.some((mismatch) => mismatch === undefined) ? undefined : mismatches[0];
}

function differing(call: RegistrationCall, registration: RegistrationCall): UnregisterMismatch | undefined {
  const { area, object, length, signature } = call;
  const isOther = object && registration.object && object.place.start !== registration.object.place.start;
  if (isOther === true) return { argument: 'area', given: area, registration };
  // A registration that no kernel takes is another mistake.
  const isTaken = (registration.length.value ?? originalLength) >= originalLength;
  if (isTaken && differ(length, registration.length)) return { argument: 'length', given: length, registration };
  if (differ(signature, registration.signature)) return { argument: 'signature', given: signature, registration };
  return undefined;
}

/** As the kernel sees them: both are 32 bits wide. */
function differ(a: Argument, b: Argument): boolean {
  return a.value !== undefined && b.value !== undefined && a.value >>> 0 !== b.value >>> 0;
}
