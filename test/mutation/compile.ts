import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadedParts } from '../support/elf';
import { compilers } from '../support/toolchain';
import type { RewrittenUnit } from './mutants';

/** What the real compiler and assembler made of each unit, in the order asked for; all of one target in one process. */
export async function compileUnits(
  units: readonly RewrittenUnit[],
): Promise<ReadonlyMap<RewrittenUnit, readonly string[]>> {
  const folder = mkdtempSync(path.join(tmpdir(), 'rseq-mutants-'));
  try {
    const files = units.map((unit, index) => {
      writeFileSync(path.join(folder, `${index}.c`), unit.text);
      return { unit, index };
    });
    await Promise.all(
      Object.entries(compilers).map(async ([target, compiler]) => {
        const names = files.filter(({ unit }) => unit.set.target === target).map(({ index }) => `${index}.c`);
        if (names.length > 0) await compile(compiler, names, folder);
      }),
    );
    return new Map(files.map(({ unit, index }) => [unit, loadedParts(readFileSync(path.join(folder, `${index}.o`)))]));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function compile(compiler: string, names: readonly string[], cwd: string): Promise<void> {
  const options = ['-c', '-O1', '-Wall', '-Werror', '-fno-asynchronous-unwind-tables'];
  const child = spawn(compiler, [...options, ...names], { cwd, stdio: ['ignore', 'ignore', 'pipe'] });
  let complaints = '';
  child.stderr.on('data', (data: Buffer) => (complaints += data.toString()));
  const [status] = (await once(child, 'close')) as [number | null];
  if (status === 0) return;
  const first = /^(\d+)\.c:(\d+)/m.exec(complaints);
  const text = first ? readFileSync(path.join(cwd, `${first[1]}.c`), 'utf8').split('\n')[Number(first[2]) - 1] : '';
  throw new Error(`${compiler} ended with status ${status}\n${complaints.slice(0, 4000)}\n${text ?? ''}`);
}
