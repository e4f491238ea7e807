import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, it } from 'node:test';
import { gdbArguments } from '../../client/src/features/tests/debuggers';
import { findLayout } from '../../server/src/platform/layout';
import { holdProgram, type HeldProgram } from '../../server/src/runner/hold';
import { processesAbout } from '../support/testRuns';
import { compileProgram } from './support';

const program = compileProgram('counters.c', []);

/** What gdb prints when it is attached to the program and given these commands; then the program is let go of. */
async function debugAt(instruction: number, ...commands: readonly string[]): Promise<string> {
  const cancel = new AbortController();
  let printed = '';
  const attach = async (held: HeldProgram): Promise<void> => {
    const words = [...gdbArguments({ ...held, program }), ...commands.flatMap((one) => ['-ex', one])];
    printed = (await promisify(execFile)('gdb', ['-batch', ...words])).stdout;
  };
  const section = { section: 'count', instruction };
  const how = { probe: findLayout().probe, args: [], env: process.env, signal: cancel.signal };
  let attached: Promise<void> | undefined;
  const over = holdProgram(program, section, how, (held) => {
    attached = attach(held).finally(() => {
      cancel.abort();
    });
  });
  await assert.rejects(over, { name: 'AbortError' });
  await attached;
  while (processesAbout(program).length > 0) await new Promise((resolve) => setImmediate(resolve));
  return printed;
}

describe('a debugger that attaches to a program that is held', () => {
  it('finds the thread at the instruction', async () => {
    const printed = await debugAt(2);
    assert.match(printed, /^=> 0x[0-9a-f]+ <.*>:\s+mov /m);
  });

  it('sees where the kernel sends a thread that goes on', async () => {
    const lines = (await debugAt(2, 'stepi', 'x/i $pc')).split('\n').filter((line) => line.startsWith('=> '));
    const [before, after] = lines.map((line) => parseInt(/0x[0-9a-f]+/.exec(line)?.[0] ?? '', 16));
    assert.ok(before !== undefined && after !== undefined);
    // The next instruction is at most 15 bytes further.
    assert.ok(after < before || after > before + 15, lines.join('\n'));
  });

  it('has no such instruction to go to', async () => {
    const how = { probe: findLayout().probe, args: [], env: process.env };
    const hold = holdProgram(program, { section: 'count', instruction: 99 }, how, () => undefined);
    await assert.rejects(hold, /has no instruction 99 any more; run the test again$/);
  });
});
