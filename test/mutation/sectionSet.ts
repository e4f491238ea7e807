import type { RealFunction } from './realSections';

/** A function with a section, under a name that no other function of its set has. */
export interface SetFunction extends RealFunction {
  /** Where it comes from, for messages. */
  readonly origin: string;
  /** Of real functions that differ in their name and in which cpu number they use only, this is one. How many there are. */
  readonly sections: number;
  /** Is it also broken with names in the place of the numbers that are its labels? */
  readonly named: boolean;
}

/** Functions of one program, or of several that need the same declarations, for one target. */
export interface SectionSet {
  readonly name: string;
  readonly target: string;
  /** Declarations that the functions need. */
  readonly preamble: string;
  readonly functions: readonly SetFunction[];
}

/** PowerPC's sections compare in cr7 and list "cc", which is cr0: the one thing that is wrong with them. */
export function corrected<Section extends RealFunction>(target: string, section: Section): Section {
  return target.startsWith('ppc') ? { ...section, tail: section.tail.replace('"cc"', '"cc", "cr7"') } : section;
}

/** One of each kind, under names of their own. */
export function distinct(found: readonly Omit<SetFunction, 'sections'>[]): readonly SetFunction[] {
  const kinds = new Map<string, Omit<SetFunction, 'sections'>[]>();
  for (const section of found) {
    const operands = section.tail.slice(0, section.tail.indexOf(');')).replace(/\bmm_cid\b/g, 'cpu_id');
    // mm_cid is 24 bytes into struct rseq, cpu_id 4.
    const template = section.statements.join('\n').replace(/(%%[fg]s):24\(/g, '$1:4(');
    const kind = [template, operands.replace(/\s+/g, ' ')].join('\0');
    kinds.set(kind, [...(kinds.get(kind) ?? []), section]);
  }
  const uses = new Map<string, number>();
  return [...kinds.values()].flatMap((alike) => {
    const [first] = alike;
    if (!first) return [];
    const use = (uses.get(first.name) ?? 0) + 1;
    uses.set(first.name, use);
    const name = use === 1 ? first.name : `${first.name}_${use}`;
    const head = withConstants(first.head.replace(first.name, name));
    return [{ ...first, name, head, sections: alike.length }];
  });
}

/**
 * Offsets and counts are constants wherever these functions are inlined, and operands that may be immediates are written for that:
 * i386 has not enough registers without, and no `addiu` takes two.
 */
function withConstants(head: string): string {
  const names = ['voffp', 'count'].filter((name) => new RegExp(`\\blong ${name}\\b|_t ${name}\\b`).test(head));
  return head.replace(/\)\s*\{/, (opening) => [opening, ...names.map((name) => `\t${name} = 8;`)].join('\n'));
}
