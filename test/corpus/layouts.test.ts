import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { descriptorLayout, layoutText, listProfiles, resolveProfile, type AbiProfile } from '../../server/src/analysis';
import { kernelHeaders } from '../support/corpus';
import { compiledLayout, expectedLayout, kernelTypes, memberNames } from '../support/layouts';
import { compilers } from '../support/toolchain';

/** Targets that are another mode of a compiler. Debian 12 has no C compiler for or1k and loongarch64. */
const modes: Readonly<Record<string, readonly string[]>> = {
  x32: ['x86_64-linux-gnu-gcc', '-mx32'],
  aarch64_be: ['aarch64-linux-gnu-gcc', '-mbig-endian'],
  armeb: ['arm-linux-gnueabihf-gcc', '-mbig-endian'],
  riscv32: ['riscv64-linux-gnu-gcc', '-march=rv32gc', '-mabi=ilp32d'],
  s390: ['s390x-linux-gnu-gcc', '-m31'],
};

const targets = {
  ...Object.fromEntries(Object.entries(compilers).map(([name, command]) => [name, [command]])),
  ...modes,
};

/** The profile that a release's header declares. */
const headers = [
  ['6.1', 'original'],
  ['6.12', '6.3'],
  ['7', '7.0'],
] as const;

const { size, alignment, fields } = descriptorLayout;
const descriptorAnswers = [
  `size: ${size}`,
  `alignment: ${alignment}`,
  ...fields.map((field) => `${field.name}: ${field.offset} ${field.size}`),
];

describe('layouts of struct rseq', () => {
  for (const [target, compiler] of Object.entries(targets)) {
    for (const profile of listProfiles()) {
      it(`of ${profile.name} for ${target} are what the compiler makes of their text`, () => {
        const text = kernelTypes + layoutText(profile);
        assert.deepEqual(compiledLayout(compiler, text, memberNames(profile)), expectedLayout(profile));
      });
    }

    for (const [release, name] of headers) {
      it(`of Linux ${release} for ${target} are those of ${name}`, () => {
        const profile = resolveProfile(name);
        assert.ok(profile);
        const header = withoutIncludes(readFileSync(`${kernelHeaders(release)}/linux/rseq.h`, 'utf8'));
        const text = `${kernelTypes}${header}\n${nothingBehind(header, profile)}`;
        assert.deepEqual(compiledLayout(compiler, text, memberNames(profile)), expectedLayout(profile));
        const names = descriptorLayout.fields.map((field) => field.name);
        assert.deepEqual(compiledLayout(compiler, text, names, 'rseq_cs'), descriptorAnswers);
      });
    }
  }
});

/** Demands that the header has no field that the profile lacks. Since Linux 6.3 it names its end. */
function nothingBehind(header: string, { fields, featureSize }: AbiProfile): string {
  if (/\bend\[\];/.test(header))
    return `_Static_assert(__builtin_offsetof(struct rseq, end) == ${featureSize}, "end");`;
  assert.match(header, new RegExp(`\\b${fields.at(-1)?.name};\\s*\\} __attribute__`));
  return '';
}

/** Cross compilers come without libc's headers. */
function withoutIncludes(header: string): string {
  return header.replace(/^#include .*$/gm, '');
}
