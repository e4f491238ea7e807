import { ownProfile, type AbiProfile, type FieldDescription } from '../analysis';

/** What a value of "abi" declares: profiles by name or size, and those among them that it describes. */
export interface AbiChoice {
  readonly abis: readonly string[];
  readonly profiles: readonly AbiProfile[];
}

/** A value that is of the right kind and still says something impossible. */
export interface Wrong {
  readonly problem: string;
}

/** Reads a profile name, a size, a described profile, or a list of these; undefined: it is something else. `text`: as written. */
export function readAbiChoice(value: unknown, text: string): AbiChoice | Wrong | undefined {
  // A lone number is taken as written: 7.0 is the name of a profile, 7 would be a size.
  if (typeof value === 'number') return { abis: [text], profiles: [] };
  const abis: string[] = [];
  const profiles: AbiProfile[] = [];
  for (const entry of Array.isArray(value) ? (value as readonly unknown[]) : [value]) {
    if (typeof entry === 'string' || (typeof entry === 'number' && Number.isInteger(entry))) {
      if (entry !== '') abis.push(String(entry));
      continue;
    }
    const read = readProfile(entry);
    if (read === undefined || 'problem' in read) return read;
    profiles.push(read);
    abis.push(read.name);
  }
  const twice = profiles.find(({ name }, index) => profiles.findIndex((other) => other.name === name) !== index);
  return twice ? { problem: `"${twice.name}" is described twice` } : { abis, profiles };
}

function readProfile(value: unknown): AbiProfile | Wrong | undefined {
  if (!isObject(value)) return undefined;
  const { name, featureSize, fields } = value;
  if (typeof name !== 'string' || typeof featureSize !== 'number' || !Array.isArray(fields)) return undefined;
  const described = fields.map(readField);
  if (!described.every((field) => field !== undefined)) return undefined;
  const profile = ownProfile({ name, featureSize, fields: described });
  return typeof profile === 'string' ? { problem: profile } : profile;
}

function readField(value: unknown): string | FieldDescription | undefined {
  if (typeof value === 'string') return value;
  if (!isObject(value)) return undefined;
  const { name, offset, size } = value;
  const isRight = typeof name === 'string' && typeof offset === 'number' && typeof size === 'number';
  return isRight ? { name, offset, size } : undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What holds for some files of a folder instead of what holds for the others. */
export interface Override {
  /** Patterns over paths from the folder of the configuration. */
  readonly files: readonly string[];
  readonly abis: readonly string[];
}

/** Reads `[{ "files": ["vendor/**"], "abi": "tcmalloc" }]`; undefined: it is something else. */
export function readOverrides(
  value: unknown,
): { readonly overrides: readonly Override[]; readonly profiles: readonly AbiProfile[] } | Wrong | undefined {
  if (!Array.isArray(value)) return undefined;
  const overrides: Override[] = [];
  const profiles: AbiProfile[] = [];
  for (const entry of value as readonly unknown[]) {
    if (!isObject(entry)) return undefined;
    const files = typeof entry['files'] === 'string' ? [entry['files']] : entry['files'];
    const { abi } = entry;
    // Here 7.0 has to be a string: JSON makes 7 of the number.
    const choice = readAbiChoice(abi, typeof abi === 'number' ? String(abi) : '');
    const isRight = Array.isArray(files) && files.length > 0 && files.every((file) => typeof file === 'string');
    if (!isRight || choice === undefined) return undefined;
    if ('problem' in choice) return choice;
    overrides.push({ files, abis: choice.abis });
    profiles.push(...choice.profiles);
  }
  return { overrides, profiles };
}
