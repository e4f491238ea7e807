import { descriptorField } from './fields';
import { findFields } from './profiles';

/** Some bytes of struct rseq. Offsets and sizes in bytes from its start. */
export interface AreaBytes {
  readonly offset: number;
  readonly size: number;
}

/** What the place of a pointer within a 64-bit field depends on. */
export interface PointerLayout {
  readonly pointerBytes: 4 | 8;
  readonly dataEndian: 'little' | 'big';
}

/**
 * Where the address of a descriptor belongs: all of `rseq_cs` where pointers have 64 bits, else its less significant word, for
 * the kernel reads 64 bits everywhere (Linux include/uapi/linux/rseq.h).
 */
export function descriptorPointer(layout: PointerLayout): AreaBytes {
  return { offset: descriptorField.offset + wordOffset(layout, 'low'), size: layout.pointerBytes };
}

/** Does the pointer to a descriptor begin at this offset on any target? */
export function isDescriptorWord(offset: number): boolean {
  return offset === descriptorField.offset || offset === descriptorField.offset + descriptorField.size / 2;
}

/**
 * The bytes that a member chain of struct rseq names, such as `cpu_id` or `rseq_cs.arch.ptr`; undefined: none that is known. The
 * unions within `rseq_cs` are those of the kernel's header before Linux 5.18 (`ptr.ptr32`, `ptr.padding`), and of its
 * selftests and librseq (`arch.ptr`, `arch.padding`).
 */
export function bytesOfMember(path: readonly string[], layout: PointerLayout): AreaBytes | undefined {
  const [field = '', ...part] = path;
  if (field === descriptorField.name && part.length > 0) return partOfPointer(part.join('.'), layout);
  const named = findFields(field);
  const [first] = named;
  if (part.length > 0) return named.flatMap(({ parts = [] }) => parts).find(({ name }) => name === part.join('.'));
  if (!first) return undefined;
  return { offset: first.offset, size: Math.max(...named.map(({ size }) => size)) };
}

function partOfPointer(name: string, layout: PointerLayout): AreaBytes | undefined {
  const { offset, size } = descriptorField;
  if (name === 'ptr64' || (name === 'ptr' && layout.pointerBytes === size)) return { offset, size };
  if (/^(arch\.ptr|ptr\.ptr32|ptr32)$/.test(name)) return descriptorPointer(layout);
  const isPadding = /^(arch\.padding|ptr\.padding)$/.test(name) && layout.pointerBytes < size;
  return isPadding ? { offset: offset + wordOffset(layout, 'high'), size: layout.pointerBytes } : undefined;
}

/** Offset of the less or the more significant word within `rseq_cs`. */
function wordOffset({ pointerBytes, dataEndian }: PointerLayout, word: 'low' | 'high'): number {
  if (pointerBytes === descriptorField.size) return 0;
  return (dataEndian === 'little') === (word === 'low') ? 0 : pointerBytes;
}
