import type { LabelItem } from './program';
import type { CriticalSection } from './section';
import { before } from './walk';

/**
 * The name of the function that a section is in. `inC`: that of the C function around its asm statement. In assembler text it is
 * the nearest label in front of the section that is declared as a function, else the nearest global one.
 */
export function functionOf({ program, facts }: CriticalSection, inC: string | undefined): string | undefined {
  if (inC !== undefined || !facts.start.known) return inC;
  const { label } = facts.start.value;
  const labels = [label, ...before(program, label)].filter((item): item is LabelItem => item.kind === 'label');
  return (labels.find((item) => item.isFunction) ?? labels.find((item) => item.global))?.name;
}
