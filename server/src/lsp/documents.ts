import { fileURLToPath, pathToFileURL } from 'node:url';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { TextDocumentContentChangeEvent } from 'vscode-languageserver';
import type { DocumentChange } from '../project/engine';

/** An open document. `path` is what the analysis knows it by: a file's path, or the URI where it is no file. */
export interface OpenDocument {
  readonly uri: string;
  readonly path: string;
  readonly text: TextDocument;
}

/** The documents that the editor has open. */
export class Documents {
  readonly #byUri = new Map<string, OpenDocument>();
  readonly #uriOfPath = new Map<string, string>();

  open(uri: string, languageId: string, version: number, text: string): OpenDocument {
    const document = { uri, path: pathOf(uri), text: TextDocument.create(uri, languageId, version, text) };
    this.#byUri.set(uri, document);
    this.#uriOfPath.set(document.path, uri);
    return document;
  }

  /** Applies the changes; gives them as offsets for the analysis. Undefined if the document is not open. */
  change(
    uri: string,
    version: number,
    events: readonly TextDocumentContentChangeEvent[],
  ): { readonly document: OpenDocument; readonly changes: readonly DocumentChange[] } | undefined {
    const document = this.#byUri.get(uri);
    if (!document) return undefined;
    const changes = events.map((event) => {
      const change =
        'range' in event
          ? { start: document.text.offsetAt(event.range.start), end: document.text.offsetAt(event.range.end) }
          : { start: 0, end: document.text.getText().length };
      TextDocument.update(document.text, [event], version);
      return { ...change, newText: event.text };
    });
    return { document, changes };
  }

  close(uri: string): OpenDocument | undefined {
    const document = this.#byUri.get(uri);
    this.#byUri.delete(uri);
    if (document) this.#uriOfPath.delete(document.path);
    return document;
  }

  get(uri: string): OpenDocument | undefined {
    return this.#byUri.get(uri);
  }

  get all(): readonly OpenDocument[] {
    return [...this.#byUri.values()];
  }

  /** The editor's own spelling of the URI where the file is open: it may encode characters that Node does not. */
  uriOf(path: string): string {
    return this.#uriOfPath.get(path) ?? (/^[a-z][a-z0-9+.-]*:/i.test(path) ? path : pathToFileURL(path).href);
  }
}

/** Never throws: a file URI that is none of this machine's stays a URI, which no file has for a name. */
export function pathOf(uri: string): string {
  try {
    return uri.startsWith('file:') ? fileURLToPath(uri) : uri;
  } catch {
    return uri;
  }
}
