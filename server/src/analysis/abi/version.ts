/** Is a release such as `6.12.117+deb13-amd64` or `2.36` that one or a later one? undefined: it begins with no version. */
export function isSince(release: string, first: string): boolean | undefined {
  const [have, want] = [numbersOf(release), numbersOf(first)];
  if (!have || !want) return undefined;
  const differing = want.findIndex((number, index) => (have[index] ?? 0) !== number);
  return differing < 0 || (have[differing] ?? 0) > (want[differing] ?? 0);
}

function numbersOf(text: string): readonly number[] | undefined {
  const [, ...numbers] = /^(\d+)\.(\d+)(?:\.(\d+))?/.exec(text) ?? [];
  return numbers.length === 0 ? undefined : numbers.map((number) => Number(number || 0));
}
