import type { AnalysisService, Cancellation } from '../../server/src/lsp/analysisService';
import type { DocumentChange, DocumentReport, WorkspaceSettings } from '../../server/src/project/engine';

/** Keeps the answers of another service back until {@link release}, and tells when something arrived. */
export class HeldService implements AnalysisService {
  readonly #inner: AnalysisService;
  readonly #released = signal();
  readonly #asked = signal();
  readonly #changed = signal();

  constructor(inner: AnalysisService) {
    this.#inner = inner;
  }

  /** Resolves when a document is to be checked. */
  get asked(): Promise<void> {
    return this.#asked.promise;
  }

  /** Resolves when a document was changed. */
  get changed(): Promise<void> {
    return this.#changed.promise;
  }

  release(): void {
    this.#released.give();
  }

  async checkDocument(path: string, cancellation: Cancellation): Promise<DocumentReport | undefined> {
    const answer = this.#inner.checkDocument(path, cancellation);
    this.#asked.give();
    await this.#released.promise;
    return answer;
  }

  changeDocument(path: string, changes: readonly DocumentChange[]): void {
    this.#inner.changeDocument(path, changes);
    this.#changed.give();
  }

  openDocument(path: string, text: string): void {
    this.#inner.openDocument(path, text);
  }

  closeDocument(path: string): void {
    this.#inner.closeDocument(path);
  }

  filesChanged(): void {
    this.#inner.filesChanged();
  }

  configure(settings: WorkspaceSettings): void {
    this.#inner.configure(settings, 'auto');
  }

  checkUnit: AnalysisService['checkUnit'] = (path, cancellation) => this.#inner.checkUnit(path, cancellation);
  findArea: AnalysisService['findArea'] = (path, cancellation) => this.#inner.findArea(path, cancellation);
  findSections: AnalysisService['findSections'] = (path, cancellation) => this.#inner.findSections(path, cancellation);
  listSources: AnalysisService['listSources'] = (folders) => this.#inner.listSources(folders);
  dispose: AnalysisService['dispose'] = () => this.#inner.dispose();
}

function signal(): { readonly promise: Promise<void>; readonly give: () => void } {
  let give: () => void = () => undefined;
  const promise = new Promise<void>((resolve) => {
    give = resolve;
  });
  return {
    promise,
    give: () => {
      give();
    },
  };
}
