import type { AreaReport, DocumentChange, DocumentReport, UnitReport, WorkspaceSettings } from '../project/engine';
import type { WrittenSection } from '../project/writtenSection';

/** As much of a cancellation token as the service needs. */
export interface Cancellation {
  readonly isCancellationRequested: boolean;
  onCancellationRequested(listener: () => void): { dispose(): void };
}

/** Which parser runtime to load. */
export type ParserChoice = 'auto' | 'native' | 'wasm';

/**
 * The analysis as the server sees it: somewhere else, answering later. Everything is done in the order in which it was
 * said, so a check sees all changes that came before it. Paths are those of {@link Documents}.
 */
export interface AnalysisService {
  openDocument(path: string, text: string): void;
  changeDocument(path: string, changes: readonly DocumentChange[]): void;
  closeDocument(path: string): void;
  filesChanged(): void;
  configure(settings: WorkspaceSettings, parser: ParserChoice): void;
  /** Undefined: it was cancelled. Rejects if the analysis failed on this document; the next question is answered again. */
  checkDocument(path: string, cancellation: Cancellation): Promise<DocumentReport | undefined>;
  checkUnit(path: string, cancellation: Cancellation): Promise<UnitReport | undefined>;
  findArea(path: string, cancellation: Cancellation): Promise<AreaReport | undefined>;
  findSections(path: string, cancellation: Cancellation): Promise<readonly WrittenSection[] | undefined>;
  listSources(folders: readonly string[]): Promise<readonly string[]>;
  dispose(): Promise<void>;
}
