import * as vscode from 'vscode';
import type {
  CodePlace,
  InjectionInfo,
  PointInfo,
  RunTestResult,
  SectionInfo,
  TestEvent,
} from '../../../../server/src/testProtocol';
import type { RunCoverage } from './coverage';
import { scenarioOutcome, stateOf, untestedWords, type ScenarioOutcome, type TestState } from './outcome';
import { scenarios, type Selection, type TestTree } from './tree';

/** One failure, for a debugger to go to. */
export interface Failure {
  readonly section: string;
  readonly scenario: string;
  readonly instruction: number;
}

/** One test of a run: hears its events and says what they mean to VS Code. */
export class RunningTest {
  readonly failures: Failure[] = [];
  #sections: readonly SectionInfo[] = [];
  #points: readonly PointInfo[] = [];
  readonly #injections: InjectionInfo[] = [];

  constructor(
    private readonly run: vscode.TestRun,
    private readonly tree: TestTree,
    private readonly selection: Selection,
    private readonly coverage: RunCoverage,
  ) {
    run.started(this.#item);
  }

  /** The sections that the test was found to have; empty before it is planned. */
  get sections(): readonly SectionInfo[] {
    return this.#sections;
  }

  hear(event: TestEvent): void {
    switch (event.kind) {
      case 'output':
        this.#print(event.text);
        break;
      case 'planned':
        this.#plan(event.sections, event.points);
        break;
      case 'skipped':
        this.#print(`${event.scenario} skipped: ${event.reason}\n`);
        break;
      case 'injection':
        this.#injections.push(event);
        this.#cover(event);
        break;
      case 'held':
        break;
    }
  }

  /** All came that will. */
  end({ error, skipped, seconds, verdicts }: RunTestResult): void {
    if (skipped !== undefined) {
      this.#print(`${skipped}\n`);
      this.run.skipped(this.#item);
      return;
    }
    if (error !== undefined) {
      this.#print(`${error}\n`);
      this.run.errored(this.#item, new vscode.TestMessage(error));
      return;
    }
    const outcomes = this.#chosen.map((one) => {
      const outcome = scenarioOutcome(one.section, one.scenario, this.#points, this.#injections);
      this.#endScenario(one.name, one.scenario, outcome);
      return { ...one, ...outcome };
    });
    for (const { section, passed, reason } of verdicts) {
      const own = outcomes.filter(({ name }) => name === section);
      if (own.length === 0) continue;
      const state = stateOf(own);
      // A verdict wants an abort, which there is none of in some scenarios.
      this.#print(`${state}  ${section}${(state === 'passed') === passed ? `: ${reason}` : ''}\n`);
    }
    this.#show(this.#item, stateOf(outcomes), [], seconds * 1000);
  }

  /** What the run is of. */
  get #item(): vscode.TestItem {
    const { test, section, scenario } = this.selection;
    const part = section === undefined ? undefined : this.tree.section(test, section);
    return (
      (section !== undefined && scenario !== undefined ? this.tree.scenario(test, section, scenario) : part) ?? test
    );
  }

  get #chosen(): readonly { readonly section: number; readonly name: string; readonly scenario: string }[] {
    const wanted = this.selection.scenario === undefined ? scenarios : [this.selection.scenario];
    return this.#sections.flatMap(({ name }, section) => {
      return this.#isChosen(name) ? wanted.map((scenario) => ({ section, name, scenario })) : [];
    });
  }

  #isChosen(section: string): boolean {
    return this.selection.section === undefined || this.selection.section === section;
  }

  #plan(sections: readonly SectionInfo[], points: readonly PointInfo[]): void {
    this.#sections = sections;
    this.#points = points;
    this.coverage.plan(points.filter(({ section }) => this.#isChosen(sections[section]?.name ?? '')));
    this.tree.plan(this.selection.test, sections);
    for (const { name, scenario } of this.#chosen) {
      const item = this.tree.scenario(this.selection.test, name, scenario);
      if (item) this.run.started(item);
    }
  }

  #cover(injection: InjectionInfo): void {
    const point = this.#points[injection.point];
    if (point) this.coverage.add(point, injection);
  }

  #endScenario(section: string, scenario: string, outcome: ScenarioOutcome): void {
    const item = this.tree.scenario(this.selection.test, section, scenario);
    if (!item) return;
    item.description = untestedWords(outcome);
    this.failures.push(...outcome.failures.flatMap((one) => this.#failureOf(section, one)));
    const messages = outcome.failures.map((one) => this.#message(item, one));
    this.#show(item, outcome.state, messages);
  }

  #show(item: vscode.TestItem, state: TestState, messages: readonly vscode.TestMessage[], milliseconds?: number): void {
    if (state === 'failed') this.run.failed(item, messages, milliseconds);
    else if (state === 'passed') this.run.passed(item, milliseconds);
    else this.run.skipped(item);
  }

  #failureOf(section: string, { point, scenario }: InjectionInfo): Failure[] {
    const place = this.#points[point];
    return place ? [{ section, scenario, instruction: place.instruction }] : [];
  }

  #message(item: vscode.TestItem, { point, detail, page, scenario }: InjectionInfo): vscode.TestMessage {
    const at = this.#points[point];
    const text = new vscode.MarkdownString();
    text.appendText(`${scenario} at `);
    text.appendMarkdown(`\`${at?.text.replaceAll('`', "'") ?? 'an instruction'}\``);
    text.appendText(`: ${detail}`);
    if (page !== undefined) text.appendMarkdown(` ([${page.replace(/^.*\/|\.md$/g, '')}](${page}))`);
    const message = new vscode.TestMessage(text);
    const location = locationOf(at?.place);
    if (location) message.location = location;
    else if (item.uri && item.range) message.location = new vscode.Location(item.uri, item.range);
    return message;
  }

  #print(text: string): void {
    this.run.appendOutput(text.replace(/\r?\n/g, '\r\n'), undefined, this.selection.test);
  }
}

function locationOf(place: CodePlace | undefined): vscode.Location | undefined {
  return place && new vscode.Location(vscode.Uri.parse(place.uri), new vscode.Position(place.line, 0));
}
