import { statSync, type Stats } from 'node:fs';

/** What lies at a path, links followed; undefined if nothing that can be reached: not there, behind a file, in a loop. */
export function statusOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
