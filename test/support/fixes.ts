import assert from 'node:assert/strict';
import type { Fix } from '../../server/src/analysis';

/** The text with a fix applied, all of whose edits are in it; fails if they overlap or are not in order. */
export function applyFix(text: string, fix: Fix): string {
  let result = '';
  let position = 0;
  for (const { span, newText } of fix.edits) {
    assert.ok(span.start >= position && span.end <= text.length, `${fix.title}: edits overlap`);
    result += text.slice(position, span.start) + newText;
    position = span.end;
  }
  return result + text.slice(position);
}
