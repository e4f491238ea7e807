import type { SuppressionUse } from './finding';
import type { SourceSpan } from './text/span';

/**
 * Puts together what several readings say of the same suppressions: for other targets, in other variants, through other hosts. One
 * use is enough; without one, a single reading that could not tell leaves it open, and so does one that nobody made.
 */
export function mergeUses<F>(readings: readonly (readonly SuppressionUse<F>[])[]): readonly SuppressionUse<F>[] {
  const merged = new Map<string, SuppressionUse<F>>();
  for (const use of readings.flat()) {
    const key = placeKey(use.span);
    const earlier = merged.get(key);
    merged.set(key, earlier && rank(earlier) >= rank(use) ? earlier : use);
  }
  return [...merged.values()];
}

function rank({ state }: SuppressionUse<unknown>): number {
  return ['unread', 'unused', 'unknown', 'used'].indexOf(state);
}

/** The findings about suppressions that suppress nothing anywhere. */
export function unusedSuppressions<F>(uses: readonly SuppressionUse<F>[]): readonly F[] {
  return mergeUses([uses]).flatMap(({ state, finding }) => (state === 'unused' && finding ? [finding] : []));
}

export function placeKey({ file, start, end }: SourceSpan): string {
  return `${file}\0${start}-${end}`;
}
