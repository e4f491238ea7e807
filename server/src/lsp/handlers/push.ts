import { CancellationTokenSource } from 'vscode-languageserver';
import type { Session } from '../session';

/** Typing goes on at about this pace: checking after each key would be for nothing. Milliseconds. */
const DEBOUNCE = 150;

/** For a client that does not pull: checks all open documents soon. What did not change is answered from memory. */
export function schedulePush(session: Session): void {
  session.pendingPush?.cancel();
  session.runningPush?.cancel();
  session.pendingPush = session.scheduler.after(DEBOUNCE, () => {
    session.pendingPush = undefined;
    const source = new CancellationTokenSource();
    session.runningPush = source;
    void pushAll(session, source);
  });
}

async function pushAll(session: Session, { token }: CancellationTokenSource): Promise<void> {
  for (const { uri, text } of session.documents.all) {
    const { version } = text;
    try {
      const { diagnostics } = await session.check(uri, token);
      await session.connection.sendDiagnostics({ uri, version, diagnostics: [...diagnostics] });
    } catch (error) {
      if (token.isCancellationRequested) return;
      session.log(`checking ${uri} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    }
  }
}
