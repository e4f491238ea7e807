import assert from 'node:assert/strict';
import { chmodSync, readdirSync } from 'node:fs';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { behaviourCases } from '../../server/src/analysis';
import type { MachineReport } from '../../server/src/cli/machineReport';
import { runSelfCheck } from '../../server/src/runner/selfCheck';
import { runCli } from '../support/runCli';
import { TemporaryFolder } from '../support/temporaryFolder';

let folder: TemporaryFolder;

beforeEach(() => {
  folder = new TemporaryFolder();
});
afterEach(() => {
  folder.remove();
});

/** A probe that only prints; `script` is what its shell does. */
function fakeProbe(script: string): string {
  const file = folder.write('probe', `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  return file;
}

function printing(events: readonly object[]): string {
  return fakeProbe(`cat <<'END'\n${events.map((event) => JSON.stringify(event)).join('\n')}\nEND`);
}

const area = { event: 'area', registered: 'libc' };

/** What a kernel of an era says, but for some cases. */
function casesOf(
  era: '4.18' | '6.19' | '6.19 debug',
  others: Readonly<Record<string, string>> = {},
): readonly object[] {
  return behaviourCases.map(({ id, outcomes }) => ({ event: 'case', id, outcome: others[id] ?? outcomes[era] }));
}

async function ask(release: string, probe: string): Promise<{ text: string; report: MachineReport }> {
  const program = { probe, askMachine: () => new Map([['kernel.release', release]]) };
  const [text, json] = [
    await runCli(['abi'], { cwd: '/', program }),
    await runCli(['abi', '--format', 'json'], { cwd: '/', program }),
  ];
  assert.deepEqual([text.status, text.err, json.status, json.err], [0, '', 0, '']);
  return { text: text.out, report: JSON.parse(json.out) as MachineReport };
}

describe('the behaviour in rseq abi', () => {
  const abort = (cause: string, tried: number, aborted: number, reason?: string) => {
    return { event: 'abort', cause, tried, aborted, ...(reason === undefined ? {} : { reason }) };
  };

  it('is compared with what kernels of the same release do', async () => {
    const { text, report } = await ask('6.18.44', printing([area, abort('signal', 10, 10), ...casesOf('4.18')]));
    assert.match(text, /^behaviour +sections are aborted; mistakes end as on Linux 4\.18 to 6\.18$/m);
    assert.match(text, /^version +SIGSEGV +SIGSEGV +version is not 0$/m);
    assert.match(text, /^signal +10 of 10$/m);
    assert.doesNotMatch(text, /<-/);
    const { measured, reason, cases, comparedWith } = report.behaviour;
    assert.deepEqual([measured, reason, comparedWith], [true, null, 'Linux 4.18 to 6.18']);
    const known = Object.fromEntries(report.knownBehaviour.map(({ id, outcome }) => [id, outcome]));
    assert.deepEqual(Object.fromEntries(cases.map(({ id, outcome }) => [id, outcome])), known);
    assert.equal(cases.length, behaviourCases.length);
  });

  it('shows and names what differs', async () => {
    const others = { version: 'aborts', empty: 'signal 4', 'high-bits': 'aborts or SIGSEGV' };
    const { text, report } = await ask('6.18.44', printing([area, ...casesOf('4.18', others)]));
    assert.match(text, /^behaviour +3 of 19 mistakes NOT as on Linux 4\.18 to 6\.18$/m);
    assert.match(text, /^version +aborts +SIGSEGV +version is not 0 {2}<- differs from what Linux 6\.18 does$/m);
    assert.match(text, /^empty +signal 4 +goes on .* <- differs from what Linux 6\.18 does$/m);
    assert.match(text, /^high-bits +aborts or SIGSEGV +SIGSEGV .* <- differs from what Linux 6\.18 does$/m);
    const differing = report.behaviour.cases.filter(({ differs }) => differs);
    assert.deepEqual(
      differing.map(({ id, outcome, known }) => [id, outcome, known]),
      [
        ['version', 'aborts', 'SIGSEGV'],
        ['empty', 'signal 4', 'goes on'],
        ['high-bits', 'aborts or SIGSEGV', 'SIGSEGV'],
      ],
    );
  });

  it('knows a kernel that was booted with rseq_debug=1 by what it does, if it does all of it', async () => {
    const debugging = await ask('7.2.13', printing([area, ...casesOf('6.19 debug')]));
    assert.match(debugging.text, /^behaviour +mistakes end as on Linux since 6\.19 with rseq_debug=1$/m);
    const partly = await ask('7.2.13', printing([area, ...casesOf('6.19 debug', { version: 'aborts' })]));
    assert.equal(partly.report.behaviour.comparedWith, 'Linux since 6.19');
    const older = await ask('6.12.1', printing([area, ...casesOf('6.19 debug')]));
    assert.equal(older.report.behaviour.comparedWith, 'Linux 4.18 to 6.18');
    assert.match(older.text, /^area-flags +aborts +SIGSEGV .* <- differs from what Linux 6\.12 does$/m);
  });

  it('calls an interruption that does not abort a regression', async () => {
    const events = [area, abort('preemption', 10, 0), abort('signal', 10, 7), abort('migration', 10, 10)];
    const { text, report } = await ask('6.18.44', printing([...events, ...casesOf('4.18')]));
    assert.match(text, /^behaviour +NOT EVERY SECTION IS ABORTED \(2 causes\); mistakes end as on /m);
    assert.match(text, /^preemption +0 of 10 +<- a regression of this kernel: preemption left 10 sections unaborted$/m);
    assert.match(text, /^signal +7 of 10 +<- a regression of this kernel: signal left 3 sections unaborted$/m);
    assert.match(text, /^migration +10 of 10$/m);
    assert.deepEqual(
      report.behaviour.aborts.map(({ cause, regression }) => [cause, regression]),
      [
        ['preemption', true],
        ['signal', true],
        ['migration', false],
      ],
    );
  });

  it('says what was not measured, and why', async () => {
    const [first, ...rest] = casesOf('6.19');
    const unknown = { ...first, outcome: 'not measured', reason: 'fork: no memory' };
    const events = [area, abort('migration', 0, 0, 'only one processor may be used'), unknown, ...rest.slice(1)];
    const { text, report } = await ask('6.19.1', printing(events));
    assert.match(text, /^behaviour +mistakes end as on Linux since 6\.19; 3 not measured$/m);
    assert.match(text, /^migration +not measured +only one processor may be used$/m);
    assert.match(text, /^signature-mismatch +- +SIGSEGV .* \(not measured: fork: no memory\)$/m);
    assert.match(text, /^version +- +aborts .* \(not measured: the self-check does not know it\)$/m);
    const [{ outcome, differs, reason } = {}] = report.behaviour.cases;
    assert.deepEqual([outcome, differs, reason], [null, false, 'fork: no memory']);
  });

  it('is not compared where nothing is known of the kernel', async () => {
    const { text, report } = await ask('gvisor', printing([area, abort('signal', 1, 1), ...casesOf('4.18')]));
    assert.match(text, /^behaviour +sections are aborted; nothing is known of such kernels to compare with$/m);
    assert.match(text, /^version +SIGSEGV +- +version is not 0$/m);
    assert.equal(report.behaviour.comparedWith, null);
  });

  it('is what the program that RSEQ_ABI_PROBE names says', async () => {
    const env = { RSEQ_ABI_PROBE: printing([area, ...casesOf('4.18')]) };
    const program = { probe: '/nowhere', askMachine: () => new Map([['kernel.release', '6.18.44']]) };
    const { out } = await runCli(['abi'], { cwd: '/', env, program });
    assert.match(out, /^behaviour +mistakes end as on Linux 4\.18 to 6\.18$/m);
  });

  it('is not measured for --list', async () => {
    const probe = fakeProbe('touch "$0.ran"');
    const { status, out } = await runCli(['abi', '--list'], { cwd: '/', program: { probe } });
    assert.deepEqual([status, /^original /m.test(out)], [0, true]);
    await runCli(['abi'], { cwd: '/', program: { probe } });
    assert.deepEqual(readdirSync(folder.path).sort(), ['probe', 'probe.ran']);
  });
});

describe('a self-check that cannot be run', () => {
  const impatient = 200;
  const failing: readonly (readonly [script: string, reason: RegExp])[] = [
    ['echo \'{"event":"unavailable","reason":"rseq(2): none"}\'', /^rseq\(2\): none$/],
    ['echo "rseq-probe: no memory" >&2; exit 2', /^rseq-probe: no memory$/],
    ['exit 3', /^\S+ does not check itself \(it ended with status 3\); build it again: npm run build$/],
    ['kill -9 $$', /^\S+ --self-check was ended by SIGKILL$/],
    ['exec sleep 100', /^\S+ --self-check did not end within 0\.2 s$/],
    ['echo usage', /^rseq-probe --self-check printed something else than JSON; build it again: npm run build$/],
    ['true', /^\S+ --self-check printed nothing; build it again: npm run build$/],
  ];
  for (const [script, reason] of failing) {
    it(`says so in one line: ${script}`, async () => {
      const timeout = script.includes('sleep') ? { timeout: impatient } : {};
      await assert.rejects(runSelfCheck(fakeProbe(script), { env: process.env, ...timeout }), ({ message }: Error) =>
        reason.test(message),
      );
    });
  }

  it('says so of a program for another machine', async () => {
    const foreign = folder.write('foreign', '\x7fELF');
    chmodSync(foreign, 0o755);
    await assert.rejects(runSelfCheck(foreign, { env: {} }), ({ message }: Error) =>
      /^\S+ does not check itself \(.*\); build it again: npm run build$/.test(message),
    );
  });
});
