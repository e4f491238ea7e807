import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { compilers } from '../../support/toolchain';

/** Commands that assemble files named behind them into objects beside them, for targets without a compiler to do it. */
const assemblers: Readonly<Record<string, (name: string) => readonly [string, ...string[]]>> = {
  loongarch64: (name) => [
    'llvm-mc-19',
    '-triple=loongarch64',
    '-mattr=+d',
    '-filetype=obj',
    '-o',
    objectOf(name),
    name,
  ],
  or1k: (name) => ['or1k-elf-as', '-o', objectOf(name), name],
};

export function objectOf(name: string): string {
  return name.replace(/\.[cs]$/, '.o');
}

/** Compiles C or assembles text: all files of one target in as few processes as it takes. @throws Error with complaints */
export async function makeObjects(
  target: string,
  names: readonly string[],
  cwd: string,
  options: readonly string[],
): Promise<void> {
  const compiler = compilers[target];
  if (compiler !== undefined) {
    await run(compiler, ['-c', ...options, ...names], cwd);
    return;
  }
  for (const name of names) {
    const [command, ...args] = assemblers[target]?.(name) ?? ['false'];
    await run(command, args, cwd);
  }
}

/** Links an object as if nothing were missing; undefined where there is no linker. */
export async function link(target: string, object: string): Promise<string | undefined> {
  const linker = compilers[target]?.replace(/gcc$/, 'ld') ?? linkers[target];
  if (linker === undefined) return undefined;
  const program = `${object}.so`;
  const script = `${object}.ld`;
  writeFileSync(script, layout);
  await run(
    linker,
    ['--unresolved-symbols=ignore-all', '--no-relax', '-e', '0', '-T', script, '-o', program, object],
    '.',
  );
  return program;
}

/** In which order the assembler met the sections does not count. */
const layout = `SECTIONS {
  . = 0x10000;
  .text : { *(SORT(.text*)) *(SORT(__rseq*)) }
  .data : { *(SORT(.data*)) }
  .got : { _gp = . + 0x7ff0; *(.got) }
  .got.plt : { *(.got.plt) }
}
`;

const linkers: Readonly<Record<string, string>> = { or1k: 'or1k-elf-ld' };

/** @throws Error with what the program said, if its status is not 0 */
export async function run(command: string, args: readonly string[], cwd: string): Promise<void> {
  const child = spawn(command, args, { cwd, stdio: ['ignore', 'ignore', 'pipe'] });
  let complaints = '';
  child.stderr.on('data', (data: Buffer) => (complaints += data.toString()));
  const [status] = (await once(child, 'close')) as [number | null];
  if (status !== 0) throw new Error(`${command} ended with status ${status}\n${complaints.slice(0, 4000)}`);
}
