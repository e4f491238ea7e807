import type { Paths, PathStep, Point } from './paths';

/** What holds in front of each point; `undefined` where nothing comes by. */
export type States<S> = (point: Point) => S | undefined;

/** How states go along the ways through a statement. All of it must be monotone, or it may never end. */
export interface Flow<S> {
  /** The state behind a point, from that in front of it. */
  after(point: Point, before: S): S;
  /** Both states, or `undefined` if the second adds nothing to the first. */
  join(known: S, added: S): S | undefined;
}

/** Takes a state along every way from `start` until nothing changes any more. */
export function solve<S>(paths: Paths, start: Point, initial: S, flow: Flow<S>): States<S> {
  const states = new Map<number, S>();
  const work: Point[] = [start];
  states.set(keyOf(start), initial);
  for (let point = work.pop(); point; point = work.pop()) {
    const before = states.get(keyOf(point));
    if (before === undefined) continue;
    const behind = flow.after(point, before);
    for (const { to, byAbort } of stepsOf(paths, point)) {
      const added = byAbort ? before : behind;
      const key = keyOf(to);
      const known = states.get(key);
      const joined = known === undefined ? added : flow.join(known, added);
      if (joined === undefined) continue;
      states.set(key, joined);
      work.push(to);
    }
  }
  return (point) => states.get(keyOf(point));
}

const steps = new WeakMap<Paths, Map<number, readonly PathStep[]>>();

/** The steps from a point, which are asked for again and again. */
function stepsOf(paths: Paths, point: Point): readonly PathStep[] {
  const known = steps.get(paths) ?? new Map<number, readonly PathStep[]>();
  steps.set(paths, known);
  const key = keyOf(point);
  const found = known.get(key) ?? paths.next(point);
  known.set(key, found);
  return found;
}

function keyOf({ item, aborted }: Point): number {
  return item.index * 2 + (aborted ? 1 : 0);
}
