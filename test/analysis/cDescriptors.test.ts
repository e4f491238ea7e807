import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { CAddress } from '../../server/src/analysis/source/c/addressExpression';
import { type CDescriptor, fieldNames, findCDescriptors } from '../../server/src/analysis/source/c/descriptors';
import { findFunctions } from '../../server/src/analysis/source/c/functions';
import { preprocessed } from '../support/preprocess';

const labels = 'extern char s[], p[], a[];\n';

/** Descriptors as `name: version, flags, start, length, abort (section, storage, alignment)`; `?` is what is not known. */
function found(text: string, language: 'c' | 'c++' = 'c'): string[] {
  const { tokens } = preprocessed(labels + text, { language });
  return findCDescriptors(tokens, findFunctions(tokens)).map(described);
}

function described(descriptor: CDescriptor): string {
  const fields = fieldNames.map((name) => spelled(descriptor.fields[name].value)).join(', ');
  const { name = '-', section = '-', storage = '?', alignment = '?' } = descriptor;
  return `${name}: ${fields} (${section}, ${storage}, ${alignment})`;
}

function spelled(value: CAddress | undefined): string {
  if (!value) return '?';
  const terms = value.terms.map(
    ({ kind, name, sign }) => `${sign < 0 ? '-' : '+'}${kind === 'c-label' ? '&&' : ''}${name}`,
  );
  const constant = value.constant === 0n && terms.length > 0 ? '' : value.constant.toString();
  return constant + terms.join('').replace(constant === '' ? /^\+/ : /^$/, '');
}

/** The fields of one automatic descriptor whose initialiser or statements are given. */
function fieldsOf(code: string, language?: 'c++'): string {
  const [only = 'none', ...more] = found(`void f(void) {\n${code}\ns0: p0: a0:;\n}`, language);
  assert.deepEqual(more, []);
  return only.replace(/^\w+: | \(.*/g, '');
}

describe('descriptors that C code fills in', () => {
  it('have fields by name or by position, and zeros elsewhere', () => {
    const all = '0, 0, s, p-s, a';
    assert.equal(fieldsOf('struct rseq_cs cs = { 0, 0, (u64)s, (u64)p - (u64)s, (u64)a };'), all);
    assert.equal(
      fieldsOf('struct rseq_cs cs = { .start_ip = (u64)s, .abort_ip = (u64)a, .post_commit_offset = p - s };'),
      all,
    );
    assert.equal(
      fieldsOf('struct rseq_cs cs = { start_ip: (u64)s, post_commit_offset: p - s, abort_ip: (u64)a, };'),
      all,
    );
    assert.equal(fieldsOf('struct rseq_cs cs = { .start_ip = {(u64)s}, p - s, (u64)a };'), all);
    assert.equal(fieldsOf('struct rseq_cs cs = { 1u, (1 << 2) | 1, (u64)s };'), '1, 5, s, 0, 0');
    assert.equal(fieldsOf('struct rseq_cs cs = { .start_ip = (u64)s, .what = 1 };'), 'none');
  });

  it('have addresses of labels and symbols, in casts and parentheses of all kinds', () => {
    for (const [code, expected] of [
      ['(uintptr_t)&&s0', '&&s0'],
      ['&&s0', '&&s0'],
      ['(unsigned long)(void *)&&s0', '&&s0'],
      ['(__u64)(unsigned long)&s', 's'],
      ['((u64)(&s[0]))', 's'],
      ['(u64)s + 4', '4+s'],
      ['(u64)s - 4', '-4+s'],
      ['(u64)&other', 'other'],
      ['(u64)other', '?'],
      ['(u64)s * 2', '?'],
      ['f()', '?'],
      ['cond ? (u64)s : 0', '?'],
    ]) {
      const fields = fieldsOf(`struct rseq_cs cs = { .start_ip = (u64)a, .abort_ip = ${code ?? ''} };`);
      assert.equal(fields, `0, 0, a, 0, ${expected ?? ''}`, code);
    }
    const cast = 'struct rseq_cs cs = { 0, 0, reinterpret_cast<uintptr_t>(s), uintptr_t(&&p0) - uintptr_t(&&s0) };';
    assert.equal(fieldsOf(cast, 'c++'), '0, 0, s, &&p0-&&s0, 0');
    assert.equal(fieldsOf('rseq_cs cs{0, 0, (u64)s, (u64)p - (u64)s, (u64)a};', 'c++'), '0, 0, s, p-s, a');
  });

  it('have a length that is counted in bytes, or that is not known', () => {
    const lengthOf = (declared: string, length: string): string => {
      const [only = ''] = found(`${declared}\nvoid f(void) { struct rseq_cs cs = { 0, 0, (u64)s, ${length} }; }`);
      return only.split(', ')[3] ?? '';
    };
    assert.equal(lengthOf('extern int i[], j[];', 'j - i'), '?');
    assert.equal(lengthOf('extern int i[], j[];', '(u64)j - (u64)i'), 'j-i');
    assert.equal(lengthOf('extern int i[], j[];', '(char *)j - (char *)i'), 'j-i');
    assert.equal(lengthOf('extern int i[], j[];', '(int *)j - (int *)i'), '?');
    assert.equal(lengthOf('extern char i, j;', '&j - &i'), 'j-i');
    assert.equal(lengthOf('extern char i[8], j[8];', '&j - &i'), '?');
    assert.equal(lengthOf('void i(void), j(void);', '(u64)j - (u64)&i'), 'j-i');
    assert.equal(lengthOf('extern char i[] __asm__("first"), j[];', 'j - i'), 'j-first');
  });

  it('may be filled in field by field, each once', () => {
    assert.equal(
      fieldsOf(
        'struct rseq_cs cs = {}; cs.start_ip = (u64)s; cs.post_commit_offset = (u64)p - cs.start_ip; cs.abort_ip = (u64)a;',
      ),
      '0, 0, s, p-s, a',
    );
    assert.equal(fieldsOf('struct rseq_cs cs; cs.start_ip = (u64)s;'), '?, ?, s, ?, ?');
    assert.equal(fieldsOf('struct rseq_cs cs = { .flags = 1, .start_ip = (u64)s }; cs.flags = 0;'), '0, ?, s, 0, 0');
    assert.equal(fieldsOf('struct rseq_cs cs = { .start_ip = (u64)s }; cs.flags |= 1;'), '0, ?, s, 0, 0');
    assert.equal(fieldsOf('struct rseq_cs cs = {}; cs.start_ip = (u64)s; cs.start_ip = (u64)p;'), 'none');
    assert.equal(fieldsOf('struct rseq_cs cs = {}; x->cs.start_ip = (u64)s; y.cs.start_ip = (u64)p;'), 'none');
    const two =
      'struct rseq_cs cs;\nvoid f(void) { cs.start_ip = (u64)s; }\nvoid g(void) { struct rseq_cs cs = {}; cs.start_ip = (u64)p; }';
    assert.deepEqual(found(two), ['cs: 0, 0, s, 0, 0 (-, static, 32)', 'cs: 0, 0, p, 0, 0 (-, automatic, 32)']);
  });

  it('are where the compiler or an attribute puts them', () => {
    const start = '= { .start_ip = (u64)s };';
    const at = (declaration: string): string => found(declaration)[0]?.replace(/^.* \(|\)$/g, '') ?? 'none';
    assert.equal(at(`struct rseq_cs cs ${start}`), '-, static, 32');
    assert.equal(
      at(`static const struct rseq_cs cs __attribute__((section("__rseq_cs"), used)) ${start}`),
      '__rseq_cs, static, 32',
    );
    assert.equal(at(`__attribute__((aligned(64))) struct rseq_cs cs ${start}`), '-, static, 64');
    assert.equal(at(`void f(void) { struct rseq_cs cs ${start} }`), '-, automatic, 32');
    assert.equal(at(`void f(void) { static struct rseq_cs cs ${start} }`), '-, static, 32');
    assert.equal(at(`struct rseq_cs { int version; };\nstruct rseq_cs cs ${start}`), '-, static, 8');
    assert.equal(
      at(`struct my_cs { int version; } __attribute__((aligned(4 * sizeof(__u64))));\nstruct my_cs cs ${start}`),
      '-, static, 32',
    );
    assert.equal(
      at(`struct my_cs { int version; } __attribute__((aligned(ODD)));\nstruct my_cs cs ${start}`),
      '-, static, ?',
    );
    assert.equal(at(`my_cs cs ${start}`), '-, static, ?');
  });

  it('may be elements of an array, and compound literals', () => {
    assert.deepEqual(found('struct rseq_cs all[] = { { 0, 0, (u64)s }, { 1, 0, (u64)p } };'), [
      '-: 0, 0, s, 0, 0 (-, static, 32)',
      '-: 1, 0, p, 0, 0 (-, static, 32)',
    ]);
    assert.deepEqual(found('void f(void) { set(&(struct rseq_cs){ .start_ip = (u64)s }); }'), [
      '-: 0, 0, s, 0, 0 (-, ?, 32)',
    ]);
  });

  it('are not what only looks like them', () => {
    for (const code of [
      'struct rseq_cs *cs = &other;',
      'struct rseq_cs cs;',
      'struct rseq_cs f(struct rseq_cs cs, int b);',
      'struct rseq_cs { int version; };',
      'static const struct rseq_cs none = { 0, 0, 0, 0, 0 };',
      'static const struct rseq_cs guard = { .start_ip = 4096 };',
      'void f(struct rseq_cs *cs) { cs->start_ip = (u64)s; }',
      'struct holder { struct rseq_cs cs; };',
      'int start_ip = 1; struct rseq_cs cs = { .start_ip',
    ]) {
      assert.deepEqual(found(code), [], code);
    }
  });
});
