import type { SourceSpan } from '../text/span';
import type { SectionStep } from './steps';

/** A step of a port, with where it is written. */
export type PortStep = DistributiveOmit<SectionStep, 'place'> & { readonly span: SourceSpan };

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/** What a function does that holds a section, for one target. Plain data. */
export interface Port {
  readonly function: string;
  /** Of a function with several sections, which. */
  readonly ordinal: number;
  readonly target: string;
  /** The set of macros under which it was read; empty if there is only one. */
  readonly variant: string;
  /** Where the section is written. */
  readonly span: SourceSpan;
  /** Without barriers other processors see its stores out of order; with them, it has them where it needs them. */
  readonly weaklyOrdered: boolean;
  readonly steps: readonly PortStep[];
  /** Rules of whose findings about the section a comment does not want to hear. */
  readonly ignored: readonly string[];
}

/** Ports that are one text, or do the same at one place. */
export interface SharedPort extends Omit<Port, 'target'> {
  readonly targets: readonly string[];
}

/** What the functions of one name do, for every target that they are written for. */
export interface Operation {
  readonly function: string;
  readonly ordinal: number;
  readonly variant: string;
  /** Those for the same targets as ever in the same order. */
  readonly ports: readonly SharedPort[];
}

/**
 * Puts ports together that are for the same operation. A name that some target has more often than others is left out: nobody can
 * tell which function is whose counterpart.
 */
export function operationsOf(ports: readonly Port[]): readonly Operation[] {
  const groups = groupedBy(distinctPorts(ports), ({ variant, function: name }) => `${variant}\0${name}`);
  return [...groups.values()].flatMap((alike) => {
    const perTarget = [...groupedBy(alike, ({ target }) => target).values()];
    if (new Set(perTarget.map((own) => own.length)).size > 1) return [];
    return [...groupedBy(alike, ({ ordinal }) => String(ordinal)).values()].flatMap((own) => {
      const [first] = own;
      return first
        ? [{ function: first.function, ordinal: first.ordinal, variant: first.variant, ports: shared(own) }]
        : [];
    });
  });
}

/** Several units may have read one header. */
function distinctPorts(ports: readonly Port[]): readonly Port[] {
  return [...groupedBy(ports, (port) => JSON.stringify([port.variant, port.target, keyOf(port)])).values()].flatMap(
    ([first]) => first ?? [],
  );
}

function keyOf({ function: name, ordinal, span, steps }: Port): string {
  return JSON.stringify([name, ordinal, span, steps.map((step) => ({ ...step, span: undefined }))]);
}

function shared(ports: readonly Port[]): readonly SharedPort[] {
  return [...groupedBy(ports, keyOf).values()].flatMap((own) => {
    const [first] = own;
    if (!first) return [];
    return [{ ...first, targets: own.map(({ target }) => target) }];
  });
}

function groupedBy<T>(items: readonly T[], keyOfItem: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOfItem(item));
    if (group) group.push(item);
    else groups.set(keyOfItem(item), [item]);
  }
  return groups;
}

/** What a port does otherwise than another. */
export interface PortDifference {
  readonly port: SharedPort;
  /** The other, like which most are. */
  readonly reference: SharedPort;
  /** `missing`: a step of the reference; `extra`: a step of the port; `order`: a step of the port that the reference has elsewhere. */
  readonly kind: 'missing' | 'extra' | 'order';
  readonly step: PortStep;
}

/**
 * The first difference of every port that does not do what most do. Barriers count among processors that need them only, and only
 * where everything else agrees.
 */
export function differencesOf({ ports }: Operation): readonly PortDifference[] {
  const bare = deviations(ports, (step) => step.kind !== 'barrier');
  const others = ports.filter((port) => port.weaklyOrdered && !bare.some((difference) => difference.port === port));
  return [...bare, ...deviations(others, () => true)];
}

function deviations(ports: readonly SharedPort[], counts: (step: PortStep) => boolean): readonly PortDifference[] {
  const of = (port: SharedPort): readonly PortStep[] => port.steps.filter(counts);
  const alike = (one: SharedPort, other: SharedPort): boolean => {
    const [left, right] = [of(one), of(other)];
    return (
      left.length === right.length && left.every((step, at) => right[at] !== undefined && isSameStep(step, right[at]))
    );
  };
  const reference = mostCommon(ports, alike, (port) => of(port).length);
  if (!reference) return [];
  return ports.flatMap((port) => {
    const difference = alike(port, reference) ? undefined : firstDifference(of(port), of(reference));
    return difference ? [{ port, reference, ...difference }] : [];
  });
}

/** The port that most are like; of several, the one that does more. */
function mostCommon(
  ports: readonly SharedPort[],
  alike: (one: SharedPort, other: SharedPort) => boolean,
  size: (port: SharedPort) => number,
): SharedPort | undefined {
  const followers = (port: SharedPort): number => ports.filter((other) => alike(port, other)).length;
  return [...ports].sort((a, b) => followers(b) - followers(a) || size(b) - size(a))[0];
}

function firstDifference(
  own: readonly PortStep[],
  others: readonly PortStep[],
): Pick<PortDifference, 'kind' | 'step'> | undefined {
  const at = others.findIndex((step, index) => own[index] === undefined || !isSameStep(own[index], step));
  const [mine, theirs] = at < 0 ? [own[others.length], undefined] : [own[at], others[at]];
  const isIn = (step: PortStep | undefined, steps: readonly PortStep[]): boolean =>
    step !== undefined && steps.some((other) => isSameStep(step, other));
  if (theirs && !isIn(theirs, own)) return { kind: 'missing', step: theirs };
  if (mine && !isIn(mine, others)) return { kind: 'extra', step: mine };
  if (theirs && own.length < others.length) return { kind: 'missing', step: theirs };
  if (mine && own.length > others.length) return { kind: 'extra', step: mine };
  return mine && { kind: 'order', step: mine };
}

/** Are two steps the same? What nobody can tell is equal to everything. */
export function isSameStep(one: PortStep, other: PortStep): boolean {
  if (one.kind === 'cpu' && other.kind === 'cpu') return one.to === other.to;
  if (one.kind === 'exit' && other.kind === 'exit') {
    const isUnclear = one.memory.length === 0 || other.memory.length === 0;
    return one.to === other.to && (isUnclear || one.memory.join() === other.memory.join());
  }
  if ((one.kind === 'store' && other.kind === 'store') || (one.kind === 'commit' && other.kind === 'commit')) {
    return one.memory === undefined || other.memory === undefined || one.memory === other.memory;
  }
  return one.kind === other.kind;
}

/** A step in words: `the exit to `cmpfail` that depends on `*v``. */
export function describeStep(step: PortStep): string {
  switch (step.kind) {
    case 'cpu':
      return `the cpu check that leads to \`${step.to}\``;
    case 'exit':
      return `the exit to \`${step.to}\`${step.memory.length > 0 ? ` that depends on \`${step.memory.join('` and `')}\`` : ''}`;
    case 'store':
      return `the store${step.memory === undefined ? '' : ` to \`${step.memory}\``} in front of the commit`;
    case 'copy':
      return 'the loop that copies';
    case 'barrier':
      return 'the barrier';
    case 'commit':
      return `the commit${step.memory === undefined ? '' : ` to \`${step.memory}\``}`;
  }
}
