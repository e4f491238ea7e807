import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';

/** A folder for the programs that are made of test sources. */
export class BuildFolder {
  readonly #probe: string;
  #made: { readonly folder: string; readonly keeper: ReturnType<typeof spawn> } | undefined;

  /** `probe`: path of rseq-probe, which removes the folder if this process is killed. */
  constructor(probe: string) {
    this.#probe = probe;
  }

  /** Absolute; it is made when it is first asked for. */
  get path(): string {
    this.#made ??= this.#make();
    return this.#made.folder;
  }

  remove(): void {
    if (!this.#made) return;
    const { folder, keeper } = this.#made;
    rmSync(folder, { recursive: true, force: true });
    keeper.stdin?.end();
  }

  #make() {
    const folder = mkdtempSync(path.join(tmpdir(), 'rseq-test-'));
    const keeper = spawn(this.#probe, ['--remove-later', folder], {
      stdio: ['pipe', 'ignore', 'ignore'],
      detached: true,
    });
    // Without it nothing can be run, which is said where it is tried.
    keeper.on('error', () => undefined);
    keeper.stdin.on('error', () => undefined);
    keeper.unref();
    return { folder, keeper };
  }
}
