import { existsSync, readFileSync } from 'node:fs';
import * as path from 'node:path';

/**
 * Where the program's own files lie. As a bundle everything is in one folder (`dist/`); compiled by `tsc` this file is
 * `out/server/src/platform/layout.js`, and grammars and package.json are found from the repository's root.
 */
export interface Layout {
  readonly grammarDirectory: string;
  readonly workerScript: string;
  readonly answererScript: string;
  readonly packageFile: string;
  /** The program that `rseq abi` asks; it is there if a C compiler was when this was built. */
  readonly abiHelper: string;
  /** The program that runs tests; likewise. */
  readonly probe: string;
  /** Where rseq_test.h is. */
  readonly includeDirectory: string;
}

export function findLayout(directory: string = __dirname): Layout {
  if (path.basename(directory) !== 'platform') {
    return {
      grammarDirectory: path.join(directory, 'grammars'),
      workerScript: path.join(directory, 'worker.js'),
      answererScript: path.join(directory, 'answerer.js'),
      packageFile: path.join(directory, '..', 'package.json'),
      abiHelper: path.join(directory, 'abi-helper'),
      probe: path.join(directory, 'rseq-probe'),
      includeDirectory: path.join(directory, '..', 'server', 'native', 'include'),
    };
  }
  const root = path.resolve(directory, '../../../..');
  return {
    grammarDirectory: path.join(root, 'dist', 'grammars'),
    workerScript: path.join(directory, '..', 'worker.js'),
    answererScript: path.join(directory, '..', 'answerer.js'),
    packageFile: path.join(root, 'package.json'),
    abiHelper: path.join(root, 'dist', 'abi-helper'),
    probe: path.join(root, 'dist', 'rseq-probe'),
    includeDirectory: path.join(root, 'server', 'native', 'include'),
  };
}

/** The version in package.json, or "unknown" if there is none beside the program. */
export function programVersion(layout: Layout): string {
  if (!existsSync(layout.packageFile)) return 'unknown';
  const manifest: unknown = JSON.parse(readFileSync(layout.packageFile, 'utf8'));
  const isVersioned = typeof manifest === 'object' && manifest !== null && 'version' in manifest;
  return isVersioned && typeof manifest.version === 'string' ? manifest.version : 'unknown';
}
