import type { Elsewhere } from '../../model/program';
import type { AssemblerText } from '../assembler/assemblerText';
import type { AsmStatement } from './statement';

interface Template {
  readonly statement: AsmStatement;
  readonly text: AssemblerText;
}

/** What the asm statements of a unit say together, as far as one of them depends on the others. By words, without a parse. */
export class UnitText {
  /** Can a name that looks like an instruction's be one of the assembler's own macros? */
  readonly assemblerMacros: boolean;
  readonly #labels = new Map<string, Set<AssemblerText>>();
  readonly #sections = new Map<string, Set<AssemblerText>>();

  constructor(templates: readonly Template[]) {
    this.assemblerMacros = templates.some(({ text }) => definesMacros(text.template));
    for (const { statement, text } of templates) {
      if (statement.function) for (const name of labelNames(text.template)) note(this.#labels, name, text);
      for (const name of flaggedSections(text.template)) note(this.#sections, name, text);
    }
  }

  elsewhere(text: AssemblerText): Elsewhere {
    const isForeign = (map: ReadonlyMap<string, ReadonlySet<AssemblerText>>, name: string): boolean =>
      [...(map.get(name) ?? [])].some((other) => other !== text);
    const words = new Set(text.template.match(/[A-Za-z_.$][\w.$]*/g) ?? []);
    return {
      labels: [...words].filter((word) => isForeign(this.#labels, word)),
      sections: [...words].filter((word) => isForeign(this.#sections, word)),
    };
  }
}

function note(map: Map<string, Set<AssemblerText>>, name: string, text: AssemblerText): void {
  const texts = map.get(name) ?? new Set();
  map.set(name, texts.add(text));
}

/** Labels that a text defines, without those that `%=` makes unique. */
export function labelNames(text: string): string[] {
  return [...text.matchAll(/([A-Za-z_.$][\w.$]*)[ \t]*:/g)].map((match) => match[1] ?? '');
}

/** Sections that a text opens with flags. */
function flaggedSections(text: string): string[] {
  const opening = /\.(?:push)?section[ \t]+"?([\w.$]+)"?[ \t]*,[ \t]*(?:\d+[ \t]*,[ \t]*)?"/g;
  return [...text.matchAll(opening)].map((match) => match[1] ?? '');
}

export function definesMacros(text: string): boolean {
  return /\.(?:macro|include)\b/.test(text);
}
