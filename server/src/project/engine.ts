import * as path from 'node:path';
import {
  createAnalysisCache,
  unusedSuppressions,
  type AnalysisCache,
  type AreaMention,
  type Note,
  type SuppressionUse,
  type SyntaxBackend,
} from '../analysis';
import { readEditorSettings, type Settings } from '../platform/configuration';
import { FileStore } from '../platform/files';
import { ProjectFiles } from '../platform/projectFiles';
import { Projects, projectRootOf } from '../platform/projects';
import { isHeader, listSourceTree } from '../platform/sourceTree';
import { Toolchain } from '../platform/toolchain';
import { Checker, type Analyse, type AreaCheck, type FileCheck } from './checker';
import { Locator, sortFindings, type LocatedFinding, type Place } from './located';
import { UnitPlanner } from './units';
import { writtenSection, type WrittenSection } from './writtenSection';

/** The editor's settings as they came: `rseq.*` of each workspace folder, and of documents outside of them. */
export interface WorkspaceSettings {
  readonly folders: readonly { readonly path: string; readonly value: unknown }[];
  readonly general: unknown;
}

/** Replaces the text between two offsets (UTF-16 units of the text before this change). */
export interface DocumentChange {
  readonly start: number;
  readonly end: number;
  readonly newText: string;
}

/** What is known about one document. Plain data. */
export interface DocumentReport {
  /** Only those in the document itself, whichever translation unit they came from. */
  readonly findings: readonly LocatedFinding[];
  readonly sections: number;
  readonly targets: readonly string[];
  readonly abis: readonly string[];
  /** The file that a header was read through. */
  readonly host?: string;
  readonly unknown: readonly string[];
  readonly dependencies: readonly string[];
}

/** What was found in all files of one translation unit. */
export interface UnitReport {
  readonly findings: readonly LocatedFinding[];
  /** What has become of the suppressions in its files; nothing of a header's other hosts. */
  readonly suppressions: readonly SuppressionUse<LocatedFinding>[];
  readonly dependencies: readonly string[];
}

/** Where one document is about struct rseq. Plain data. */
export interface AreaReport extends Omit<AreaCheck, 'mentions'> {
  readonly mentions: readonly { readonly mention: AreaMention; readonly place: Place }[];
}

/**
 * The analysis with everything that it remembers between two questions of an editor. Synchronous: it is one object in one
 * thread, and whoever owns it decides which.
 */
export class Engine {
  readonly #files = new FileStore();
  readonly #projectFiles = new ProjectFiles();
  readonly #locator = new Locator(this.#files);
  readonly #projects = new Projects((file) => this.#folderOf(file)?.path ?? projectRootOf(file) ?? path.dirname(file));
  readonly #createChecker: (cache: AnalysisCache) => Checker;
  #checker: Checker;
  #settings: WorkspaceSettings = { folders: [], general: undefined };

  constructor(analyse: Analyse, syntax: SyntaxBackend, toolchain: Toolchain = new Toolchain()) {
    const planner = new UnitPlanner({
      sources: this.#files,
      files: this.#projectFiles,
      projects: this.#projects,
      toolchain,
      override: {},
      fallback: (file) => this.#settingsOf(file),
    });
    this.#createChecker = (cache) => new Checker(analyse, { sources: this.#files, syntax, cache }, planner);
    this.#checker = this.#createChecker(createAnalysisCache());
  }

  openDocument(file: string, text: string): void {
    this.#files.setOpenDocument(file, text);
    this.#checker.forget(file);
  }

  changeDocument(file: string, changes: readonly DocumentChange[]): void {
    const text = changes.reduce(
      (current, { start, end, newText }) => current.slice(0, start) + newText + current.slice(end),
      this.#files.read(file) ?? '',
    );
    this.openDocument(file, text);
  }

  closeDocument(file: string): void {
    this.#files.closeDocument(file);
    this.#checker.forget(file);
  }

  /** Something on the disk changed: nothing that was looked up before is believed any more. */
  filesChanged(): void {
    this.#files.nextGeneration();
    this.#projectFiles.forget();
    this.#projects.forget();
    this.#checker.forgetAll();
  }

  configure(settings: WorkspaceSettings): void {
    this.#settings = settings;
    this.#checker.forgetAll();
  }

  /** What is known about one document; undefined if it was cancelled. Throws what the analysis throws. */
  checkDocument(file: string, isCancelled: () => boolean): DocumentReport | undefined {
    const check = this.#guarded(() => this.#checker.checkAny(file, this.#files.openPaths, isCancelled));
    if (check.cancelled) return undefined;
    // What a header's other hosts have a use for is not known here.
    const unused = check.file === file ? unusedSuppressions(check.suppressions) : [];
    const findings = [...check.findings, ...unused].filter(({ span }) => span.file === file);
    return {
      findings: this.#located(findings),
      sections: check.sections.filter(({ span }) => span.file === file).length,
      targets: check.targets,
      abis: check.abis,
      unknown: unknownLines(check, file),
      dependencies: check.dependencies,
      ...(check.file === file ? {} : { host: check.file }),
    };
  }

  /** All findings of the translation unit of `file`, headers included; undefined if it was cancelled. */
  checkUnit(file: string, isCancelled: () => boolean): UnitReport | undefined {
    const check = this.#guarded(() => this.#checker.checkAny(file, this.#files.openPaths, isCancelled));
    if (check.cancelled) return undefined;
    const findings = isHeader(file) ? check.findings.filter(({ span }) => span.file === file) : check.findings;
    const suppressions = isHeader(file) && check.file !== file ? [] : check.suppressions;
    return {
      findings: this.#located(findings),
      suppressions: suppressions.map((use) => {
        return { ...use, finding: use.finding && this.#locator.locateFinding(use.finding) };
      }),
      dependencies: check.dependencies,
    };
  }

  /** Where one document is about struct rseq; undefined if it was cancelled. */
  findArea(file: string, isCancelled: () => boolean): AreaReport | undefined {
    return this.#guarded(() => {
      const check = this.#checker.checkAny(file, this.#files.openPaths, isCancelled);
      if (check.cancelled) return undefined;
      const { mentions, ...area } = this.#checker.areaOf(file, check);
      return { ...area, mentions: mentions.map((mention) => ({ mention, place: this.#locator.locate(mention.span) })) };
    });
  }

  /** The critical sections that are written in `file`, line by line; undefined if it was cancelled. */
  findSections(file: string, isCancelled: () => boolean): readonly WrittenSection[] | undefined {
    const check = this.#guarded(() => this.#checker.checkAny(file, this.#files.openPaths, isCancelled));
    if (check.cancelled) return undefined;
    return check.sections.filter(({ span }) => span.file === file).map((one) => writtenSection(one, this.#locator));
  }

  /** All source files and headers below the folders. */
  listSources(folders: readonly string[]): readonly string[] {
    return [...new Set(folders.flatMap((folder) => listSourceTree(folder)))];
  }

  /** An analysis that threw may have left its cache half written. */
  #guarded<T>(check: () => T): T {
    try {
      return check();
    } catch (error) {
      this.#checker = this.#createChecker(createAnalysisCache());
      throw error;
    }
  }

  #located(findings: FileCheck['findings']): LocatedFinding[] {
    return sortFindings(
      findings.map((finding) => this.#locator.locateFinding(finding)),
      (file) => file,
    );
  }

  #settingsOf(file: string): Settings {
    const folder = this.#folderOf(file);
    return folder
      ? readEditorSettings(folder.value, folder.path)
      : readEditorSettings(this.#settings.general, path.dirname(file));
  }

  /** The innermost workspace folder of a file. */
  #folderOf(file: string): WorkspaceSettings['folders'][number] | undefined {
    const containing = this.#settings.folders.filter((folder) => file.startsWith(`${folder.path}${path.sep}`));
    return containing.sort((a, b) => b.path.length - a.path.length)[0];
  }
}

/** One line for each thing that was unknown, with the file where it is not the document itself. */
function unknownLines(check: FileCheck, file: string): string[] {
  const name = (other: string) => (other === file ? '' : `${path.basename(other)}: `);
  const notes = check.notes.map((note: Note) => `${name(note.file)}${note.message}`);
  const problems = check.problems.map((problem) => {
    const line = problem.line === undefined ? '' : `:${problem.line}`;
    return `${path.basename(problem.file)}${line}: ${problem.message}`;
  });
  return [...new Set([...problems, ...notes])];
}
