import { spawn } from 'node:child_process';

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

function run(command: string, words: readonly string[], input: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, words, { stdio: ['pipe', 'pipe', 'pipe'] });
    let [out, complaint] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
    // One that ends early says why by how it ends.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
    child.on('error', (error) => {
      reject(new Error(`cannot run ${command} (${error.message}); install binutils`, { cause: error }));
    });
    child.on('close', (status) => {
      if (status === 0) resolve(out);
      else reject(new Error(`${command} failed: ${complaint.split('\n')[0] || `status ${status ?? 'unknown'}`}`));
    });
  });
}

/** The instructions between two addresses. Rejects with an error of one line. */
export async function disassemble(program: string, from: number, to: number): Promise<readonly Disassembled[]> {
  const range = [`--start-address=${from}`, `--stop-address=${to}`];
  const text = await run('objdump', ['-d', '-w', '--no-show-raw-insn', ...range, program], '');
  return [...text.matchAll(/^ *([0-9a-f]+):\s+(.*?)\s*$/gm)].map(([, address = '', words = '']) => {
    return { address: parseInt(address, 16), text: words.replace(/\s+/g, ' ').replace(/ [#;].*$| \/\/.*$/, '') };
  });
}

/** Where code is written, inlined functions from the inside out; an empty list where the program does not say. */
export async function sourceLines(
  program: string,
  addresses: readonly number[],
): Promise<readonly (readonly SourceLine[])[]> {
  const input = addresses.map((address) => `0x${address.toString(16)}\n`).join('');
  const text = await run('addr2line', ['-a', '-f', '-i', '-e', program], input);
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
