/** Ids that `package.json` contributes, and the types of the settings; a test compares the two. */

export const extensionId = 'rseq-tools.rseq';

export const commands = {
  restartServer: 'rseq.restartServer',
  showOutput: 'rseq.showOutput',
  checkWorkspace: 'rseq.checkWorkspace',
  showLayout: 'rseq.showLayout',
  declareAbi: 'rseq.declareAbi',
  checkMachine: 'rseq.checkMachine',
  runTest: 'rseq.runTest',
} as const;

/** Types of webviews. */
export const views = { layout: 'rseq.layout' } as const;

export type RuleSeverity = 'off' | 'info' | 'warning' | 'error';

/** Settings by their id below `rseq.`. The server pulls them; the client reads none of them itself. */
export interface Settings {
  /** ABI profile names or feature sizes in bytes. */
  readonly abi: readonly string[];
  /** Target names; empty: those that the code admits. */
  readonly targets: readonly string[];
  /** Severities by rule id. */
  readonly rules: Readonly<Record<string, RuleSeverity>>;
  /** Which build of the parsers the server loads. */
  readonly parser: 'auto' | 'native' | 'wasm';
  readonly 'trace.server': 'off' | 'messages' | 'verbose';
}

export const settingsSection = 'rseq';

/** Languages whose documents the server reads. */
export const languages = ['c', 'cpp', 'gas'] as const;
