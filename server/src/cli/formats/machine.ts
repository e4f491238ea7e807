import { ENOTSUPP, glibcBehaviour, layoutText, sliceExtension, type AbiProfile } from '../../analysis';
import type { LibcReport, MachineReport, RegistrationReport } from '../machineReport';
import { behaviourSummary, behaviourTables } from './behaviour';
import type { Paint } from './paint';

/** `rseq abi` for people: one line a question, and tables of what the kernel does with sections. */
export function machineText(report: MachineReport, paint: Paint): string {
  const { kernel, libc, registration, tunables, membarrier } = report;
  const settings = Object.entries(tunables).map(([name, value]) => `${name}=${value}`);
  const rows: readonly (readonly [string, string])[] = [
    ['kernel', [kernel.release ?? 'unknown', kernel.machine].filter(Boolean).join(' ')],
    [
      'rseq(2)',
      report.systemCall === null ? 'not known' : report.systemCall ? 'there' : 'missing, or kept from us by a filter',
    ],
    [
      'AT_RSEQ_FEATURE_SIZE',
      report.featureSize === null ? 'not said; kernels before 6.3 maintain 20 bytes' : bytes(report.featureSize),
    ],
    ['AT_RSEQ_ALIGN', report.align === null ? 'not said; kernels before 6.3 demand 32 bytes' : bytes(report.align)],
    ['libc', libcText(libc)],
    ...symbolRows(libc),
    ['tunables', settings.length > 0 ? settings.join(' ') : 'none about rseq'],
    ['registration', registrationText(registration)],
    ['usable', `${bytes(report.usableSize)}${report.profile === null ? '' : `; profile ${report.profile}`}`],
    ['membarrier', membarrier.rseq === null ? 'not known' : `rseq commands ${membarrier.rseq ? 'there' : 'missing'}`],
    ['slice extension', sliceText(report.sliceExtension)],
    ['behaviour', behaviourSummary(report)],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  const lines = rows.map(([name, value]) => `${paint.bold(name.padEnd(width))}  ${value}\n`).join('');
  return `${lines}${behaviourTables(report, paint)}`;
}

/** `rseq abi --list`: every profile, with its structure as C and what there is to know about its fields. */
export function profilesText(profiles: readonly AbiProfile[], paint: Paint): string {
  return profiles
    .map((profile) => {
      const { name, featureSize, size, alignment, areaAlignment, description } = profile;
      const sizes = `feature size ${featureSize}, sizeof ${size}, alignof ${alignment}, area aligned to ${areaAlignment}`;
      return `${paint.bold(name)}  ${description}\n${sizes}\n\n${layoutText(profile)}\n${remarks(profile)}`;
    })
    .join('\n');
}

/** What stands in a field elsewhere, and what libc does about it. */
function remarks({ fields }: AbiProfile): string {
  const lines = fields.flatMap(({ name, otherwise, libc }) => [
    ...(otherwise === undefined ? [] : [`  ${name} elsewhere: ${otherwise}\n`]),
    ...(libc === undefined ? [] : [`  ${name} and libc: ${libc}\n`]),
  ]);
  return lines.join('');
}

function libcText(libc: LibcReport | null): string {
  if (libc === null) return 'not glibc, and no __rseq_size';
  const behaviour = libc.version === null ? undefined : glibcBehaviour(libc.version);
  return [libc.name, libc.version, behaviour && `(${behaviour.notes})`].filter(Boolean).join(' ');
}

function symbolRows(libc: LibcReport | null): (readonly [string, string])[] {
  const { size = null, offset = null, flags = null } = libc ?? {};
  const value = (number: number | null): string => (number === null ? 'not there' : String(number));
  return [
    ['__rseq_size', size === 0 ? '0: nothing is registered' : value(size)],
    ['__rseq_offset', value(offset)],
    ['__rseq_flags', value(flags)],
  ];
}

const modes: Readonly<Record<NonNullable<RegistrationReport['mode']>, string>> = {
  none: 'none: libc does not register, or was told not to',
  legacy: 'legacy',
  extended: 'extended, with the rules of ABI v1',
  v2: 'ABI v2',
};

function registrationText({ mode, length, signature }: RegistrationReport): string {
  const parts = [
    mode === null ? (length === null ? 'not known' : 'mode not known') : modes[mode],
    ...(length ? [bytes(length)] : []),
    ...(signature === null ? [] : [`signature 0x${signature.toString(16).padStart(8, '0')}`]),
  ];
  return parts.join(', ');
}

function sliceText({ enabled, errno }: MachineReport['sliceExtension']): string {
  if (enabled !== null) return enabled ? 'there, and on' : 'there, and off';
  if (errno === ENOTSUPP) return 'missing: the kernel was built without it';
  return `missing: the kernel has none (errno ${errno ?? 'unknown'}; it is there since Linux ${sliceExtension.option.since})`;
}

function bytes(count: number): string {
  return `${count} bytes`;
}
