import type { LocatedFinding } from './located';

/** Only what the reader cannot take for granted: where a finding holds for every variant, none is named. */
export function variantsOf({
  variants,
  otherVariants,
}: Pick<LocatedFinding, 'variants' | 'otherVariants'>): readonly string[] {
  return otherVariants.length > 0 ? variants : [];
}

/** The message with the context in which it holds, for faces that show one text only. */
export function messageInContext(finding: LocatedFinding): string {
  const { message, abis, targets } = finding;
  const variants = variantsOf(finding);
  const context = [
    ...(targets.length > 1 ? [`for ${targets.join(', ')}`] : []),
    ...(abis.length > 0 ? [`under ABI ${abis.join(', ')}`] : []),
    ...(variants.length > 0 ? [`only with ${variants.join(', ')}`] : []),
  ];
  return context.length > 0 ? `${message} (${context.join('; ')})` : message;
}
