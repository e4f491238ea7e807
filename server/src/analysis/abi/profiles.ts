import { layouts, originalSize } from './fields';
import type { AbiProfile, AreaField } from './profile';
import { areaAlignmentOf } from './registration';

/**
 * The profile that `nameOrSize` names, or undefined if there is none. A number is a feature size in bytes and cuts the mainline
 * layout there; layouts that never were mainline (`rfc-2020`, `tcmalloc`) have names only, although their sizes are numbers too.
 * `own`: profiles that the project describes itself; one of them may have no name of {@link listProfiles}.
 */
export function resolveProfile(nameOrSize: string, own: readonly AbiProfile[] = []): AbiProfile | undefined {
  const named = [...profiles, ...own].find((profile) => profile.name === nameOrSize);
  if (named || !/^\d{1,4}$/.test(nameOrSize)) return named;
  const featureSize = Number(nameOrSize);
  if (featureSize < originalSize) return undefined;
  const description = `mainline layout of which the first ${featureSize} bytes are in use`;
  return makeProfile(nameOrSize, featureSize, description, mainlineUpTo(featureSize));
}

/** A profile with what follows from its feature size. */
export function makeProfile(
  name: string,
  featureSize: number,
  description: string,
  fields: readonly AreaField[],
): AbiProfile {
  const size = Math.ceil(featureSize / structAlignment) * structAlignment;
  const areaAlignment = areaAlignmentOf(featureSize);
  return { name, featureSize, size, alignment: structAlignment, areaAlignment, description, fields };
}

/** Every profile that has a name, oldest first. */
export function listProfiles(): readonly AbiProfile[] {
  return profiles;
}

/** What the newest release of Linux that is known has. */
export function newestProfile(): AbiProfile {
  return newest;
}

/** Fields of this name in all known layouts, mainline first; empty for a name that struct rseq never had. */
export function findFields(name: string): readonly AreaField[] {
  return allFields.filter((field) => field.name === name);
}

/** Fields that begin at this offset in any known layout, mainline first. */
export function findFieldsAt(offset: number): readonly AreaField[] {
  return allFields.filter((field) => field.offset === offset);
}

/** The name of the mainline field at an offset that data is indexed by. */
export function indexNameAt(offset: number): string | undefined {
  return findFieldsAt(offset).find(({ use, since }) => use === 'index' && since !== undefined)?.name;
}

/** Does a field that data is indexed by begin there, in any layout? */
export function isIndexAt(offset: number): boolean {
  return findFieldsAt(offset).some(({ use }) => use === 'index');
}

/** The attribute of the C structure in every version of the header. The kernel may demand more of the area. */
const structAlignment = 32;

const newest = makeProfile('7.0', 33, 'Linux 7.0 and later', layouts.linux70);

const profiles: readonly AbiProfile[] = [
  makeProfile('original', originalSize, 'Linux 4.18 to 6.2', layouts.original),
  // "[RFC PATCH 0/4] rseq: Introduce extensible struct rseq", July 2020; never merged.
  makeProfile('rfc-2020', 24, 'the extensible struct rseq proposed in July 2020, never merged', layouts.rfc2020),
  makeProfile('6.3', 28, 'Linux 6.3 to 6.19', layouts.linux63),
  newest,
  // With node_id and mm_cid since September 2025; before, these eight bytes were padding.
  makeProfile('tcmalloc', 32, "Google's kernels, as tcmalloc declares them", layouts.tcmalloc),
];

const allFields: readonly AreaField[] = [layouts.linux70, ...profiles.map(({ fields }) => fields)].flat();

function mainlineUpTo(bytes: number): readonly AreaField[] {
  const layout = bytes > endOf(layouts.linux63) ? layouts.linux70 : layouts.linux63;
  return layout.filter((field) => field.offset + field.size <= bytes);
}

function endOf(fields: readonly AreaField[]): number {
  return Math.max(...fields.map(({ offset, size }) => offset + size));
}
