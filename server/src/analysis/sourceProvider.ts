/**
 * Where the analysis gets its text from. Synchronous, so that one analysis sees one state of the world; the caller decides
 * whether a path is an open document, a file on disk or a test's string.
 */
export interface SourceProvider {
  /**
   * The text of the file at `path` (decoded to UTF-16, without a byte order mark), or undefined if there is none.
   * Two calls with the same text should return the same string object while nothing changed: caches compare texts by value.
   */
  read(path: string): string | undefined;
}
