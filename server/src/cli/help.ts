import { spell, type CommandName } from './arguments';
import { optionsOf } from './options';

const SUMMARIES: readonly { readonly usage: string; readonly summary: string }[] = [
  { usage: 'check [paths...]', summary: 'find mistakes in critical sections; default: the working directory' },
  { usage: 'sections [paths...]', summary: 'print every critical section found' },
  { usage: 'abi', summary: 'print what kernel and libc of this machine offer, and what the kernel does with sections' },
  { usage: 'test [program] [-- args]', summary: 'abort the sections of a program at every instruction' },
  { usage: 'explain [rule]', summary: 'print the page of a rule, or list the rules' },
  { usage: 'lsp --stdio', summary: 'run the language server, for editors' },
];

/** `rseq --help`. */
export function generalHelp(): string {
  return [
    'rseq finds mistakes in Linux restartable sequences: C, C++, inline assembly and .S.',
    '',
    'usage:',
    ...columns(SUMMARIES.map(({ usage, summary }) => [`rseq ${usage}`, summary])),
    '',
    '`rseq <command> --help` lists the options. Exit status: 0 nothing at warning or above,',
    '1 findings, 2 usage error, unreadable input or internal error.',
    '',
  ].join('\n');
}

/** `rseq <command> --help`. */
export function commandHelp(command: CommandName): string {
  const entry = SUMMARIES.find(({ usage }) => usage.startsWith(command));
  if (!entry) return generalHelp();
  const readsFiles = command === 'check' || command === 'sections';
  const definitions = readsFiles || command === 'abi' || command === 'test' ? optionsOf(command) : [];
  const rows = definitions.map((option) => [spell(option), option.help] as const);
  const options = rows.length > 0 ? ['', 'options:', ...columns(rows)] : [];
  const paths = readsFiles
    ? ['', 'paths are files or folders; a folder is searched for .c .h .cc .cpp .hpp .S .s .inc']
    : command === 'test'
      ? [
          '',
          'the program is an executable, the name of a test in .rseq.json, or a source with tests of',
          'rseq_test.h; a folder, or nothing for the working directory, means all tests in it',
        ]
      : [];
  return [`usage: rseq ${entry.usage}`, '', entry.summary, ...paths, ...options, ''].join('\n');
}

function columns(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}
