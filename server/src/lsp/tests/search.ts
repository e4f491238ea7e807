import { readFile } from 'node:fs/promises';
import * as path from 'node:path';
import { CONFIGURATION_FILE, findConfigurationFile } from '../../platform/configuration';
import { describeError } from '../../platform/files';
import { statusOf } from '../../platform/fileStatus';
import { ProjectFiles } from '../../platform/projectFiles';
import { walkFiles } from '../../platform/sourceTree';
import type { TestDefinition } from '../../runner/definition';
import { configuredTests, isTestSource, sourceTests, testsInText, type FoundTest } from '../../runner/discovery';
import type { Cancellation } from '../analysisService';
import { pathOf } from '../documents';
import type { Session } from '../session';

export interface FoundTests {
  readonly tests: readonly FoundTest[];
  /** One line each. */
  readonly problems: readonly string[];
}

/** The same as long as file and name are. */
export function idOf(session: Session, { file, name }: FoundTest): string {
  return `${session.uriOf(file)}#${encodeURIComponent(name)}`;
}

/** The tests of all workspace folders, file by file. */
export async function findWorkspaceTests(session: Session, token: Cancellation): Promise<FoundTests> {
  const tests: FoundTest[] = [];
  const problems: string[] = [];
  const seen = new Set<string>();
  const look = async (file: string): Promise<void> => {
    if (seen.has(file)) return;
    seen.add(file);
    const found = await findFileTests(session, file);
    tests.push(...found.tests);
    problems.push(...found.problems);
  };
  for (const { path: folder } of session.folders) {
    // The one that holds for a folder may be above it.
    const nearest = findConfigurationFile(folder);
    if (nearest !== undefined) await look(nearest);
    for await (const file of walkFiles(folder, mayHaveTests)) {
      if (token.isCancellationRequested) break;
      await look(file);
    }
  }
  return { tests, problems };
}

/** The tests that one file defines; a file that is not there has none. */
export async function findFileTests(session: Session, file: string): Promise<FoundTests> {
  if (!mayHaveTests(file) || !isThere(session, file)) return { tests: [], problems: [] };
  if (isConfiguration(file)) {
    const configuration = new ProjectFiles().configuration(file);
    return { tests: configuredTests(configuration), problems: configuration.problems.map(problemLine) };
  }
  try {
    return { tests: testsInText(file, await textOf(session, file)), problems: [] };
  } catch (error) {
    return { tests: [], problems: [`${file}: ${describeError(error)}`] };
  }
}

/** What making and running a test takes; undefined if it is not there any more. Throws if its file cannot be read. */
export async function findDefinition(
  session: Session,
  id: string,
  buildDirectory: string,
): Promise<TestDefinition | undefined> {
  const [uri = '', word = ''] = id.split('#');
  const file = pathOf(uri);
  const name = decodeURIComponent(word);
  const files = new ProjectFiles();
  if (isConfiguration(file)) {
    return statusOf(file) && configuredTests(files.configuration(file)).find((test) => test.name === name);
  }
  const tests = sourceTests(file, await textOf(session, file), {
    includeDirectory: session.includeDirectory,
    buildDirectory,
    commandFor: (source) => files.compileCommandsFor(path.dirname(source))?.commands.get(source)?.[0],
  });
  return tests.find((test) => test.name === name);
}

/** Can a file of this name have tests? */
export function mayHaveTests(file: string): boolean {
  return isConfiguration(file) || isTestSource(file);
}

function isConfiguration(file: string): boolean {
  return path.basename(file) === CONFIGURATION_FILE;
}

function isThere(session: Session, file: string): boolean {
  return session.documents.get(session.uriOf(file)) !== undefined || statusOf(file) !== undefined;
}

/** As it is in the editor, else on the disk. */
async function textOf(session: Session, file: string): Promise<string> {
  return session.documents.get(session.uriOf(file))?.text.getText() ?? (await readFile(file, 'utf8'));
}

function problemLine({
  file,
  line,
  message,
}: {
  readonly file: string;
  readonly line?: number;
  readonly message: string;
}) {
  return `${file}${line === undefined ? '' : `:${line}`}: ${message}`;
}
