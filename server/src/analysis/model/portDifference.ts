import type { SourceSpan } from '../text/span';
import { describeStep, type PortDifference } from './operation';
/** How two ports of an operation differ, in words. */
export function describeDifference(name: string, { port, reference, kind, step }: PortDifference): string {
  const [own, others] = [listed(port.targets), listed(reference.targets)];
  const advice = 'callers expect the same of both; make them alike, or give one of them another name';
  switch (kind) {
    case 'missing':
      return `\`${name}\` for ${own} lacks ${describeStep(step)}, which it has for ${others}; ${advice}`;
    case 'extra':
      return `\`${name}\` for ${own} has ${describeStep(step)}, which it lacks for ${others}; ${advice}`;
    case 'order':
      return `\`${name}\` for ${own} has ${describeStep(step)} in another place than for ${others}; ${advice}`;
  }
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}

/** The place to look at besides the port itself. */
export function relatedOf({ kind, step, reference }: PortDifference): {
  readonly message: string;
  readonly span: SourceSpan;
} {
  return kind === 'missing'
    ? { message: 'this one', span: step.span }
    : { message: 'the other port', span: reference.span };
}
