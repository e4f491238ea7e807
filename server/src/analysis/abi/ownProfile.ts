import { layouts, originalSize } from './fields';
import { findFields, listProfiles, makeProfile } from './profiles';
import type { AbiProfile, AreaField } from './profile';

/** A layout that a project describes: fields behind `flags`, by the name of a known one or with their place. Sizes in bytes. */
export interface ProfileDescription {
  readonly name: string;
  readonly featureSize: number;
  readonly fields: readonly (string | FieldDescription)[];
}

export interface FieldDescription {
  readonly name: string;
  readonly offset: number;
  readonly size: number;
}

/** No kernel maintains as much; what is larger is a slip. */
const largestSize = 4096;

/**
 * The profile that a project describes, or one line that says why it is none. The first 20 bytes are those of every kernel; fields may lie
 * over each other, as in a union.
 */
export function ownProfile({ name, featureSize, fields }: ProfileDescription): AbiProfile | string {
  if (!/^[A-Za-z_][\w.-]*$/.test(name)) return `"${name}" is no name of a profile: letters, digits, ".", "_" and "-"`;
  if (listProfiles().some((profile) => profile.name === name))
    return `"${name}" is a profile that is known; take another name`;
  if (!Number.isInteger(featureSize) || featureSize < originalSize || featureSize > largestSize)
    return `"featureSize" of "${name}" must be ${originalSize} to ${largestSize} bytes`;
  const known: AreaField[] = [...layouts.original];
  for (const field of fields) {
    const found = typeof field === 'string' ? knownField(field) : ownField(field, name);
    if (typeof found === 'string') return `${found} in profile "${name}"`;
    if (found.offset + found.size > featureSize)
      return `\`${found.name}\` ends behind the ${featureSize} bytes of profile "${name}"`;
    const same = known.find((other) => other.name === found.name);
    if (same && (same.offset !== found.offset || same.size !== found.size))
      return `\`${same.name}\` of profile "${name}" must be at offset ${same.offset}, with ${same.size} bytes`;
    if (!same && found.offset < originalSize)
      return `\`${found.name}\` of profile "${name}" lies over the first ${originalSize} bytes`;
    if (!same) known.push(found);
  }
  return makeProfile(name, featureSize, 'described in .rseq.json', known);
}

function knownField(name: string): AreaField | string {
  return findFields(name)[0] ?? `there is no field "${name}"; write it with "offset" and "size"`;
}

function ownField({ name, offset, size }: FieldDescription, profile: string): AreaField | string {
  if (!/^[A-Za-z_]\w*$/.test(name)) return `"${name}" is no name of a field`;
  if (![1, 2, 4, 8].includes(size)) return `"size" of \`${name}\` must be 1, 2, 4 or 8`;
  if (!Number.isInteger(offset) || offset < 0 || offset % size !== 0)
    return `"offset" of \`${name}\` must be a multiple of its size`;
  const otherwise = `only kernels with profile ${profile} have it`;
  return { name, offset, size, type: `__u${8 * size}`, use: 'state', writers: ['kernel'], otherwise };
}
