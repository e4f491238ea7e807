import type { PlannedPoint, TestPlan } from './plan';
import type { ProbeEvent } from './probe';

/** A store of a section in front of its commit, to memory that is not the thread's own. */
export interface EarlyStore {
  readonly section: number;
  readonly point: PlannedPoint;
  /** Where it went in the run in which it was seen, in hexadecimal. */
  readonly address: string;
  /** Bytes in hexadecimal, in the order of memory; equal if the store changed nothing. */
  readonly before: string;
  readonly after: string;
  /** In words. */
  readonly detail: string;
}

/** Says in words what the probe saw. */
export function describeStore(plan: TestPlan, event: Extract<ProbeEvent, { readonly event: 'store' }>): EarlyStore {
  const { address, before, after } = event;
  const point = plan.points[event.point];
  if (!point) throw new Error('the probe speaks of a point that is not in the plan; build both anew');
  const bytes = after.length / 2;
  const count = `${bytes} byte${bytes === 1 ? '' : 's'}`;
  const change = before === after ? 'which had that value' : `${before} to ${after}`;
  const detail = `visible before the commit: ${count} at ${address}, ${change}`;
  return { section: point.section, point, address, before, after, detail };
}
