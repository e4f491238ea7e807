import { behaviourCases, behaviourEras, fittingEra, type Outcome } from '../analysis';
import type { AbortCause, SelfCheck } from '../runner/selfCheck';

/** The part of `rseq abi --format json` about what this kernel was seen to do; null: nobody knows. */
export interface BehaviourReport {
  readonly measured: boolean;
  /** Why not, where it was not. */
  readonly reason: string | null;
  /** Whose struct rseq was used: libc's, or one registered for it. */
  readonly area: 'libc' | 'own' | null;
  readonly aborts: readonly AbortReport[];
  /** The kernels that the mistakes are compared with, in words. */
  readonly comparedWith: string | null;
  readonly cases: readonly CaseReport[];
}

/** Sections that were interrupted inside. Each is owed an abort: one that went on is a regression of the kernel. */
export interface AbortReport {
  readonly cause: AbortCause;
  readonly tried: number;
  readonly aborted: number;
  readonly regression: boolean;
  readonly reason: string | null;
}

/** What became of a thread with a mistake in its section, and what kernels of this release were seen to do. */
export interface CaseReport {
  readonly id: string;
  readonly what: string;
  readonly outcome: string | null;
  readonly known: Outcome | null;
  readonly differs: boolean;
  readonly reason: string | null;
}

/** A report of nothing: nobody ran the self-check, or it could not be run. */
export function notMeasured(reason: string): BehaviourReport {
  return { measured: false, reason, area: null, aborts: [], comparedWith: null, cases: [] };
}

/** Compares what was measured with what kernels of that release were seen to do. */
export function behaviourReport(check: SelfCheck, release: string): BehaviourReport {
  const answers = new Map(check.cases.map((one) => [one.id, one]));
  const measured = check.cases.filter(({ outcome }) => outcome !== 'not measured');
  const outcomeOf = new Map(measured.map(({ id, outcome }) => [id, outcome]));
  const era = fittingEra(release, outcomeOf);
  return {
    measured: true,
    reason: null,
    area: check.area,
    aborts: check.aborts.map(({ cause, tried, aborted, reason }) => ({
      cause,
      tried,
      aborted,
      regression: aborted < tried,
      reason: reason ?? null,
    })),
    comparedWith: era ? behaviourEras[era] : null,
    cases: behaviourCases.map(({ id, what, outcomes }) => {
      const outcome = outcomeOf.get(id) ?? null;
      const known = (era && outcomes[era]) ?? null;
      const reason = outcome === null ? (answers.get(id)?.reason ?? 'the self-check does not know it') : null;
      return { id, what, outcome, known, differs: outcome !== null && known !== null && outcome !== known, reason };
    }),
  };
}
