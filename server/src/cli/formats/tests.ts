import * as path from 'node:path';
import type { CommandIo } from '../io';
import { notMeasured } from '../behaviourReport';
import { machineReport } from '../machineReport';
import type { TestDefinition } from '../../runner/definition';
import type { PlannedPoint, TestPlan } from '../../runner/plan';
import type { Scenario } from '../../runner/probe';
import { inProcessNote, type Unavailable } from '../../runner/route';
import type { EarlyStore } from '../../runner/stores';
import { isFailure, nameOf, type Injection, type Verdict } from '../../runner/report';
import type { Paint } from './paint';
import { plural } from './summary';

/** Prints what a test finds out, as it goes. */
export interface TestReporter {
  /** A test of those that were found begins; not called for a program that was named. */
  test(test: TestDefinition): void;
  begin(plan: TestPlan): void;
  /** ptrace is not to be had. */
  inProcess(reason: string): void;
  skipped(scenario: Scenario, reason: string): void;
  injection(plan: TestPlan, injection: Injection): void;
  store(plan: TestPlan, store: EarlyStore): void;
  end(plan: TestPlan, injections: readonly Injection[], verdicts: readonly Verdict[], seconds: number): void;
  /** Nothing can be aborted here; said on standard error as well. */
  unavailable(program: string, reason: Unavailable): void;
  /** It could not be run; said on standard error as well. */
  failed(message: string): void;
  /** Nothing more comes. */
  finish(): void;
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
  let isMachineTold = false;
  return {
    test({ name, file, line, program }) {
      print({ event: 'test', name, file, line, program });
    },
    begin({ sections }) {
      try {
        if (!isMachineTold) {
          print({ event: 'abi', ...machineReport(askMachine(), io.env, notMeasured('`rseq abi` measures it')) });
        }
      } catch {
        // Without the helper nothing is known about the machine, which is no reason not to test.
      }
      isMachineTold = true;
      for (const [id, { place, start, end, abort, instructions }] of sections.entries()) {
        const where = { file: place?.file ?? null, line: place?.line ?? null, function: place?.function ?? null };
        print({ event: 'section', id, ...where, start: hex(start), end: hex(end), abort: hex(abort), instructions });
      }
    },
    inProcess(reason) {
      print({ event: 'route', route: 'in-process', reason });
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
    store({ sections }, { section, point, address: target, before, after, detail }) {
      const { address, text } = point;
      const offset = address - (sections[section]?.start ?? 0);
      const where = { section, address: hex(address), offset, ...placeOf(point), text };
      print({ event: 'store', ...where, target, before, after, detail });
    },
    end(plan, injections, verdicts, seconds) {
      for (const { section, passed, reached, rule, reason, untested } of verdicts) {
        print({ event: 'verdict', section, passed, reached, rule: rule ?? null, reason, untested });
      }
      print({ event: 'summary', ...summaryOf(plan, injections, verdicts), seconds: Math.round(seconds * 1000) / 1000 });
    },
    unavailable(_program, { message }) {
      print({ event: 'unavailable', reason: message });
    },
    failed(message) {
      print({ event: 'error', message });
    },
    finish() {
      // Every line stands for itself.
    },
  };
}

/** TAP 14: a test point for each section that was reached, the failures as its diagnostics. */
export function tapReporter(io: CommandIo): TestReporter {
  io.out.write('TAP version 14\n');
  let count = 0;
  let prefix = '';
  const escaped = (text: string): string => text.replace(/[#\\]/g, '\\$&');
  const point = (isOk: boolean, name: string): void => {
    io.out.write(`${isOk ? 'ok' : 'not ok'} ${++count} - ${prefix}${name}\n`);
  };
  return {
    test({ name }) {
      prefix = `${escaped(name)}: `;
    },
    begin() {
      // How many sections there are is said at the end.
    },
    inProcess(reason) {
      io.out.write(`# ${inProcessNote(reason)}\n`);
    },
    skipped(scenario, reason) {
      io.out.write(`# ${scenario} skipped: ${reason}\n`);
    },
    injection() {
      // Everything is in the test point of its section.
    },
    store() {
      // Information, no part of a result.
    },
    end(plan, _injections, verdicts) {
      for (const verdict of verdicts) {
        const name = escaped(nameOf(plan.sections[verdict.section]));
        if (!verdict.reached) {
          point(true, `${name} # SKIP ${verdict.reason}`);
          continue;
        }
        point(verdict.passed, name);
        io.out.write(`  ---\n  message: ${JSON.stringify(verdict.reason)}\n  untested: ${verdict.untested}\n`);
        if (verdict.failures.length > 0) io.out.write('  failures:\n');
        for (const { scenario, point, detail } of verdict.failures) {
          io.out.write(`    - ${JSON.stringify(`${scenario} at ${hex(point.address)} ${point.text}: ${detail}`)}\n`);
        }
        io.out.write('  ...\n');
      }
    },
    unavailable(program, { message }) {
      point(true, `${escaped(program)} # SKIP ${message}`);
    },
    failed(message) {
      point(false, 'cannot be run');
      io.out.write(`  ---\n  message: ${JSON.stringify(message)}\n  ...\n`);
    },
    finish() {
      io.out.write(`1..${count}\n`);
    },
  };
}

/** For people: a paragraph for each section, its failures with the instruction, and a line at the end. */
export function textReporter(io: CommandIo, paint: Paint, isVerbose: boolean): TestReporter {
  let skips: string[] = [];
  let stores: EarlyStore[] = [];
  let tests = 0;
  const failing = new Set<string>();
  const skipped = new Set<string>();
  let current = '';
  return {
    test({ name, file, line }) {
      if (tests++ > 0) io.out.write('\n');
      current = `${file}:${line}: ${name}`;
      io.out.write(`${paint.bold(name)}  ${paint.dim(`${nearName(file, io.cwd)}:${line}`)}\n`);
    },
    begin() {
      skips = [];
      stores = [];
    },
    inProcess(reason) {
      skips.push(inProcessNote(reason));
    },
    skipped(scenario, reason) {
      skips.push(`${scenario} skipped: ${reason}`);
    },
    injection() {
      // The progress line shows them.
    },
    store(_plan, store) {
      stores.push(store);
    },
    end(plan, injections, verdicts, seconds) {
      const lines = verdicts.flatMap((verdict) => [
        ...verdictLines(plan, verdict, paint, isVerbose),
        ...storeLines(
          stores.filter(({ section }) => section === verdict.section),
          paint,
        ),
      ]);
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
      if (verdicts.some(({ reached, passed }) => reached && !passed)) failing.add(current);
    },
    unavailable() {
      skipped.add(current);
    },
    failed() {
      failing.add(current);
    },
    finish() {
      if (tests <= 1) return;
      const passed = tests - failing.size - skipped.size;
      const rest = skipped.size > 0 ? `, ${skipped.size} skipped` : '';
      io.out.write(`\n${plural(tests, 'test')}, ${passed} passed, ${failing.size} failed${rest}\n`);
    },
  };
}

function storeLines(stores: readonly EarlyStore[], paint: Paint): readonly string[] {
  return stores.flatMap(({ point, detail }) => {
    const place = point.place ? `${point.place.file.replace(/^.*\//, '')}:${point.place.line}: ` : '';
    return [
      `  ${paint.note('note')}      ${hex(point.address)}  ${paint.bold(point.text)}`,
      `            ${place}${detail}`,
    ];
  });
}

function nearName(file: string, cwd: string): string {
  const relative = path.relative(cwd, file);
  return relative.startsWith('..') ? file : relative;
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
