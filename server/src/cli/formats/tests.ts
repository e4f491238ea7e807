import type { CommandIo } from '../io';
import { machineReport } from '../machineReport';
import type { PlannedPoint, TestPlan } from '../../runner/plan';
import type { Scenario } from '../../runner/probe';
import { isFailure, nameOf, type Injection, type Verdict } from '../../runner/report';
import type { Paint } from './paint';
import { plural } from './summary';

/** Prints what a test finds out, as it goes. */
export interface TestReporter {
  begin(plan: TestPlan): void;
  skipped(scenario: Scenario, reason: string): void;
  injection(plan: TestPlan, injection: Injection): void;
  end(plan: TestPlan, injections: readonly Injection[], verdicts: readonly Verdict[], seconds: number): void;
}

function hex(address: number): string {
  return `0x${address.toString(16)}`;
}

function placeOf({ place }: PlannedPoint): { file: string | null; line: number | null } {
  return { file: place?.file ?? null, line: place && place.line > 0 ? place.line : null };
}

function summaryOf(plan: TestPlan, injections: readonly Injection[], verdicts: readonly Verdict[]) {
  const count = (...outcomes: readonly Injection['outcome'][]) =>
    injections.filter(({ outcome }) => outcomes.includes(outcome)).length;
  return {
    sections: plan.sections.length,
    reached: verdicts.filter(({ reached }) => reached).length,
    instructions: plan.points.filter(({ position }) => position === 'inside').length,
    injected: injections.length - count('unreached'),
    passed: count('aborted', 'passed'),
    failed: injections.filter(isFailure).length,
    unreached: count('unreached'),
    untested: count('no-intruder'),
  };
}

/** One object a line, as the contract of the command names them. `askMachine` may throw: then there is no line about the machine. */
export function jsonReporter(io: CommandIo, askMachine: () => ReadonlyMap<string, string>): TestReporter {
  const print = (value: object) => {
    io.out.write(`${JSON.stringify(value)}\n`);
  };
  return {
    begin({ sections }) {
      try {
        print({ event: 'abi', ...machineReport(askMachine(), io.env) });
      } catch {
        // Without the helper nothing is known about the machine, which is no reason not to test.
      }
      for (const [id, { place, start, end, abort, instructions }] of sections.entries()) {
        const where = { file: place?.file ?? null, line: place?.line ?? null, function: place?.function ?? null };
        print({ event: 'section', id, ...where, start: hex(start), end: hex(end), abort: hex(abort), instructions });
      }
    },
    skipped(scenario, reason) {
      print({ event: 'skipped', scenario, reason });
    },
    injection({ sections }, { section, point, instruction, scenario, outcome, detail }) {
      const offset = point.address - (sections[section]?.start ?? 0);
      const { address, text } = point;
      const position = point.position === 'inside' ? 'in' : point.position;
      const where = { section, instruction, address: hex(address), offset, position, ...placeOf(point), text };
      print({ event: 'injection', ...where, scenario, outcome, detail });
    },
    end(plan, injections, verdicts, seconds) {
      for (const { section, passed, reached, rule, reason, untested } of verdicts) {
        print({ event: 'verdict', section, passed, reached, rule: rule ?? null, reason, untested });
      }
      print({ event: 'summary', ...summaryOf(plan, injections, verdicts), seconds: Math.round(seconds * 1000) / 1000 });
    },
  };
}

/** TAP 14: a test point for each section that was reached, the failures as its diagnostics. */
export function tapReporter(io: CommandIo): TestReporter {
  return {
    begin() {
      io.out.write('TAP version 14\n');
    },
    skipped(scenario, reason) {
      io.out.write(`# ${scenario} skipped: ${reason}\n`);
    },
    injection() {
      // Everything is in the test point of its section.
    },
    end(plan, _injections, verdicts) {
      io.out.write(`1..${verdicts.length}\n`);
      for (const [index, verdict] of verdicts.entries()) {
        const name = nameOf(plan.sections[verdict.section]).replace(/[#\\]/g, '\\$&');
        const number = index + 1;
        if (!verdict.reached) {
          io.out.write(`ok ${number} - ${name} # SKIP ${verdict.reason}\n`);
          continue;
        }
        io.out.write(`${verdict.passed ? 'ok' : 'not ok'} ${number} - ${name}\n`);
        io.out.write(`  ---\n  message: ${JSON.stringify(verdict.reason)}\n  untested: ${verdict.untested}\n`);
        if (verdict.failures.length > 0) io.out.write('  failures:\n');
        for (const { scenario, point, detail } of verdict.failures) {
          io.out.write(`    - ${JSON.stringify(`${scenario} at ${hex(point.address)} ${point.text}: ${detail}`)}\n`);
        }
        io.out.write('  ...\n');
      }
    },
  };
}

/** For people: a paragraph for each section, its failures with the instruction, and a line at the end. */
export function textReporter(io: CommandIo, paint: Paint, isVerbose: boolean): TestReporter {
  const skips: string[] = [];
  return {
    begin() {
      // Sections are named with what became of them.
    },
    skipped(scenario, reason) {
      skips.push(`${scenario} skipped: ${reason}`);
    },
    injection() {
      // The progress line shows them.
    },
    end(plan, injections, verdicts, seconds) {
      const lines = verdicts.flatMap((verdict) => verdictLines(plan, verdict, paint, isVerbose));
      for (const line of [...lines, ...skips]) io.out.write(`${line}\n`);
      const { sections, reached, instructions, injected, failed, untested } = summaryOf(plan, injections, verdicts);
      const parts = [
        `${reached} of ${plural(sections, 'section')} reached`,
        plural(instructions, 'instruction'),
        plural(injected, 'injection'),
        `${failed} failed`,
        ...(untested > 0 ? [`${untested} untested`] : []),
      ];
      io.out.write(`${parts.join(', ')} in ${seconds.toFixed(1)} s\n`);
    },
  };
}

/** So many failures of a section are shown unless all are asked for. */
const failuresShown = 5;

function verdictLines(plan: TestPlan, verdict: Verdict, paint: Paint, isVerbose: boolean): readonly string[] {
  const section = plan.sections[verdict.section];
  const name = paint.bold(nameOf(section));
  if (!verdict.reached) return [`${paint.dim('skipped')}  ${name}: ${verdict.reason}`];
  const state = verdict.passed ? paint.note('passed') : paint.severity('error', 'FAILED');
  const shown = isVerbose ? verdict.failures : verdict.failures.slice(0, failuresShown);
  const rest = verdict.failures.length - shown.length;
  const reason = verdict.passed ? verdict.reason : plural(verdict.failures.length, 'failure');
  return [
    `${state}  ${name}: ${verdict.failures.length > 0 || verdict.passed ? reason : verdict.reason}`,
    ...shown.flatMap(({ scenario, point, detail, rule }) => {
      const place = point.place ? `${point.place.file.replace(/^.*\//, '')}:${point.place.line}: ` : '';
      const page = rule === undefined ? '' : ` [${rule}]`;
      return [
        `  ${scenario.padEnd(8)}  ${hex(point.address)}  ${paint.bold(point.text)}`,
        `            ${place}${detail}${page}`,
      ];
    }),
    ...(rest > 0 ? [`  and ${rest} more; -v shows all`] : []),
  ];
}
