import { execFileSync } from 'node:child_process';
import path from 'node:path';
import {
  analyze,
  type AnalysisCache,
  type AnalysisRequest,
  type SourceProvider,
  type SyntaxBackend,
  type UnitAnalysis,
} from '../../server/src/analysis';
import { FileStore } from '../../server/src/platform/files';
import { Toolchain } from '../../server/src/platform/toolchain';
import { compilers } from './toolchain';

const root = path.join(__dirname, '../../..');

/** Where `scripts/corpusSources.mjs` put the kernel's sources. */
const corpus = process.env.RSEQ_CORPUS_DIR ?? path.join(root, '.cache/corpus');

export type KernelRelease = '6.1' | '6.12';

/** One translation unit of the kernel's rseq selftests, as their Makefile compiles it. */
export interface KernelUnit {
  readonly release: KernelRelease;
  /** Its name in the folder of the selftests. */
  readonly file: string;
  readonly target: string;
  /** Macros that are defined as 1. */
  readonly defines: readonly string[];
}

/** The path of a file of the selftests. */
export function kernelFile(release: KernelRelease, name: string): string {
  return path.join(corpus, `linux-${release}`, 'tools/testing/selftests/rseq', name);
}

/** The folder with linux/rseq.h of a release; of the newest one with what libc needs of the kernel besides. */
export function kernelHeaders(release: KernelRelease | '7'): string {
  return path.join(corpus, release === '7' ? 'linux-headers-7' : `linux-${release}/include/uapi`);
}

export function nameOfUnit({ release, file, target, defines }: KernelUnit): string {
  return [`linux-${release}`, file, target, ...defines].join(' ');
}

/** Reads the disk, apart from the texts that `overlay` has for some paths. */
export function corpusSources(overlay: ReadonlyMap<string, string> = new Map()): SourceProvider {
  const files = new FileStore();
  return { read: (file) => overlay.get(file) ?? files.read(file) };
}

export function analyzeKernelUnit(
  context: { readonly syntax: SyntaxBackend; readonly sources: SourceProvider; readonly cache: AnalysisCache },
  unit: KernelUnit,
): UnitAnalysis {
  return analyze(context, kernelRequest(unit));
}

const toolchain = new Toolchain();

/** What the analysis is asked for a unit: nothing declared, the options of the Makefile. */
export function kernelRequest(unit: KernelUnit): AnalysisRequest {
  return {
    path: kernelFile(unit.release, unit.file),
    configuration: {
      language: 'c',
      compiler: 'gcc',
      macros: unit.defines.map((name) => ({ kind: 'define', name, value: '1' })),
      quoteDirectories: [],
      includeDirectories: includeDirectories(unit.release),
      systemDirectories: { [unit.target]: toolchain.systemDirectories(unit.target, 'c').directories },
      forcedIncludes: [],
      directory: '',
    },
    targets: [unit.target],
    declarations: { abis: [], rules: {} },
  };
}

function includeDirectories(release: KernelRelease): readonly string[] {
  return [kernelFile(release, '.'), path.join(corpus, `linux-${release}`, 'tools/include')];
}

/** What the real preprocessor makes of a unit. */
export function preprocessed(unit: KernelUnit): string {
  const options = [
    ...includeDirectories(unit.release).map((folder) => `-I${folder}`),
    ...unit.defines.map((name) => `-D${name}`),
  ];
  const compiler = compilers[unit.target];
  if (compiler === undefined) throw new Error(`no compiler for ${unit.target}`);
  const file = kernelFile(unit.release, unit.file);
  return execFileSync(compiler, ['-E', '-P', ...options, file], { encoding: 'utf8', maxBuffer: 1 << 26 });
}
