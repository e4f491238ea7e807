import type { SourceProvider } from '../../sourceProvider';
import type { PreprocessCache } from './cache';
import type { PreprocessOptions } from './options';
import type { SourceFile } from './sourceFile';

/** A question to the world outside and its answer. */
type Read =
  | { readonly path: string; readonly file: SourceFile | undefined }
  | { readonly operator: string; readonly argument: string; readonly answer: boolean | number | undefined };

/** All that one run asked the world outside, each question once. */
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

  /** Has every question still the answer that the run got? Asks `sources`, which may be others than the run's. */
  stillHolds(sources: SourceProvider): boolean {
    return this.#reads.every((read) =>
      'path' in read
        ? this.#cache.load(read.path, sources.read(read.path)) === read.file
        : this.#options.has(read.operator, read.argument) === read.answer,
    );
  }

  #record(read: Read): void {
    this.#reads.push(read);
    if ('path' in read) this.#files.set(read.path, read.file);
    else this.#answers.set(`${read.operator}(${read.argument})`, read.answer);
  }
}
