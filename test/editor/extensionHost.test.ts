/** The suite of `suite/` in the extension host of a real VS Code, with the packaged extension installed. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { format } from 'node:util';
import { test } from 'node:test';
import { readSuiteResult, resultFileVariable, type SuiteResult } from './suiteResult';
import { withWorkbench, type Workbench } from './workbench';

test('extension host', { timeout: 240_000 }, async (t) => {
  await withWorkbench({ testDriver: true }, t.signal, async (workbench) => {
    const { tests } = await runSuite(workbench);
    for (const { title, error } of tests) {
      await t.test(title, () => {
        if (error !== undefined) throw new Error(error);
      });
    }
  });
});

/**
 * Opens the page with the payload that VS Code's own web tests use. The extension under test is the installed one; the
 * "development" extension that the suite is said to belong to is empty.
 */
async function runSuite({ page, server, url, remote }: Workbench): Promise<SuiteResult> {
  const empty = path.join(server.temporary, 'empty-extension');
  fs.mkdirSync(empty);
  const manifest = { name: 'empty', publisher: 'rseq-tests', version: '0.0.0', engines: { vscode: '*' } };
  fs.writeFileSync(path.join(empty, 'package.json'), JSON.stringify(manifest));
  const resultFile = path.join(server.temporary, 'suite-result.json');

  const log: string[] = [];
  await page.exposeFunction('codeAutomationLog', (_type: string, args: unknown[]) => log.push(format(...args)));
  const ended = new Promise<void>((resolve, reject) => {
    page.once('crash', () => {
      reject(new Error('the browser page crashed'));
    });
    page.exposeFunction('codeAutomationExit', () => {
      resolve();
    });
  });
  await page.goto(
    url([
      ['extensionDevelopmentPath', remote(empty)],
      ['extensionTestsPath', remote(path.join(__dirname, 'suite', 'index'))],
      ['extensionEnvironment', JSON.stringify({ [resultFileVariable]: resultFile })],
      ['skipWelcome', 'true'],
    ]),
  );
  await ended;
  try {
    return readSuiteResult(resultFile);
  } catch (error) {
    throw new Error(`${String(error)}; the extension host said:\n${log.join('\n')}`, { cause: error });
  }
}
