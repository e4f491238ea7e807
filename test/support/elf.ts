/**
 * As much of ELF (relocatable) as it takes to say what a program is made of: the contents and alignment of every section that is
 * loaded, and every relocation with the place that it points at instead of the name that it uses.
 */
export interface LoadedPart {
  readonly section: string;
  readonly contents: string;
}

/** The loaded sections of an object; in which order the assembler first heard of them is of no consequence. */
export function loadedParts(file: Buffer): readonly LoadedPart[] {
  const elf = new Reader(file);
  const sections = readSections(elf);
  const names = sections[elf.half(elf.wide ? 62 : 50)];
  const nameOf = (section: Section): string => (names ? stringAt(names.data, section.name) : '');
  const parts: LoadedPart[] = [];
  for (const [index, section] of sections.entries()) {
    if ((section.flags & allocated) === 0 || unloaded.has(section.type)) continue;
    const data = section.type === noBits ? String(section.size) : section.data.toString('hex');
    const moved = sections
      .filter(({ type, info }) => (type === rela || type === rel) && info === index)
      .flatMap((table) => relocations(elf, table, sections, nameOf));
    parts.push({ section: nameOf(section), contents: [`/${section.alignment}: ${data}`, ...moved].join('\n  ') });
  }
  return parts.sort((a, b) => (a.section < b.section ? -1 : 1));
}

const rela = 4;
const rel = 9;
const noBits = 8;
/** Notes, and what processors say about themselves: register use and flags of MIPS, attributes of Arm. */
const unloaded = new Set([7, 0x70000006, 0x7000002a, 0x70000003]);
const allocated = 2;

/** Numbers of either byte order, words of either width. */
class Reader {
  readonly wide: boolean;
  readonly #little: boolean;

  constructor(readonly file: Buffer) {
    this.wide = file[4] === 2;
    this.#little = file[5] === 1;
  }

  half(at: number, data = this.file): number {
    return this.#little ? data.readUInt16LE(at) : data.readUInt16BE(at);
  }

  word(at: number, data = this.file): number {
    return this.#little ? data.readUInt32LE(at) : data.readUInt32BE(at);
  }

  /** An address or a size. */
  long(at: number, data = this.file): number {
    if (!this.wide) return this.word(at, data);
    return Number(this.#little ? data.readBigInt64LE(at) : data.readBigInt64BE(at));
  }
}

interface Section {
  readonly name: number;
  readonly type: number;
  readonly flags: number;
  readonly data: Buffer;
  readonly size: number;
  readonly link: number;
  readonly info: number;
  readonly alignment: number;
}

function readSections(elf: Reader): readonly Section[] {
  const { file, wide } = elf;
  const table = elf.long(wide ? 40 : 32);
  const size = elf.half(wide ? 58 : 46);
  return Array.from({ length: elf.half(wide ? 60 : 48) }, (_, index) => {
    const at = table + index * size;
    const offset = elf.long(at + (wide ? 24 : 16));
    const bytes = elf.long(at + (wide ? 32 : 20));
    const type = elf.word(at + 4);
    return {
      name: elf.word(at),
      type,
      flags: elf.long(at + 8),
      data: type === noBits ? Buffer.alloc(0) : file.subarray(offset, offset + bytes),
      size: bytes,
      link: elf.word(at + (wide ? 40 : 24)),
      info: elf.word(at + (wide ? 44 : 28)),
      alignment: elf.long(at + (wide ? 48 : 32)),
    };
  });
}

function relocations(
  elf: Reader,
  table: Section,
  sections: readonly Section[],
  nameOf: (section: Section) => string,
): string[] {
  const symbols = sections[table.link];
  const strings = symbols && sections[symbols.link];
  const size = (elf.wide ? 16 : 8) + (table.type === rela ? (elf.wide ? 8 : 4) : 0);
  return Array.from({ length: table.data.length / size }, (_, index) => {
    const at = index * size;
    const info = infoOf(elf, table.data, at);
    const addend = table.type === rela ? elf.long(at + (elf.wide ? 16 : 8), table.data) : 0;
    const symbol = info.symbol * (elf.wide ? 24 : 16);
    const data = symbols?.data ?? Buffer.alloc(symbol + 24);
    const where = elf.half(symbol + (elf.wide ? 6 : 14), data);
    const value = elf.long(symbol + (elf.wide ? 8 : 4), data) + addend;
    const own = sections[where];
    const target = where > 0 && own ? nameOf(own) : stringAt(strings?.data ?? Buffer.alloc(1), elf.word(symbol, data));
    return `${elf.long(at, table.data).toString(16)} ${info.type} ${target}+${value.toString(16)}`;
  }).sort();
}

/** Symbol and type; little-endian MIPS with 64 bits has an order of its own, in which the symbol comes first. */
function infoOf(elf: Reader, data: Buffer, at: number): { readonly symbol: number; readonly type: number } {
  if (!elf.wide) return { symbol: elf.word(at + 4, data) >>> 8, type: elf.word(at + 4, data) & 0xff };
  const machine = elf.half(18);
  const [low, high] = [elf.word(at + 8, data), elf.word(at + 12, data)];
  const isLittle = elf.file[5] === 1;
  if (machine === mips) return { symbol: low, type: high };
  return isLittle ? { symbol: high, type: low } : { symbol: low, type: high };
}

const mips = 8;

function stringAt(data: Buffer, offset: number): string {
  return data.toString('utf8', offset, data.indexOf(0, offset));
}
