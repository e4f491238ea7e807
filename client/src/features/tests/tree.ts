import * as vscode from 'vscode';
import type { SectionInfo, TestInfo } from '../../../../server/src/testProtocol';

/** What is done to a program, in the order in which it is done. */
export const scenarios = ['abort', 'migrate', 'intruder', 'stale', 'repeat'] as const;

/** What of a test an item stands for: all of it, a section, a section in one scenario. */
export interface Selection {
  readonly test: vscode.TestItem;
  readonly section?: string;
  readonly scenario?: string;
}

/** The tree of the Test Explorer: tests as they are found, below each its sections and scenarios once it has been planned. */
export class TestTree {
  readonly #controller: vscode.TestController;
  readonly #selections = new WeakMap<vscode.TestItem, Selection>();

  constructor(controller: vscode.TestController) {
    this.#controller = controller;
  }

  /** Replaces what is known of these files; of all of them if `files` is absent. */
  update(tests: readonly TestInfo[], files?: readonly vscode.Uri[]): void {
    const isMeant = (uri: vscode.Uri | undefined): boolean =>
      files?.some((file) => file.toString() === uri?.toString()) ?? true;
    const ids = new Set(tests.map(({ id }) => id));
    for (const [id, item] of [...this.#controller.items]) {
      if (isMeant(item.uri) && !ids.has(id)) this.#controller.items.delete(id);
    }
    for (const test of tests) this.#put(test);
  }

  #put({ id, name, uri, line }: TestInfo): void {
    const item = this.#controller.items.get(id) ?? this.#controller.createTestItem(id, name, vscode.Uri.parse(uri));
    item.range = new vscode.Range(line, 0, line, 0);
    item.description = vscode.workspace.asRelativePath(vscode.Uri.parse(uri));
    this.#selections.set(item, { test: item });
    this.#controller.items.add(item);
  }

  /** The item of an id, wherever in the tree it is. */
  find(id: string): vscode.TestItem | undefined {
    return this.#everything.find((item) => item.id === id);
  }

  /** What a change of a file may change the result of: tests that it defines, and tests of which it has a section. */
  of(file: vscode.Uri): readonly vscode.TestItem[] {
    return this.tests.filter((test) => {
      return [test, ...childrenOf(test)].some(({ uri }) => uri?.toString() === file.toString());
    });
  }

  /** Tests and sections that are written in a file; `of`: the test that runs a section. */
  runnableIn(file: vscode.Uri): readonly { item: vscode.TestItem; range: vscode.Range; of?: string }[] {
    return this.tests
      .flatMap((test) => [test, ...childrenOf(test)])
      .flatMap((item) => {
        if (item.uri?.toString() !== file.toString() || !item.range) return [];
        const { test } = this.selectionOf(item);
        return [{ item, range: item.range, ...(item === test ? {} : { of: test.label }) }];
      });
  }

  /** Tests that a file defines and of which nobody knows yet what they run. */
  unplannedIn(file: vscode.Uri): readonly vscode.TestItem[] {
    return this.tests.filter(({ uri, children }) => children.size === 0 && uri?.toString() === file.toString());
  }

  get #everything(): readonly vscode.TestItem[] {
    const sections = this.tests.flatMap(childrenOf);
    return [...this.tests, ...sections, ...sections.flatMap(childrenOf)];
  }

  /** All tests. */
  get tests(): readonly vscode.TestItem[] {
    return [...this.#controller.items].map(([, item]) => item);
  }

  selectionOf(item: vscode.TestItem): Selection {
    return this.#selections.get(item) ?? { test: item };
  }

  /** Shows the sections that a test was found to have. */
  plan(test: vscode.TestItem, sections: readonly SectionInfo[]): void {
    const names = new Set(sections.map(({ name }) => `${test.id}/${name}`));
    for (const [id] of [...test.children]) if (!names.has(id)) test.children.delete(id);
    for (const section of sections) this.#putSection(test, section);
  }

  #putSection(test: vscode.TestItem, { name, place }: SectionInfo): void {
    const id = `${test.id}/${name}`;
    const uri = place ? vscode.Uri.parse(place.uri) : undefined;
    let item = test.children.get(id);
    if (item?.uri?.toString() !== uri?.toString()) item = undefined;
    item ??= this.#controller.createTestItem(id, name, uri);
    if (place) {
      item.range = new vscode.Range(place.line, 0, place.line, 0);
      item.description = `line ${place.line + 1}`;
    }
    this.#selections.set(item, { test, section: name });
    for (const scenario of scenarios) {
      const child =
        item.children.get(`${id}/${scenario}`) ?? this.#controller.createTestItem(`${id}/${scenario}`, scenario, uri);
      child.range = item.range;
      child.sortText = String(scenarios.indexOf(scenario));
      this.#selections.set(child, { test, section: name, scenario });
      item.children.add(child);
    }
    test.children.add(item);
  }

  /** The items of a section and of its scenarios; undefined before the test is planned. */
  section(test: vscode.TestItem, name: string): vscode.TestItem | undefined {
    return test.children.get(`${test.id}/${name}`);
  }

  scenario(test: vscode.TestItem, name: string, scenario: string): vscode.TestItem | undefined {
    const id = `${test.id}/${name}`;
    return test.children.get(id)?.children.get(`${id}/${scenario}`);
  }
}

function childrenOf(item: vscode.TestItem): readonly vscode.TestItem[] {
  return [...item.children].map(([, child]) => child);
}
