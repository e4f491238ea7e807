import { dialectOf } from '../dialects';
import type { SectionSet, SetFunction } from '../sectionSet';
import { type Expansions, placeOf, type Skeleton } from './skeleton';

/** Registers to stand for operands, of targets without a compiler. Calls may change them, which nothing here cares about. */
const registers: Readonly<Record<string, readonly string[]>> = {
  loongarch64: ['$r5', '$r6', '$r7', '$r8', '$r9', '$r10', '$r11', '$r12', '$r13', '$r14'],
  or1k: ['r3', 'r4', 'r5', 'r6', 'r7', 'r8', 'r11', 'r13', 'r15', 'r17'],
};

/** What a compiler does for a set, as far as an assembler can tell: a symbol for every function, and operands somewhere. */
export function standIn(set: SectionSet, operands: ReadonlyMap<SetFunction, ReadonlySet<string>>): Skeleton {
  const expansions = new Map<SetFunction, Expansions>();
  const text = set.functions.map((section, index) => {
    const chosen = choose(set.target, section, index, operands.get(section) ?? new Set());
    expansions.set(section, chosen);
    const labels = [...chosen].filter(([name]) => name.startsWith('%l')).map(([, label]) => `${label}:`);
    return [`.section .text.${section.name}, "ax"`, `${section.name}:`, placeOf(index), ...labels].join('\n');
  });
  return { text: `${text.join('\n')}\n`, expansions };
}

function choose(target: string, { tail }: SetFunction, index: number, operands: ReadonlySet<string>): Expansions {
  const dialect = dialectOf(target);
  const places = new Map<string, string>();
  for (const [position, [, name = '', constraint = '']] of [...tail.matchAll(/\[(\w+)\]\s*"([^"]+)"/g)].entries()) {
    const register = registers[target]?.[position] ?? '';
    places.set(
      name,
      /[iI]/.test(constraint) ? '8' : /r/.test(constraint) ? register : dialect.at(dialect.stackPointer, 8 * position),
    );
  }
  return new Map(
    [...operands].map((text) => {
      const [, letter = '', name = ''] = /^%([a-zA-Z]*)\[(\w+)\]$/.exec(text) ?? [];
      if (text === '%=') return [text, String(1000 + index)];
      return [text, letter === 'l' ? `.Lcode_${index}_${name}` : (places.get(name) ?? text)];
    }),
  );
}
