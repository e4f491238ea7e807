import type { AbiProfile, AreaField } from './profile';

/**
 * The profile that `nameOrSize` names, or undefined if there is none. A number is a feature size in bytes and cuts the mainline
 * layout there; layouts that never were mainline (`rfc-2020`, `tcmalloc`) have names only, although their sizes are numbers too.
 */
export function resolveProfile(nameOrSize: string): AbiProfile | undefined {
  const named = profiles.find((profile) => profile.name === nameOrSize);
  if (named || !/^\d{1,4}$/.test(nameOrSize)) return named;
  const featureSize = Number(nameOrSize);
  if (featureSize < originalSize) return undefined;
  return {
    name: nameOrSize,
    featureSize,
    description: `mainline layout of which the first ${featureSize} bytes are in use`,
    fields: mainlineUpTo(featureSize),
  };
}

/** Every profile that has a name, oldest first. */
export function listProfiles(): readonly AbiProfile[] {
  return profiles;
}

/** Fields of this name in all known layouts, mainline first; empty for a name that struct rseq never had. */
export function findFields(name: string): readonly AreaField[] {
  return [mainline, ...profiles.map((profile) => profile.fields)].flatMap((fields) =>
    fields.filter((field) => field.name === name),
  );
}

/** Fields that begin at this offset in any known layout, mainline first. */
export function findFieldsAt(offset: number): readonly AreaField[] {
  return [mainline, ...profiles.map((profile) => profile.fields)].flatMap((fields) =>
    fields.filter((field) => field.offset === offset),
  );
}

/** The mainline field that begins at an offset in bytes, as every kernel since Linux 6.3 has it. */
export function fieldAt(offset: number): AreaField | undefined {
  return mainlineUpTo(28).find((field) => field.offset === offset);
}

/** End of `flags`: what every kernel with rseq(2) maintains. */
export const originalSize = 20;

/** The pointer to the descriptor: 64 bits wide everywhere, at the same place in every layout. */
export const descriptorField: AreaField = { name: 'rseq_cs', offset: 8, size: 8 };

/** Linux 7.3 include/uapi/linux/rseq.h; earlier versions are prefixes of it. */
const mainline: readonly AreaField[] = [
  { name: 'cpu_id_start', offset: 0, size: 4 },
  { name: 'cpu_id', offset: 4, size: 4 },
  descriptorField,
  { name: 'flags', offset: 16, size: 4 },
  { name: 'node_id', offset: 20, size: 4 },
  { name: 'mm_cid', offset: 24, size: 4 },
  { name: 'slice_ctrl', offset: 28, size: 4 },
  { name: '__reserved', offset: 32, size: 1 },
];

const profiles: readonly AbiProfile[] = [
  {
    name: 'original',
    featureSize: originalSize,
    description: 'Linux 4.18 to 6.2',
    fields: mainlineUpTo(originalSize),
  },
  {
    // "[RFC PATCH 0/4] rseq: Introduce extensible struct rseq", July 2020; never merged.
    name: 'rfc-2020',
    featureSize: 24,
    description: 'the extensible struct rseq proposed in July 2020, never merged',
    fields: [
      ...mainlineUpTo(originalSize),
      { name: 'user_size', offset: 20, size: 2 },
      { name: 'kernel_size', offset: 22, size: 2 },
    ],
  },
  { name: '6.3', featureSize: 28, description: 'Linux 6.3 to 6.19', fields: mainlineUpTo(28) },
  { name: '7.0', featureSize: 33, description: 'Linux 7.0 and later', fields: mainlineUpTo(33) },
  {
    // tcmalloc, tcmalloc/internal/linux_syscall_support.h: struct kernel_rseq since September 2025.
    name: 'tcmalloc',
    featureSize: 32,
    description: "Google's kernels, as tcmalloc declares them",
    fields: [
      ...mainlineUpTo(28),
      { name: 'numa_node_id', offset: 28, size: 2 },
      { name: 'vcpu_id', offset: 30, size: 2 },
      { name: 'vcpu_flat', offset: 28, size: 4 },
    ],
  },
];

function mainlineUpTo(bytes: number): readonly AreaField[] {
  return mainline.filter((field) => field.offset + field.size <= bytes);
}
