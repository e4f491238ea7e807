import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import type { AbiProfile, FieldPart } from '../../server/src/analysis';

/** What a compiler says about `struct rseq`: `size`, `alignment`, and for every member its offset and size, `cpu_id: 4 4`. */
export type Layout = readonly string[];

/** linux/types.h without any header: cross compilers come without libc. */
export const kernelTypes = `typedef __UINT8_TYPE__ __u8;
typedef __UINT16_TYPE__ __u16;
typedef __INT16_TYPE__ __s16;
typedef __UINT32_TYPE__ __u32;
typedef __INT32_TYPE__ __s32;
typedef __UINT64_TYPE__ __u64;
`;

/**
 * Asks a compiler for the layout of a structure (`struct rseq`) that `declaration` makes. Nothing is linked or run: the answers are the values of
 * symbols in the assembler text, as the kernel's asm-offsets.c does it.
 */
export function compiledLayout(
  compiler: readonly string[],
  declaration: string,
  members: readonly string[],
  tag = 'rseq',
): Layout {
  const structure = `struct ${tag}`;
  const lines = [
    emit('size', `sizeof(${structure})`),
    emit('alignment', `_Alignof(${structure})`),
    ...members.map((name) => emit(name, `__builtin_offsetof(${structure}, ${name})`, sizeOf(structure, name))),
  ];
  const text = `${declaration}\nvoid answers(void)\n{\n${lines.join('\n')}\n}\n`;
  const [command = '', ...options] = compiler;
  const result = spawnSync(command, [...options, '-O1', '-Wall', '-S', '-o', '-', '-x', 'c', '-'], {
    input: text,
    encoding: 'utf8',
  });
  assert.equal(result.error, undefined, `${command} is needed for this test`);
  assert.deepEqual([result.status, result.stderr], [0, ''], `${compiler.join(' ')}\n${text}`);
  const answers = [...result.stdout.matchAll(/->(\S+) \D?(\d+)(?: \D?(\d+))?\s*$/gm)];
  return answers.map(([, name, ...numbers]) => `${name}: ${numbers.filter(Boolean).join(' ')}`);
}

/** What a profile says that the same compiler should answer; members of members included. */
export function expectedLayout({ size, alignment, fields }: AbiProfile): Layout {
  return [`size: ${size}`, `alignment: ${alignment}`, ...membersOf(fields).map(describeMember)];
}

/** The names that {@link compiledLayout} is to ask for: `slice_ctrl.request`. */
export function memberNames({ fields }: Pick<AbiProfile, 'fields'>): readonly string[] {
  return membersOf(fields).map(({ name }) => name);
}

function membersOf(fields: AbiProfile['fields']): readonly FieldPart[] {
  return fields.flatMap((field) => [
    field,
    ...(field.parts ?? []).map((part) => ({ ...part, name: `${field.name}.${part.name}` })),
  ]);
}

function describeMember({ name, offset, size }: FieldPart): string {
  return `${name}: ${offset} ${size}`;
}

function sizeOf(structure: string, member: string): string {
  return `sizeof(((${structure} *) 0)->${member})`;
}

function emit(name: string, ...values: readonly string[]): string {
  const places = values.map((_, index) => `%${index}`).join(' ');
  return `\t__asm__ volatile ("\\n->${name} ${places}" : : ${values.map((value) => `"i" (${value})`).join(', ')});`;
}
