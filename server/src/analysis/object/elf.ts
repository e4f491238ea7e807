/** A section of an ELF file. Addresses, offsets and sizes in bytes. */
export interface ElfSection {
  readonly name: string;
  readonly type: number;
  readonly address: number;
  readonly size: number;
  readonly data: DataView;
}

/** What a linked program or an object is made of, as far as it was read. */
export interface ElfFile {
  /** `e_machine`, such as 62 for x86-64. */
  readonly machine: number;
  readonly kind: 'object' | 'program';
  readonly entry: number;
  readonly sections: readonly ElfSection[];
  /**
   * The eight bytes at an address as they are in memory before the program is moved: relocations that the loader applies are in them.
   * undefined: no bytes of the file are there.
   */
  readonly pointerAt: (address: number) => number | undefined;
  readonly wordAt: (address: number) => number | undefined;
}

/** Source of all numbers: the System V ABI, chapters 4 and 5, and its supplements for x86-64 and AArch64. */
const header = { ident: 4, class64: 2, little: 1, size: 64 } as const;
const sectionTypes = { progbits: 1, symbols: 2, strings: 3, rela: 4, noBits: 8, dynamicSymbols: 11 } as const;

/** Relocations that a loader applies to a pointer: base plus addend, and symbol plus addend. */
const loaderRelocations: Readonly<Partial<Record<number, { readonly relative: number; readonly absolute: number }>>> = {
  62: { relative: 8, absolute: 1 },
  183: { relative: 1027, absolute: 257 },
};

/** Reads a 64-bit little-endian ELF file; a string says why it cannot be read. Never throws. */
export function readElf(bytes: Uint8Array): ElfFile | string {
  if (bytes.length < header.size || bytes[0] !== 0x7f || String.fromCharCode(...bytes.slice(1, 4)) !== 'ELF') {
    return 'not an ELF file';
  }
  if (bytes[header.ident] !== header.class64) return 'a 32-bit program; only 64-bit ones can be read';
  if (bytes[header.ident + 1] !== header.little) return 'a big-endian program; only little-endian ones can be read';
  try {
    return new Reader(bytes).read();
  } catch {
    return 'a damaged ELF file';
  }
}

class Reader {
  readonly #view: DataView;

  constructor(private readonly bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  read(): ElfFile {
    const view = this.#view;
    const machine = view.getUint16(18, true);
    const sections = this.#sections();
    const moved = this.#loaderValues(sections, loaderRelocations[machine]);
    const bytesAt = (address: number, size: number): DataView | undefined => {
      const section = sections.find(
        (one) =>
          one.type !== sectionTypes.noBits &&
          one.address !== 0 &&
          one.address <= address &&
          address + size <= one.address + one.size,
      );
      const at = section && address - section.address;
      return section && new DataView(section.data.buffer, section.data.byteOffset + (at ?? 0), size);
    };
    return {
      machine,
      kind: view.getUint16(16, true) === 1 ? 'object' : 'program',
      entry: numberAt(view, 24),
      sections,
      pointerAt: (address) => moved.get(address) ?? readNumber(bytesAt(address, 8)),
      wordAt: (address) => bytesAt(address, 4)?.getUint32(0, true),
    };
  }

  #sections(): ElfSection[] {
    const view = this.#view;
    const [table, entrySize, count, names] = [
      numberAt(view, 40),
      view.getUint16(58, true),
      view.getUint16(60, true),
      view.getUint16(62, true),
    ];
    const at = (index: number): number => table + index * entrySize;
    const dataOf = (entry: number): DataView => {
      const isEmpty = view.getUint32(entry + 4, true) === sectionTypes.noBits;
      return this.#slice(numberAt(view, entry + 24), isEmpty ? 0 : numberAt(view, entry + 32));
    };
    const strings = count > 0 ? dataOf(at(names)) : new DataView(new ArrayBuffer(0));
    return Array.from({ length: count }, (_, index) => {
      const entry = at(index);
      return {
        name: stringAt(strings, view.getUint32(entry, true)),
        type: view.getUint32(entry + 4, true),
        address: numberAt(view, entry + 16),
        size: numberAt(view, entry + 32),
        data: dataOf(entry),
      };
    });
  }

  #slice(offset: number, size: number): DataView {
    return new DataView(this.bytes.buffer, this.bytes.byteOffset + offset, size);
  }

  /** What the loader will write where, for a program that is not moved. */
  #loaderValues(
    sections: readonly ElfSection[],
    kinds: { readonly relative: number; readonly absolute: number } | undefined,
  ): ReadonlyMap<number, number> {
    const values = new Map<number, number>();
    const symbols = sections.find(({ type }) => type === sectionTypes.dynamicSymbols);
    for (const { data } of sections.filter(({ type, address }) => type === sectionTypes.rela && address !== 0)) {
      for (let at = 0; at + 24 <= data.byteLength; at += 24) {
        const kind = data.getUint32(at + 8, true);
        const addend = Number(data.getBigInt64(at + 16, true));
        if (kind === kinds?.relative) values.set(numberAt(data, at), addend);
        if (kind === kinds?.absolute && symbols) {
          const symbol = 24 * data.getUint32(at + 12, true);
          values.set(numberAt(data, at), numberAt(symbols.data, symbol + 8) + addend);
        }
      }
    }
    return values;
  }
}

function numberAt(view: DataView, at: number): number {
  return Number(view.getBigUint64(at, true));
}

function readNumber(view: DataView | undefined): number | undefined {
  return view && numberAt(view, 0);
}

function stringAt(view: DataView, at: number): string {
  let end = at;
  while (end < view.byteLength && view.getUint8(end) !== 0) end++;
  return String.fromCharCode(...new Uint8Array(view.buffer, view.byteOffset + at, end - at));
}
