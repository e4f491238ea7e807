import { stat } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { SectionInfo } from '../../../../server/src/testProtocol';
import type { TestTree } from './tree';

/** What is kept of a test's last run for the next window. VS Code keeps the results themselves. */
interface KeptTest {
  readonly sections: readonly SectionInfo[];
  /** When its files had been changed last, by URI; milliseconds. */
  readonly changed: Readonly<Record<string, number>>;
}

const key = 'rseq.tests';

/** The sections that tests were found to have, over windows; results of code that has changed meanwhile are outdated. */
export class TestHistory {
  constructor(
    private readonly memory: vscode.Memento,
    private readonly controller: vscode.TestController,
    private readonly tree: TestTree,
  ) {}

  /** After a run. One that came to no plan says nothing about sections. */
  async remember(test: vscode.TestItem, sections: readonly SectionInfo[]): Promise<void> {
    if (sections.length === 0) return;
    const uris = [test.uri?.toString(), ...sections.map(({ place }) => place?.uri)];
    const files = [...new Set(uris.filter((uri) => uri !== undefined))];
    const changed = Object.fromEntries(
      await Promise.all(files.map(async (uri) => [uri, await changeOf(uri)] as const)),
    );
    await this.memory.update(key, { ...this.#kept, [test.id]: { sections, changed } satisfies KeptTest });
  }

  /** For tests whose sections are not known in this window. */
  async recall(): Promise<void> {
    for (const test of this.tree.tests) {
      const kept = this.#kept[test.id];
      if (!kept || test.children.size > 0) continue;
      this.tree.plan(test, kept.sections);
      const times = await Promise.all(
        Object.entries(kept.changed).map(async ([uri, time]) => (await changeOf(uri)) === time),
      );
      if (times.includes(false)) this.controller.invalidateTestResults(test);
    }
  }

  get #kept(): Readonly<Record<string, KeptTest>> {
    return this.memory.get<Record<string, KeptTest>>(key, {});
  }
}

/** When a file was changed last; 0 if it is not there. Milliseconds. */
async function changeOf(uri: string): Promise<number> {
  try {
    return (await stat(vscode.Uri.parse(uri).fsPath)).mtimeMs;
  } catch {
    return 0;
  }
}
