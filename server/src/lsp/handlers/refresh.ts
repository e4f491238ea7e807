import type { Session } from '../session';
import { schedulePush } from './push';

/** Something outside of the open documents changed: all of them are to be checked again. */
export function refresh(session: Session): void {
  if (!session.isPulling) schedulePush(session);
  else if (session.capabilities.workspace?.diagnostics?.refreshSupport) {
    session.connection.languages.diagnostics.refresh().catch((error: unknown) => {
      session.log(`the client did not refresh its diagnostics: ${String(error)}`);
    });
  }
}
