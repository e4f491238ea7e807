import { linkedSections, readElf, storesOf, targetOfMachine, type LinkedSection } from '../analysis';
import { disassemble, sourceLines, type SourceLine } from '../platform/binutils';

/** A critical section that is to be tested, and where it is written. */
export interface PlannedSection extends LinkedSection {
  readonly place: SourceLine | undefined;
  readonly instructions: number;
}

/** An instruction at which a thread is stopped. */
export interface PlannedPoint {
  readonly address: number;
  /** Index in the plan's sections. */
  readonly section: number;
  readonly position: 'before' | 'inside' | 'after';
  readonly text: string;
  readonly place: SourceLine | undefined;
}

/** Everything that the probe is told about a program, and what is said about its answers. */
export interface TestPlan {
  readonly program: string;
  readonly target: string;
  readonly entry: number;
  readonly sections: readonly PlannedSection[];
  /** In the order of their addresses. */
  readonly points: readonly PlannedPoint[];
}

/** Instructions in front of and behind a section at which no abort must happen. */
const window = 2;

/** Behind such an instruction nobody comes. */
const leaves = /^(ret|jmp|ud2|b|br)\b/;

/** How far in front of a section its window may begin, in bytes. */
const reach = 256;

/** Plans the test of a linked program; rejects with an error of one line that says what is in the way. */
export async function planTest(program: string, bytes: Uint8Array): Promise<TestPlan> {
  const file = readElf(bytes);
  if (typeof file === 'string') throw new Error(`${program}: ${file}; name the program that runs the sections`);
  const target = targetOfMachine(file.machine);
  if (target === undefined) {
    throw new Error(
      `${program}: for another processor (ELF machine ${file.machine}); x86_64 and aarch64 can be tested`,
    );
  }
  if (file.kind === 'object')
    throw new Error(`${program}: an object file; link it to a program that runs the sections`);
  const sections = linkedSections(file);
  if (sections.length === 0) {
    const advice = 'no __rseq_cs section has descriptors in it; is the code linked in, and did the linker keep it?';
    throw new Error(`${program}: no critical sections: ${advice}`);
  }
  const points = await pointsOf(program, sections);
  const lines = await sourceLines(
    program,
    points.map(({ address }) => address),
  );
  const placed = points.map((point, index) => ({ ...point, place: lines[index]?.[0] }));
  return {
    program,
    target,
    entry: file.entry,
    points: placed,
    sections: sections.map((section, index) => {
      const own = placed.filter((point) => point.section === index && point.position === 'inside');
      return { ...section, place: own[0]?.place, instructions: own.length };
    }),
  };
}

async function pointsOf(
  program: string,
  sections: readonly LinkedSection[],
): Promise<readonly Omit<PlannedPoint, 'place'>[]> {
  const points = new Map<number, Omit<PlannedPoint, 'place'>>();
  for (const [section, { start, end }] of sections.entries()) {
    const code = await disassemble(program, Math.max(start - reach, 0), end + 64);
    const first = code.findIndex(({ address }) => address === start);
    const behind = code.findIndex(({ address }) => address >= end);
    if (first < 0) continue;
    const last = behind < 0 ? code.length : behind;
    const limit = last + (leaves.test(code[last]?.text ?? '') ? 1 : window);
    for (const [at, { address, text }] of code.entries()) {
      if (at < first - window || at >= limit) continue;
      const position = at < first ? 'before' : at < last ? 'inside' : 'after';
      // What is inside of one section may be in the window of another.
      if (position === 'inside' || !points.has(address)) points.set(address, { address, section, position, text });
    }
  }
  return [...points.values()].sort((a, b) => a.address - b.address);
}

/** What to call each section of a plan by, in its order: the same as long as the functions are, however the code moves. */
export function sectionNames({ sections }: TestPlan): readonly string[] {
  const seen = new Map<string, number>();
  return sections.map(({ place, start }) => {
    const name = place?.function ?? `0x${start.toString(16)}`;
    const before = seen.get(name) ?? 0;
    seen.set(name, before + 1);
    return before === 0 ? name : `${name}#${before + 1}`;
  });
}

/** The plan as server/native/probe/plan.c reads it. */
export function planText({ target, entry, sections, points }: TestPlan): string {
  const hex = (address: number): string => address.toString(16);
  return [
    'rseq-plan 1',
    `entry ${hex(entry)}`,
    ...sections.map(
      ({ start, end, abort, signature, expectedSignature }) =>
        `section ${hex(start)} ${hex(end)} ${hex(abort)} ${signature === expectedSignature ? 1 : 0}`,
    ),
    ...points.map(({ address, section, position }) => `point ${hex(address)} ${section} ${position}`),
    ...points.flatMap(({ position, text }, point) => (position === 'inside' ? storeLines(target, point, text) : [])),
    '',
  ].join('\n');
}

/** What a point writes, as server/native/probe/stores.c reads it. */
function storeLines(target: string, point: number, text: string): readonly string[] {
  return storesOf(target, text).map(({ base = '-', index = '-', scale, displacement, width }) => {
    return `store ${point} ${base} ${index} ${scale} ${displacement} ${width}`;
  });
}
