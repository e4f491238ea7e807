import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** The real compilers, by target. */
export const compilers: Readonly<Record<string, string>> = {
  x86_64: 'x86_64-linux-gnu-gcc',
  aarch64: 'aarch64-linux-gnu-gcc',
  arm: 'arm-linux-gnueabihf-gcc',
  i386: 'i686-linux-gnu-gcc',
  mips: 'mips-linux-gnu-gcc',
  mips64: 'mips64-linux-gnuabi64-gcc',
  mips64el: 'mips64el-linux-gnuabi64-gcc',
  mipsel: 'mipsel-linux-gnu-gcc',
  ppc: 'powerpc-linux-gnu-gcc',
  ppc64: 'powerpc64-linux-gnu-gcc',
  ppc64le: 'powerpc64le-linux-gnu-gcc',
  riscv64: 'riscv64-linux-gnu-gcc',
  s390x: 's390x-linux-gnu-gcc',
};

/** A text that a real compiler must take. `name` ends in .c or .S. */
export interface Unit {
  readonly name: string;
  readonly text: string;
  readonly target: string;
}

/**
 * Compiles and assembles every unit; returns what the compilers complained about, by the unit's name. One process per target:
 * starting a compiler costs more than such a file. `headers`: further files by path.
 */
export function assemble(
  units: readonly Unit[],
  options: readonly string[] = [],
  headers: Readonly<Record<string, string>> = {},
): readonly string[] {
  const folder = mkdtempSync(path.join(tmpdir(), 'rseq-assemble-'));
  try {
    for (const [name, text] of Object.entries(headers)) {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      writeFileSync(path.join(folder, name), text);
    }
    return Object.entries(compilers).flatMap(([target, compiler]) => {
      const names = units
        .filter((unit) => unit.target === target)
        .map(({ name, text }, index) => {
          const file = `${index}-${name.replace(/[^\w.-]+/g, '_')}`;
          writeFileSync(path.join(folder, file), text);
          return file;
        });
      return names.length === 0 ? [] : complaintsOf(compiler, [...options, ...names], folder);
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function complaintsOf(compiler: string, args: readonly string[], cwd: string): readonly string[] {
  const result = spawnSync(compiler, ['-c', '-O2', '-Wall', '-Wno-unused', '-I.', ...args], { cwd, encoding: 'utf8' });
  if (result.error) return [`${compiler}: ${result.error.message}`];
  const complaints = result.stderr.split('\n').filter((line) => line.trim() !== '');
  return result.status === 0 ? complaints : [`${compiler}: status ${result.status}`, ...complaints];
}

/** The target that a file is written for: `name.aarch64.c`, else x86_64. */
export function targetOf(name: string): string {
  return name.split('.').find((part) => Object.hasOwn(compilers, part)) ?? 'x86_64';
}
