/**
 * The suite of `suite/` in a desktop VS Code, which is downloaded unless `VSCODE_EXECUTABLE` names one.
 * For people with an internet connection and a display: `npm run build && node out/test/editor/runElectron.js`.
 */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { runTests } from '@vscode/test-electron';
import { readSuiteResult, resultFileVariable } from './suiteResult';

async function main(): Promise<number> {
  const repository = path.resolve(__dirname, '../../..');
  const temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'rseq-electron-'));
  try {
    const folder = path.join(temporary, 'samples');
    fs.cpSync(path.join(repository, 'samples'), folder, { recursive: true });
    const resultFile = path.join(temporary, 'suite-result.json');
    const executable = process.env.VSCODE_EXECUTABLE;
    await runTests({
      ...(executable === undefined ? { version: 'stable' } : { vscodeExecutablePath: executable }),
      extensionDevelopmentPath: repository,
      extensionTestsPath: path.join(__dirname, 'suite', 'index'),
      extensionTestsEnv: { [resultFileVariable]: resultFile },
      launchArgs: [
        ...[folder, '--disable-extensions', '--disable-workspace-trust'],
        ...['--user-data-dir', path.join(temporary, 'user-data')],
      ],
    });
    const { passes, failures } = readSuiteResult(resultFile);
    console.log(`${passes} passed, ${failures} failed`);
    return failures === 0 ? 0 : 1;
  } finally {
    fs.rmSync(temporary, { recursive: true, force: true });
  }
}

main().then(
  (status) => {
    process.exitCode = status;
  },
  (error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  },
);
