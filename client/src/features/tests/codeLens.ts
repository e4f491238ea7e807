import * as vscode from 'vscode';
import { sectionsRequest, type SectionsParams, type SectionsResult } from '../../../../server/src/testProtocol';
import { commands } from '../../contributions';
import { documentSelector } from '../../languageClient';
import type { FeatureHost } from '../feature';
import type { TestTree } from './tree';

const title = 'Run under abort injection';

/**
 * "Run under abort injection" above tests, above sections that a test is known to run, and above those of a file that has tests of which nobody
 * knows yet what they run. Fire the result when the tree changes.
 */
export function registerLenses({ context, client }: FeatureHost, tree: TestTree): vscode.EventEmitter<void> {
  const changed = new vscode.EventEmitter<void>();

  async function lensesOfUnplanned(uri: vscode.Uri, token: vscode.CancellationToken): Promise<vscode.CodeLens[]> {
    const tests = tree.unplannedIn(uri).map(({ id }) => id);
    if (tests.length === 0 || !client.isRunning()) return [];
    const params: SectionsParams = { uri: client.code2ProtocolConverter.asUri(uri) };
    const { sections } = await client.sendRequest<SectionsResult>(sectionsRequest, params, token);
    return sections.map(({ line }) => lens(new vscode.Range(line, 0, line, 0), title, tests));
  }

  const provider: vscode.CodeLensProvider = {
    onDidChangeCodeLenses: changed.event,
    async provideCodeLenses({ uri }, token) {
      if (!vscode.workspace.isTrusted) return [];
      const known = tree.runnableIn(uri).map(({ item, range, of }) => {
        return lens(range, of === undefined ? title : `${title} (${of})`, [item.id]);
      });
      // While the text changes there is no answer; the next one will have them.
      return [...known, ...(await lensesOfUnplanned(uri, token).catch(() => []))];
    },
  };
  const selector = [...documentSelector(), { scheme: 'file', pattern: '**/.rseq.json' }];
  context.subscriptions.push(changed, vscode.languages.registerCodeLensProvider(selector, provider));
  return changed;
}

function lens(range: vscode.Range, text: string, ids: readonly string[]): vscode.CodeLens {
  return new vscode.CodeLens(range, { title: text, command: commands.runTest, arguments: [...ids] });
}
