import { listProfiles } from '../analysis';
import { describeError } from '../platform/files';
import { runSelfCheck } from '../runner/selfCheck';
import { behaviourReport, notMeasured, type BehaviourReport } from './behaviourReport';
import { machineText, profilesText } from './formats/machine';
import { choosePaint } from './formats/paint';
import { complain, EXIT, UsageError, type CommandIo, type ExitStatus } from './io';
import { machineReport } from './machineReport';
import type { Options } from './options';
import { ownProfiles } from './ownProfiles';
import type { Program } from './workbench';

/**
 * `rseq abi`: what kernel and libc of this machine offer and what the kernel does with sections; with --list every profile that is known, and
 * nothing is run. What the kernel does differently is part of the answer, not a finding: the status is 0.
 */
export async function abi(
  program: Program,
  io: CommandIo,
  operands: readonly string[],
  options: Options,
): Promise<ExitStatus> {
  const [operand] = operands;
  if (operand !== undefined) throw new UsageError(`abi takes no path or name; ${operand} is one too many`);
  const paint = choosePaint(options.color, io.out, io);
  if (options.list) {
    const profiles = [...listProfiles(), ...ownProfiles(options, io.cwd)];
    const text = options.format === 'json' ? document({ version: 1, profiles }) : profilesText(profiles, paint);
    io.out.write(text);
    return EXIT.clean;
  }
  let answers: ReadonlyMap<string, string>;
  try {
    answers = program.askMachine(io.env);
  } catch (error) {
    complain(io, describeError(error));
    return EXIT.failure;
  }
  const release = answers.get('kernel.release') ?? '';
  const report = machineReport(answers, io.env, await measure(program, io, release));
  io.out.write(options.format === 'json' ? document(report) : machineText(report, paint));
  return EXIT.clean;
}

async function measure({ probe }: Program, io: CommandIo, release: string): Promise<BehaviourReport> {
  try {
    // The extension may have compiled one elsewhere, and says where.
    return behaviourReport(await runSelfCheck(io.env['RSEQ_ABI_PROBE'] ?? probe, { env: io.env }), release);
  } catch (error) {
    return notMeasured(describeError(error));
  }
}

function document(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
