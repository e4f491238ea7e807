import { isTestSource, testsInText } from '../../runner/discovery';
import { testsChangedNotification, type TestsChangedParams } from '../../testProtocol';
import { pathOf, type OpenDocument } from '../documents';
import type { Session } from '../session';
import { mayHaveTests } from './search';

/** Where more files change at once, as in a checkout, all are looked at again. */
const mostSingleFiles = 20;

/** Tells a client that asked for tests that those of an open document are others now. */
export async function testsMayHaveChanged(session: Session, { uri, path: file, text }: OpenDocument): Promise<void> {
  if (!session.knownTests || !isTestSource(file)) return;
  const now = JSON.stringify(testsInText(file, text.getText()));
  const before = session.knownTests.get(uri);
  session.knownTests.set(uri, now);
  if (now !== (before ?? '[]')) await tell(session, { uri });
}

/** Tells it about files that changed on the disk. */
export async function testFilesChanged(session: Session, uris: readonly string[]): Promise<void> {
  if (!session.knownTests) return;
  const possible = uris.filter((uri) => mayHaveTests(pathOf(uri)));
  if (possible.length > mostSingleFiles) await tell(session, {});
  else for (const uri of possible) await tell(session, { uri });
}

/** Tells it that all of them may be others. */
export async function allTestsChanged(session: Session): Promise<void> {
  if (session.knownTests) await tell(session, {});
}

function tell(session: Session, params: TestsChangedParams): Promise<void> {
  return session.connection.sendNotification(testsChangedNotification, params);
}
