import {
  behaviourCases,
  behaviourEra,
  membarrier,
  registrationMode,
  registrationTunable,
  usableSize,
  listProfiles,
  type Outcome,
  type RegistrationMode,
} from '../analysis';
import type { BehaviourReport } from './behaviourReport';

/** What `rseq abi --format json` prints; null: there is none, or nobody could tell. Sizes in bytes. */
export interface MachineReport {
  readonly version: 1;
  readonly kernel: { readonly release: string | null; readonly machine: string | null };
  /** Does the kernel have rseq(2), and do we get through to it? */
  readonly systemCall: boolean | null;
  /** AT_RSEQ_FEATURE_SIZE and AT_RSEQ_ALIGN. */
  readonly featureSize: number | null;
  readonly align: number | null;
  readonly libc: LibcReport | null;
  readonly tunables: Readonly<Record<string, string>>;
  readonly registration: RegistrationReport;
  /** How much of struct rseq a program that uses libc's area can rely on, and the newest profile that lies within. */
  readonly usableSize: number;
  readonly profile: string | null;
  readonly membarrier: { readonly commands: number | null; readonly rseq: boolean | null };
  /** `errno`: what the kernel answered instead. */
  readonly sliceExtension: { readonly enabled: boolean | null; readonly errno: number | null };
  /** What the kernel does with sections, found out by running some. */
  readonly behaviour: BehaviourReport;
  /** What kernels of this release were seen to do about mistakes. */
  readonly knownBehaviour: readonly KnownBehaviour[];
}

/** `__rseq_size`, `__rseq_offset` (from the thread pointer) and `__rseq_flags`. */
export interface LibcReport {
  readonly name: 'glibc' | 'other';
  readonly version: string | null;
  readonly size: number | null;
  readonly offset: number | null;
  readonly flags: number | null;
}

/** What the kernel has for a thread that libc started. */
export interface RegistrationReport {
  readonly mode: RegistrationMode | null;
  readonly length: number | null;
  readonly signature: number | null;
  readonly flags: number | null;
}

export interface KnownBehaviour {
  readonly id: string;
  readonly what: string;
  readonly outcome: Outcome;
}

const EINVAL = 22;

/** Makes a report of the helper's answers; `env`: where tunables are; `behaviour`: what running sections said. */
export function machineReport(
  answers: ReadonlyMap<string, string>,
  env: Readonly<Record<string, string | undefined>>,
  behaviour: BehaviourReport,
): MachineReport {
  const text = (name: string): string | null => answers.get(name) ?? null;
  const number = (name: string): number | null => {
    const value = answers.get(name);
    return value === undefined ? null : Number(value);
  };
  const commands = number('membarrier.commands');
  const featureSize = number('auxv.featureSize');
  const probe = number('rseq.errno');
  const usable = usableSize(number('libc.size') ?? 0, featureSize ?? undefined);
  const enabled = number('slice.enabled');
  return {
    version: 1,
    kernel: { release: text('kernel.release'), machine: text('kernel.machine') },
    systemCall: probe === null ? null : probe === EINVAL,
    featureSize,
    align: number('auxv.align'),
    libc: libcOf(text, number),
    tunables: tunablesOf(env),
    registration: {
      mode: modeOf(answers),
      length: number('registration.length'),
      signature: number('registration.signature'),
      flags: number('registration.flags'),
    },
    usableSize: usable,
    profile: profileWithin(usable),
    membarrier: { commands, rseq: commands === null ? null : (commands & membarrier.expedited.value) !== 0 },
    sliceExtension: { enabled: enabled === null ? null : enabled !== 0, errno: number('slice.errno') },
    behaviour,
    knownBehaviour: knownBehaviour(text('kernel.release') ?? ''),
  };
}

function libcOf(text: (name: string) => string | null, number: (name: string) => number | null): LibcReport | null {
  const version = text('libc.version');
  const size = number('libc.size');
  if (version === null && size === null) return null;
  const name = version === null ? 'other' : 'glibc';
  return { name, version, size, offset: number('libc.offset'), flags: number('libc.flags') };
}

/** `GLIBC_TUNABLES=glibc.pthread.rseq=0:glibc.malloc.check=3`: those about rseq. */
function tunablesOf({ GLIBC_TUNABLES = '' }: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const pairs = GLIBC_TUNABLES.split(':').map((pair) => pair.split('=', 2));
  const ours = pairs.filter(([name]) => name === registrationTunable.name);
  return Object.fromEntries(ours.map(([name = '', value = '']) => [name, value]));
}

function modeOf(answers: ReadonlyMap<string, string>): RegistrationMode | null {
  const [length, release, machine] = ['registration.length', 'kernel.release', 'kernel.machine'].map((name) =>
    answers.get(name),
  );
  if (length === undefined || release === undefined || machine === undefined) return null;
  return registrationMode(Number(length), release, machine) ?? null;
}

function knownBehaviour(release: string): readonly KnownBehaviour[] {
  const era = behaviourEra(release);
  return behaviourCases.flatMap(({ id, what, outcomes }) => {
    const outcome = era && outcomes[era];
    return outcome ? [{ id, what, outcome }] : [];
  });
}

/** The newest mainline profile of which every field is within so many bytes. */
function profileWithin(bytes: number): string | null {
  const mainline = listProfiles().filter(({ fields }) => fields.every(({ since }) => since !== undefined));
  return mainline.findLast(({ featureSize }) => featureSize <= bytes)?.name ?? null;
}
