import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Architecture } from '../../../server/src/analysis/arch/architecture';
import { readStatement } from './operandText';

/** The real assembler of a target; it reads standard input and takes `-o`. */
export interface Tools {
  readonly assembler: readonly string[];
  readonly objcopy: string;
}

const gnu = (prefix: string, ...options: readonly string[]): Tools => ({
  assembler: [`${prefix}as`, ...options],
  objcopy: `${prefix}objcopy`,
});

/** Assembler and objcopy by target. Debian 12 has no GNU as for LoongArch. */
export const tools: Readonly<Record<string, Tools>> = {
  x86_64: gnu(''),
  i386: gnu('', '--32'),
  x32: gnu('', '--x32'),
  aarch64: gnu('aarch64-linux-gnu-'),
  aarch64_be: gnu('aarch64-linux-gnu-', '-EB'),
  arm: gnu('arm-linux-gnueabihf-'),
  armeb: gnu('arm-linux-gnueabihf-', '-EB'),
  riscv64: gnu('riscv64-linux-gnu-', '-march=rv64gc'),
  riscv32: gnu('riscv64-linux-gnu-', '-march=rv32gc', '-mabi=ilp32d'),
  loongarch64: {
    assembler: ['llvm-mc-19', '--triple=loongarch64', '--mattr=+f,+d', '--filetype=obj'],
    objcopy: 'llvm-objcopy-19',
  },
  mips: gnu('mips-linux-gnu-', '-march=mips32r2'),
  mipsel: gnu('mipsel-linux-gnu-', '-march=mips32r2'),
  mips64: gnu('mips64-linux-gnuabi64-', '-march=mips64r2'),
  mips64el: gnu('mips64el-linux-gnuabi64-', '-march=mips64r2'),
  mipsn32: gnu('mips64-linux-gnuabi64-', '-n32', '-march=mips64r2'),
  mipsn32el: gnu('mips64el-linux-gnuabi64-', '-n32', '-march=mips64r2'),
  or1k: gnu('or1k-elf-'),
  ppc: gnu('powerpc-linux-gnu-'),
  ppc64: gnu('powerpc64-linux-gnu-'),
  ppc64le: gnu('powerpc64le-linux-gnu-'),
  s390: gnu('s390x-linux-gnu-', '-m31'),
  s390x: gnu('s390x-linux-gnu-'),
};

/** Assembles `source` into the bytes of one section. */
export function assemble(architecture: Architecture, section: string, source: string): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'rseq-arch-'));
  try {
    const [object, bytes] = [join(folder, 'a.o'), join(folder, 'a.bin')];
    const found = tools[architecture.name];
    assert.ok(found, `no assembler for ${architecture.name}`);
    const [program = '', ...options] = found.assembler;
    const assembler = spawnSync(program, [...options, '-o', object, '-'], { input: source, encoding: 'utf8' });
    assert.equal(assembler.status, 0, assembler.stderr);
    const copy = spawnSync(found.objcopy, ['-O', 'binary', '-j', section, object, bytes], { encoding: 'utf8' });
    assert.equal(copy.status, 0, copy.stderr);
    return readFileSync(bytes);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Demands that the last bytes of every instruction's encoding are those that the table says it has. */
export function checkTrailingBytes(architecture: Architecture, rows: readonly string[]): void {
  for (const row of rows) {
    const [instruction = '', expected = ''] = row.split(' = ');
    const bytes = assemble(architecture, '.text', `${instruction}\n`);
    assert.equal(bytes.subarray(0, 4).toString('hex'), expected, instruction);
    const operands = readStatement(architecture, instruction);
    const effect = architecture.lower(operands.mnemonic, operands.operands, operands.prefixes);
    assert.equal(Buffer.from(effect?.trailingBytes ?? []).toString('hex'), expected, instruction);
  }
}
