import type { SourceProvider } from '../../sourceProvider';
import type { PreprocessCache } from './cache';
import type { PreprocessOptions } from './options';
import type { SourceFile } from './sourceFile';

/** A question to the world outside and its answer. */
type Read =
  | { readonly path: string; readonly file: SourceFile | undefined }
  | { readonly operator: string; readonly argument: string; readonly answer: boolean | number | undefined };

/**
 * All that one run asked the world outside, each question once and in order. A later run may take over the beginning of
 * this one up to the first question that is answered differently by then.
 */
export class ReadLog {
  readonly #cache: PreprocessCache;
  readonly #sources: SourceProvider;
  readonly #options: PreprocessOptions;
  readonly #reads: Read[] = [];
  readonly #files = new Map<string, SourceFile | undefined>();
  readonly #answers = new Map<string, boolean | number | undefined>();

  constructor(cache: PreprocessCache, sources: SourceProvider, options: PreprocessOptions) {
    this.#cache = cache;
    this.#sources = sources;
    this.#options = options;
  }

  get length(): number {
    return this.#reads.length;
  }

  /** The file at a normalised path, the same for the whole run. */
  read(path: string): SourceFile | undefined {
    if (this.#files.has(path)) return this.#files.get(path);
    const file = this.#cache.load(path, this.#sources.read(path));
    this.#record({ path, file });
    return file;
  }

  has(operator: string, argument: string): boolean | number | undefined {
    const key = `${operator}(${argument})`;
    if (this.#answers.has(key)) return this.#answers.get(key);
    const answer = this.#options.has(operator, argument);
    this.#record({ operator, argument, answer });
    return answer;
  }

  /**
   * Asks the questions of `earlier` again until an answer differs. Returns how many of the leading ones still hold.
   * @param mayDiffer the path of a file that is allowed to have changed (the main file, whose text is compared elsewhere)
   */
  takeOver(earlier: ReadLog, mayDiffer: string): number {
    let held = 0;
    for (const read of earlier.#reads) {
      if ('path' in read) {
        if (this.read(read.path) !== read.file && read.path !== mayDiffer) return held;
      } else if (this.has(read.operator, read.argument) !== read.answer) {
        return held;
      }
      held++;
    }
    return held;
  }

  /** Has every question still the answer that the run got? Asks `sources`, which may be others than the run's. */
  stillHolds(sources: SourceProvider): boolean {
    return this.#reads.every((read) =>
      'path' in read
        ? this.#cache.load(read.path, sources.read(read.path)) === read.file
        : this.#options.has(read.operator, read.argument) === read.answer,
    );
  }

  /** Forgets what was asked beyond the first `count` questions, so that the run asks in its own order. */
  truncate(count: number): void {
    for (const read of this.#reads.splice(count)) {
      if ('path' in read) this.#files.delete(read.path);
      else this.#answers.delete(`${read.operator}(${read.argument})`);
    }
  }

  #record(read: Read): void {
    this.#reads.push(read);
    if ('path' in read) this.#files.set(read.path, read.file);
    else this.#answers.set(`${read.operator}(${read.argument})`, read.answer);
  }
}
