import type { CommandIo } from '../../server/src/cli/io';
import { analyze, listRules } from '../../server/src/analysis';
import { run } from '../../server/src/cli/run';
import type { Program } from '../../server/src/cli/workbench';
import { findLayout } from '../../server/src/platform/layout';
import { askMachine } from '../../server/src/platform/machine';
import { loadSyntax } from '../../server/src/platform/syntax';

export interface CliResult {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

export interface CliOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Both streams are terminals of so many columns. */
  readonly terminal?: number;
  /** Parts of the program to replace. */
  readonly program?: Partial<Program>;
}

/** Runs the command line in this process, with the real analysis, and gives every byte that it wrote. */
export async function runCli(words: readonly string[], options: CliOptions): Promise<CliResult> {
  const written = { out: '', err: '' };
  const stream = (name: 'out' | 'err') => ({
    write: (text: string) => {
      written[name] += text;
    },
    isTerminal: options.terminal !== undefined,
    columns: options.terminal,
  });
  const io: CommandIo = { cwd: options.cwd, env: options.env ?? {}, out: stream('out'), err: stream('err') };
  const status = await run(words, io, { ...realProgram, ...options.program });
  return { status, ...written };
}

const realProgram: Program = {
  version: '1.2.3',
  probe: findLayout().probe,
  includeDirectory: findLayout().includeDirectory,
  rules: listRules(),
  analyse: analyze,
  loadSyntax: (parser) => loadSyntax({ grammarDirectory: findLayout().grammarDirectory, prefer: parser }),
  startAnswerers: () => [],
  askMachine: (env) => askMachine(findLayout().abiHelper, { ...process.env, ...env }),
  serve: () => Promise.resolve(),
};

/** The JSON document that a run printed; fails if standard output is anything else. */
export function documentOf({ out }: CliResult): CheckDocument {
  return JSON.parse(out) as CheckDocument;
}

export interface CheckDocument {
  readonly version: number;
  readonly summary: Readonly<Record<'files' | 'sections' | 'errors' | 'warnings' | 'infos', number>>;
  readonly findings: readonly {
    readonly rule: string;
    readonly severity: string;
    readonly file: string;
    readonly line: number;
    readonly column: number;
    readonly endLine: number;
    readonly endColumn: number;
    readonly variants: readonly string[];
    readonly instances: number;
  }[];
  readonly notes: readonly { readonly file: string; readonly message: string }[];
}
