import type { Finding, Note } from './finding';
import { guarded, severityOf } from './judge';
import type { Operation } from './model/operation';
import type { AnalysisRequest } from './request';
import { rules } from './rules/index';

/**
 * Runs the rules about what a unit has for several targets. That is no target's answer, and each of these is kept on its own, so it
 * is judged anew whenever one of them changes.
 */
export function judgeOperations(
  request: AnalysisRequest,
  operations: readonly Operation[],
  notes: Note[],
): readonly Finding[] {
  return rules.flatMap((rule) => {
    if (rule.subject !== 'operation') return [];
    const check = (): readonly Finding[] =>
      operations.flatMap((operation) =>
        rule.check(operation).flatMap((report): Finding[] => {
          const severity = severityOf(request, rule, report);
          const { span, targets, ignored } = report.port;
          if (severity === 'off' || ignored.includes(rule.id)) return [];
          return [
            {
              rule: rule.id,
              severity,
              message: report.message,
              span,
              function: operation.function,
              targets,
              abis: [],
              variants: [],
              otherVariants: [],
              instances: 1,
              related: report.related,
              fixes: [],
            },
          ];
        }),
      );
    return guarded(request, notes, `checking ${rule.id}`, check) ?? [];
  });
}
