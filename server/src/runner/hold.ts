import { planTest, sectionNames } from './plan';
import { runProbe, type ProbeOptions } from './probe';
import { instructionOf } from './report';
import { readProgram } from './session';

/** An instruction: a section by its name ({@link sectionNames}), and how far from its start, negative in front of it. */
export interface InstructionPlace {
  readonly section: string;
  readonly instruction: number;
}

/** The process that is held, and in it the thread that stands at the instruction. */
export interface HeldProgram {
  readonly pid: number;
  readonly thread: number;
}

/**
 * Runs a linked program until a thread comes to an instruction, and leaves it there, stopped, for a debugger. Resolves when the program has
 * ended, which it does with the probe; rejects with an error of one line if it cannot be held there.
 */
export async function holdProgram(
  program: string,
  { section, instruction }: InstructionPlace,
  how: Pick<ProbeOptions, 'probe' | 'args' | 'env' | 'directory' | 'signal'>,
  onHeld: (held: HeldProgram) => void,
): Promise<void> {
  const plan = await planTest(program, readProgram(program));
  const index = sectionNames(plan).indexOf(section);
  const hold = plan.points.findIndex((point) => point.section === index && instructionOf(plan, point) === instruction);
  if (hold < 0)
    throw new Error(`${program}: ${section} has no instruction ${instruction} any more; run the test again`);
  const env = { ...how.env, RSEQ_PROBE: '1' };
  await runProbe(plan, { ...how, env, scenarios: [], timeout: 0, hold }, (event) => {
    if (event.event === 'held') onHeld(event);
  });
}
