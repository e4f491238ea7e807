import { descriptorLayout, type DescriptorFieldName } from '../abi/descriptor';
import { architectureOf } from '../arch/index';
import type { ElfFile } from './elf';

/** A critical section of a linked program. Addresses are those of the file, before it is moved. */
export interface LinkedSection {
  readonly descriptor: number;
  readonly version: number;
  readonly flags: number;
  readonly start: number;
  /** The first address behind the section. */
  readonly end: number;
  readonly abort: number;
  /** The four bytes in front of the abort handler. */
  readonly signature: number | undefined;
  readonly expectedSignature: number;
}

/** Names of our targets by `e_machine`. */
const targets: Readonly<Partial<Record<number, string>>> = { 62: 'x86_64', 183: 'aarch64' };

export function targetOfMachine(machine: number): string | undefined {
  return targets[machine];
}

/**
 * The sections that the descriptors of a program describe: those that `__rseq_cs_ptr_array` points to, and all of `__rseq_cs`, which is
 * left where a linker dropped the array. In the order of the code; several descriptors of one range count once.
 */
export function linkedSections(file: ElfFile): readonly LinkedSection[] {
  const expectedSignature = architectureOf(targetOfMachine(file.machine) ?? '')?.signature ?? 0;
  const addresses = new Set<number>();
  for (const { name, address, size } of file.sections) {
    if (name === '__rseq_cs') {
      for (let at = 0; at + descriptorLayout.size <= size; at += descriptorLayout.size) addresses.add(address + at);
    }
    if (name === '__rseq_cs_ptr_array') {
      for (let at = 0; at + 8 <= size; at += 8) {
        const pointer = file.pointerAt(address + at);
        if (pointer !== undefined && pointer !== 0) addresses.add(pointer);
      }
    }
  }
  const found = [...addresses].flatMap((descriptor): LinkedSection[] => {
    const field = (name: DescriptorFieldName): number => {
      const { offset, size } = descriptorLayout.fields.find((one) => one.name === name) ?? { offset: 0, size: 4 };
      const read = size === 8 ? file.pointerAt : file.wordAt;
      return read(descriptor + offset) ?? 0;
    };
    const [start, length, abort] = [field('start_ip'), field('post_commit_offset'), field('abort_ip')];
    if (start === 0 || length === 0) return [];
    return [
      {
        descriptor,
        version: field('version'),
        flags: field('flags'),
        start,
        end: start + length,
        abort,
        signature: file.wordAt(abort - 4),
        expectedSignature,
      },
    ];
  });
  const distinct = new Map(found.map((section) => [`${section.start} ${section.end} ${section.abort}`, section]));
  return [...distinct.values()].sort((a, b) => a.start - b.start);
}
