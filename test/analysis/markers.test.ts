import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Finding } from '../../server/src/analysis';
import { compareWithMarkers } from '../support/check';
import { parseMarkers } from '../support/markers';

const code = `
	"2:\\n\\t"
//       ^^ error: some-rule "part"
`;

function finding(text: string, what: string, severity: Finding['severity'] = 'error'): Finding {
  const start = text.indexOf(what);
  const span = { file: 'a.c', start, end: start + what.length };
  return {
    rule: 'some-rule',
    severity,
    message: 'a part of it',
    span,
    targets: [],
    abis: [],
    variants: [],
    otherVariants: [],
    instances: 1,
    related: [],
    fixes: [],
  };
}

describe('markers', () => {
  it('match a finding at exactly their columns, with tabs of eight', () => {
    compareWithMarkers('a.c', code, [finding(code, '2:')]);
  });

  it('do not match a column, a severity, a text or a number of findings that differ', () => {
    const moved = code.replace('//       ^^', '//        ^^');
    const longer = code.replace('^^', '^^^');
    assert.throws(() => {
      compareWithMarkers('a.c', moved, [finding(moved, '2:')]);
    }, /a\.c:2: 1 expected and not found, 1 found/);
    assert.throws(() => {
      compareWithMarkers('a.c', longer, [finding(longer, '2:')]);
    });
    assert.throws(() => {
      compareWithMarkers('a.c', code, [finding(code, '2:', 'warning')]);
    });
    assert.throws(() => {
      compareWithMarkers('a.c', code.replace('"part"', '"other"'), [finding(code, '2:')]);
    });
    assert.throws(() => {
      compareWithMarkers('a.c', code, [finding(code, '2:'), finding(code, '2:')]);
    });
    assert.throws(() => {
      compareWithMarkers('a.c', code, []);
    });
  });

  it('can point at the word under which they begin, and stand in block comments', () => {
    const text = '4:\tret\n/* <- error: some-rule */ \\\n';
    compareWithMarkers('a.S', text, [finding(text, '4:')]);
  });

  it('speak about the last line that is no marker, and take related places along', () => {
    const text = 'abc\n// <- related: part\n// <- error: some-rule\n// <- related: first\n// <- related: second\n';
    const first = finding(text, 'abc');
    const related = ['part', 'first', 'second'].map((message) => ({ message, span: first.span }));
    compareWithMarkers('a.c', text, [{ ...first, related }]);
    assert.throws(() => {
      compareWithMarkers('a.c', text, [{ ...first, related: related.slice(1) }]);
    });
  });

  it('say what is known to be missed, until it is found', () => {
    const text = 'abc\n// <- missing: some-rule\n';
    compareWithMarkers('a.c', text, []);
    assert.throws(() => {
      compareWithMarkers('a.c', text, [finding(text, 'abc')]);
    }, /is reported now/);
  });

  it('are errors when they look like one and are none', () => {
    for (const line of [
      '// ^^ eror: some-rule',
      '// error: some-rule',
      '//      ^^ error: some-rule',
      '// ^ error: "x"',
      '// ^ error:',
    ]) {
      assert.equal(parseMarkers(`abcde\n${line}\n`).problems.length, 1, line);
    }
    assert.deepEqual(parseMarkers('abc\n// an error: nothing is marked here\n').problems, []);
  });
});
