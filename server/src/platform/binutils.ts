import { spawnSync } from 'node:child_process';

/** An instruction of a program as objdump prints it. */
export interface Disassembled {
  readonly address: number;
  readonly text: string;
}

/** Where a line of code is written. */
export interface SourceLine {
  readonly function: string;
  readonly file: string;
  /** From 1; 0 where the program does not say. */
  readonly line: number;
}

const mostOutput = 1 << 28;

function run(command: string, words: readonly string[], input: string): string {
  const { error, status, stdout, stderr } = spawnSync(command, words, {
    input,
    encoding: 'utf8',
    maxBuffer: mostOutput,
  });
  if (error) throw new Error(`cannot run ${command} (${error.message}); install binutils`);
  if (status !== 0) throw new Error(`${command} failed: ${stderr.split('\n')[0] ?? `status ${status}`}`);
  return stdout;
}

/** The instructions between two addresses. Throws an error of one line. */
export function disassemble(program: string, from: number, to: number): readonly Disassembled[] {
  const range = [`--start-address=${from}`, `--stop-address=${to}`];
  const text = run('objdump', ['-d', '-w', '--no-show-raw-insn', ...range, program], '');
  return [...text.matchAll(/^ *([0-9a-f]+):\s+(.*?)\s*$/gm)].map(([, address = '', words = '']) => {
    return { address: parseInt(address, 16), text: words.replace(/\s+/g, ' ').replace(/ [#;].*$| \/\/.*$/, '') };
  });
}

/** Where code is written, inlined functions from the inside out; an empty list where the program does not say. */
export function sourceLines(program: string, addresses: readonly number[]): readonly (readonly SourceLine[])[] {
  const input = addresses.map((address) => `0x${address.toString(16)}\n`).join('');
  const text = run('addr2line', ['-a', '-f', '-i', '-e', program], input);
  const lines: SourceLine[][] = [];
  let owner = '';
  for (const line of text.split('\n')) {
    if (/^0x[0-9a-f]+$/.test(line)) {
      lines.push([]);
      owner = '';
    } else if (owner === '') {
      owner = line;
    } else {
      const [, file = '', number = '0'] = /^(.*?):(\d+|\?)(?: \(discriminator \d+\))?$/.exec(line) ?? [];
      if (file !== '' && file !== '??') lines.at(-1)?.push({ function: owner, file, line: Number(number) || 0 });
      owner = '';
    }
  }
  return lines;
}
