/**
 * What is found in real sections as they are, by target: information about how a port is written, and the true mistakes that
 * design/rules.md lists. Mutants are judged by what is found besides.
 */
const known: Readonly<Record<string, readonly string[]>> = {
  x86_64: ['asm-goto-barrier'],
  ppc: ['branch-range', 'non-pic-descriptor-address'],
  ppc64: ['branch-range', 'memory-operand-modifier', 'non-pic-descriptor-address'],
  ppc64le: ['branch-range', 'memory-operand-modifier', 'non-pic-descriptor-address'],
  s390x: ['branch-range'],
  i386: ['non-pic-descriptor-address'],
  or1k: ['non-pic-descriptor-address'],
};

export function knownFindings(target: string): readonly string[] {
  return known[target] ?? [];
}
