import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import type { Architecture } from '../../../server/src/analysis/arch/architecture';
import { effectText } from './effectText';
import { readStatement } from './operandText';

/** Rows `instruction | effect`, one a line; see {@link effectText} for the right side. */
export function readTable(text: string): readonly { readonly text: string; readonly expected: string }[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => {
      const [instruction, effect, ...rest] = line.split(/\s+\|\s+/);
      assert.ok(
        instruction !== undefined && effect !== undefined && rest.length === 0,
        `row without two columns: ${line}`,
      );
      return { text: instruction, expected: effect };
    });
}

/** Compares every row of a table with what the architecture says. */
export function checkTable(architecture: Architecture, table: string): void {
  const rows = readTable(table);
  const found = rows.map((row) => `${row.text} | ${lowered(architecture, row.text)}`);
  assert.deepEqual(
    found,
    rows.map((row) => `${row.text} | ${row.expected}`),
  );
}

/** The effect of one instruction in the notation of the tables. */
export function lowered(architecture: Architecture, text: string): string {
  const { mnemonic, operands, prefixes } = readStatement(architecture, text);
  return effectText(architecture.lower(mnemonic, operands, prefixes));
}

/** Demands that an assembler takes every line; the message has the lines that it does not. */
export function checkAssembles(command: readonly string[], lines: readonly string[]): void {
  const [program = '', ...args] = command;
  const source = [...lines, ''].join('\n');
  const run = spawnSync(program, [...args, '-o', '/dev/null', '-'], { input: source, encoding: 'utf8' });
  assert.equal(run.error, undefined, `cannot run ${program}`);
  const refused = [...run.stderr.matchAll(/:(\d+): Error: (.*)/g)].map(
    ([, line, reason]) => `${lines[Number(line) - 1] ?? ''}: ${reason ?? ''}`,
  );
  assert.deepEqual(refused, []);
  assert.equal(run.status, 0, run.stderr);
}
