import type { Place } from '../text/place';
import type { RawDescriptor } from './descriptors';
import { type Fact, known, unknown } from './fact';
import type { Program } from './program';
import { sizeOf } from './walk';

/**
 * The alignment in bytes that the directives in front of a descriptor guarantee. An asm statement's section switch lands at an
 * address about which nothing is known, so only directives of this program count.
 */
export function alignmentOf(
  program: Program,
  raw: RawDescriptor,
): Fact<{ readonly bytes: number; readonly directive: Place | undefined }> {
  const { declared } = program.streams[raw.first.stream] ?? {};
  let modulus = 1;
  let offset = 0;
  let directive: Place | undefined;
  let isUncertain = false;
  const indices = program.streams[raw.first.stream]?.items ?? [];
  for (const index of indices) {
    const item = program.items[index];
    if (!item || item.index === raw.first.index) break;
    if (item.kind === 'align') {
      if (item.bytes === undefined) return unknown('operand');
      directive = declared === undefined ? item.place : undefined;
      if (item.bytes >= modulus) {
        modulus = Math.max(item.bytes, 1);
        offset = 0;
        isUncertain = false;
      } else if (item.bytes > 0) {
        offset = Math.ceil(offset / item.bytes) * item.bytes;
      }
      continue;
    }
    const size = sizeOf(item);
    if (size === undefined) {
      isUncertain ||= item.kind === 'opaque';
      modulus = Math.min(modulus, program.architecture.instructionAlignment);
      offset = 0;
    } else {
      offset += size;
    }
  }
  if (isUncertain) return unknown('mnemonic');
  let bytes = modulus;
  while (bytes > 1 && offset % bytes !== 0) bytes = bytes % 2 === 0 ? bytes / 2 : 1;
  return known({ bytes, directive });
}
