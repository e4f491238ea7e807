import assert from 'node:assert/strict';
import { test } from 'node:test';
import { statusText } from '../../client/src/features/statusText';

const file = { uri: 'file:///counter.c', targets: ['x86_64'], abis: ['6.3'], sections: 1, unknown: [] };

test('a document that the server has not read yet', () => {
  assert.deepEqual(statusText(undefined), {
    text: 'rseq',
    detail: 'not read yet',
    abi: 'ABI not known yet',
  });
});

test('targets and ABI of a document with a critical section', () => {
  assert.deepEqual(statusText(file), {
    text: 'rseq: x86_64',
    detail: '1 critical section',
    abi: 'ABI 6.3',
  });
});

test('several targets and profiles', () => {
  const { text, abi } = statusText({ ...file, targets: ['x86_64', 'aarch64'], abis: ['original', '7.0'] });
  assert.deepEqual([text, abi], ['rseq: x86_64, aarch64', 'ABI original, 7.0']);
});

test('a document without rseq assembly and without a declared ABI', () => {
  assert.deepEqual(statusText({ ...file, targets: [], abis: [], sections: 0 }), {
    text: 'rseq: no rseq assembly',
    detail: '0 critical sections',
    abi: 'no ABI declared',
  });
});

test('a header is read through a host', () => {
  assert.match(statusText({ ...file, host: 'main.c' }).detail, /; read through main\.c$/);
});

test('what is unknown is counted in the text and spelled out in the detail', () => {
  const { text, detail } = statusText({ ...file, unknown: ['cannot find <a.h>', 'cannot find <b.h>'] });
  assert.match(text, / · 2 unknown$/);
  assert.equal(detail, '1 critical section; unknown: cannot find <a.h>; unknown: cannot find <b.h>');
});

test('a long list of unknown things is cut short, not dropped', () => {
  const unknown = Array.from({ length: 7 }, (_, i) => `thing ${i}`);
  const { detail } = statusText({ ...file, unknown });
  assert.match(detail, /unknown: thing 4; and 2 more$/);
});
