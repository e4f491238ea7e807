/**
 * As much of ELF64 (little endian, relocatable) as it takes to say what a program is made of: the contents and alignment of
 * every section that is loaded, and every relocation with the place that it points at instead of the name that it uses.
 */
export function loadedParts(file: Buffer): readonly string[] {
  const sections = readSections(file);
  const names = sections[file.readUInt16LE(62)];
  const nameOf = (offset: number): string => (names ? stringAt(names.data, offset) : '');
  const symbols = sections.find(({ type }) => type === symbolTable);
  const parts: string[] = [];
  for (const [index, section] of sections.entries()) {
    if ((section.flags & allocated) === 0 || section.type === note) continue;
    const contents = section.type === noBits ? String(section.size) : section.data.toString('hex');
    const moved = sections
      .filter(({ type, info }) => type === relocationTable && info === index)
      .flatMap((table) => relocations(table.data, symbols?.data, sections, nameOf));
    parts.push([`${nameOf(section.name)} /${section.alignment}: ${contents}`, ...moved].join('\n  '));
  }
  // In which order the assembler first heard of them is of no consequence.
  return parts.sort();
}

const symbolTable = 2;
const relocationTable = 4;
const note = 7;
const noBits = 8;
const allocated = 2;

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

function readSections(file: Buffer): readonly Section[] {
  const table = Number(file.readBigUInt64LE(40));
  const size = file.readUInt16LE(58);
  return Array.from({ length: file.readUInt16LE(60) }, (_, index) => {
    const at = table + index * size;
    const offset = Number(file.readBigUInt64LE(at + 24));
    const bytes = Number(file.readBigUInt64LE(at + 32));
    const type = file.readUInt32LE(at + 4);
    return {
      name: file.readUInt32LE(at),
      type,
      flags: file.readUInt32LE(at + 8),
      data: type === noBits ? Buffer.alloc(0) : file.subarray(offset, offset + bytes),
      size: bytes,
      link: file.readUInt32LE(at + 40),
      info: file.readUInt32LE(at + 44),
      alignment: Number(file.readBigUInt64LE(at + 48)),
    };
  });
}

function relocations(
  table: Buffer,
  symbols: Buffer | undefined,
  sections: readonly Section[],
  nameOf: (offset: number) => string,
): string[] {
  const strings = sections.find(({ type }) => type === symbolTable)?.link ?? 0;
  return Array.from({ length: table.length / 24 }, (_, index) => {
    const at = index * 24;
    const symbol = table.readUInt32LE(at + 12) * 24;
    const where = symbols?.readUInt16LE(symbol + 6) ?? 0;
    const value = (symbols?.readBigUInt64LE(symbol + 8) ?? 0n) + table.readBigInt64LE(at + 16);
    const own = where > 0 && where < sections.length;
    const name = stringAt(sections[strings]?.data ?? Buffer.alloc(0), symbols?.readUInt32LE(symbol) ?? 0);
    const target = own ? nameOf(sections[where]?.name ?? 0) : name;
    return `${table.readBigUInt64LE(at).toString(16)} ${table.readUInt32LE(at + 8)} ${target}+${value.toString(16)}`;
  }).sort();
}

function stringAt(data: Buffer, offset: number): string {
  return data.toString('utf8', offset, data.indexOf(0, offset));
}
