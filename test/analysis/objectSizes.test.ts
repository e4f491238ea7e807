import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { architectureOf } from '../../server/src/analysis/arch/index';
import { fileDeclarations } from '../../server/src/analysis/source/c/declarations';
import { findFunctions } from '../../server/src/analysis/source/c/functions';
import { ObjectSizes } from '../../server/src/analysis/source/c/objectSizes';
import { preprocessed } from '../support/preprocess';
import { assemble } from '../support/toolchain';

/** Each defines `struct s`. */
const known = [
  'struct s { unsigned int a, b; unsigned long long c; unsigned int d; };',
  'struct s { char a; short b; int c; long d; void *e, **f; };',
  'struct s { char a[3]; short b[2][3]; };',
  'struct s { unsigned int a; union { unsigned long b; struct { unsigned int c, d; } e; } f; unsigned int g; };',
  'struct s { unsigned char a; char end[]; } __attribute__((aligned(4 * 8)));',
  'struct __attribute__((aligned(64))) s { unsigned int a; };',
  'struct __attribute__((packed)) s { char a; int b; short c; };',
  'struct s { int a; short b __attribute__((aligned(16))); char c; };',
  'typedef unsigned short __u16; struct t { __u16 a; }; struct s { struct t b[3]; char c; struct t d; };',
  'typedef struct t { int a; char b; } t_t; struct s { char c; t_t d; };',
];

/** Nobody should say how large these are. */
const unknown = [
  'struct s { int a : 3; };',
  'struct s { double a; };',
  'struct s { struct nowhere a; };',
  'struct s { int a; } UNKNOWN(64);',
  'struct s { int a; } __unknown;',
  'struct __unknown(64) s { int a; };',
  'struct s { int a UNKNOWN(8); };',
  'typedef int wide __attribute__((aligned(32))); struct s { wide a; };',
  'struct __attribute__((packed)) s { char a; int b __attribute__((aligned(8))); };',
  'struct s { int a[UNKNOWN]; };',
  'struct s { int a; }; struct s { int b; };',
];

function extentOf(text: string, target: string): { readonly size: number; readonly alignment: number } | undefined {
  const { tokens } = preprocessed(text);
  const file = fileDeclarations(tokens, findFunctions(tokens));
  const pointerBytes = architectureOf(target)?.pointerBytes ?? 0;
  return new ObjectSizes(tokens, file, pointerBytes).extentOf(['struct', 's'], 0, tokens.length);
}

describe('sizes of structures', () => {
  for (const target of ['x86_64', 'i386', 'arm']) {
    it(`are those of the compiler for ${target}`, () => {
      const units = known.flatMap((text, i) => {
        const extent = extentOf(text, target);
        // A 64-bit number may be aligned to 4 or 8 where pointers have 4 bytes.
        if (!extent && target !== 'x86_64') return [];
        assert.ok(extent, text);
        const checks = `_Static_assert(sizeof(struct s) == ${extent.size} && _Alignof(struct s) >= ${extent.alignment}, "");`;
        return [{ name: `${i}.c`, text: `${text}\n${checks}\n`, target }];
      });
      assert.ok(units.length >= known.length - 1);
      assert.deepEqual(assemble(units), []);
    });
  }

  it('are not guessed', () => {
    for (const text of unknown) assert.equal(extentOf(text, 'x86_64'), undefined, text);
  });
});
