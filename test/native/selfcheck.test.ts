import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, readdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { behaviourCases, behaviourEra, behaviourEras } from '../../server/src/analysis';
import type { MachineReport } from '../../server/src/cli/machineReport';
import { findLayout } from '../../server/src/platform/layout';
import { runSelfCheck, type SelfCheck } from '../../server/src/runner/selfCheck';
import { runCli } from '../support/runCli';
import { TemporaryFolder } from '../support/temporaryFolder';
import { CLI, compileText } from './support';

const probe = findLayout().probe;
const sources = path.join(path.dirname(path.dirname(probe)), 'server/native/probe');
const folder = new TemporaryFolder();
after(() => {
  folder.remove();
});

const release = os.release();
const isDebugging = readFileSync('/proc/cmdline', 'utf8').split(/\s/).includes('rseq_debug=1');
const plainEra = behaviourEra(release);
const era = isDebugging && plainEra === '6.19' ? '6.19 debug' : plainEra;
const hasOtherCpu = os.availableParallelism() > 1;

/** What kernels of this release were seen to do. */
const known = Object.fromEntries(behaviourCases.map(({ id, outcomes }) => [id, era && outcomes[era]]));

/** On a machine that has no time for it some of it is not measured, and says so: then once more. */
async function wholeCheck(env: Readonly<Record<string, string>> = {}, program = probe): Promise<SelfCheck> {
  for (let tries = 0; ; tries++) {
    const check = await runSelfCheck(program, { env });
    const lacks = [...check.aborts, ...check.cases].some(({ reason }) =>
      /in time|all the time there is/.test(reason ?? ''),
    );
    if (!lacks || tries === 5) return check;
  }
}

function outcomesOf({ cases }: SelfCheck): Record<string, string> {
  return Object.fromEntries(cases.map(({ id, outcome }) => [id, outcome]));
}

/** Each cause with whether it was tried, and how many sections went on though they were interrupted. */
function unabortedOf({ aborts }: SelfCheck): readonly (readonly [string, boolean, number])[] {
  return aborts.map(({ cause, tried, aborted }) => [cause, tried > 0, tried - aborted]);
}

const allAborted = [
  ['preemption', true, 0],
  ['signal', true, 0],
  ['migration', hasOtherCpu, 0],
  ['membarrier', hasOtherCpu, 0],
];

/** The probe with sections that are never armed: what a kernel that aborts nothing would look like. */
function compileUnarmed(): string {
  const text = readFileSync(path.join(sources, 'section.c'), 'utf8');
  const unarmed = text.replace('"\tmovq %rsi, (%rdi)\\n"', '').replace('"\tstr x1, [x0]\\n"', '');
  assert.notEqual(unarmed, text);
  const section = folder.write('section.c', unarmed);
  const others = readdirSync(sources).filter((name) => name.endsWith('.c') && name !== 'section.c');
  const program = path.join(folder.path, 'unarmed');
  const words = ['-O2', '-static', '-pthread', `-I${sources}`, '-o', program, section];
  const { status, stderr } = spawnSync('cc', [...words, ...others.map((name) => path.join(sources, name))]);
  assert.equal(status, 0, stderr.toString());
  return program;
}

/** Runs a program under a filter that keeps rseq(2) from it. */
const withoutRseq = String.raw`
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_rseq, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = { sizeof code / sizeof code[0], code };

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program))
		return 99;
	execvp(argv[1], argv + 1);
	return 98;
}
`;

describe('rseq-probe --self-check', () => {
  it('sees every interruption abort, and every mistake end as on kernels of this release', async () => {
    const check = await wholeCheck();
    assert.deepEqual(unabortedOf(check), allAborted);
    assert.ok(era, release);
    assert.deepEqual(outcomesOf(check), known);
  });

  it('sees the same with an area of its own where libc registers none', async () => {
    const check = await wholeCheck({ GLIBC_TUNABLES: 'glibc.pthread.rseq=0' });
    assert.equal(check.area, 'own');
    assert.deepEqual(unabortedOf(check), allAborted);
    assert.deepEqual(outcomesOf(check), known);
  });

  it('takes less than 3 s, prints nothing else, and leaves no core file', () => {
    const begin = performance.now();
    const { status, stderr } = spawnSync('sh', ['-c', `ulimit -c unlimited; "${probe}" --self-check`], {
      cwd: folder.makeFolder('empty'),
      encoding: 'utf8',
    });
    assert.deepEqual({ status, stderr }, { status: 0, stderr: '' });
    assert.ok(performance.now() - begin < 3000);
    assert.deepEqual(readdirSync(path.join(folder.path, 'empty')), []);
  });

  it('says that there is nothing to check where rseq(2) is kept from it', () => {
    const wrapper = compileText(withoutRseq);
    for (const tunables of ['', 'glibc.pthread.rseq=0']) {
      const env = { ...process.env, GLIBC_TUNABLES: tunables };
      const { status, stdout, stderr } = spawnSync(wrapper, [probe, '--self-check'], { env, encoding: 'utf8' });
      assert.deepEqual([status, stderr], [0, '']);
      const reason = 'rseq(2): Function not implemented; the kernel has none, or a filter keeps it from us';
      assert.deepEqual(JSON.parse(stdout), { event: 'unavailable', reason });
      const text = spawnSync(wrapper, [process.execPath, CLI, 'abi'], { env, encoding: 'utf8' });
      assert.equal(text.status, 0);
      assert.ok(text.stdout.includes(`\nbehaviour             not measured: ${reason}\n`), text.stdout);
    }
  });

  it('leaves no process behind when it is killed', { timeout: 30_000 }, async (context) => {
    let group: number | undefined;
    context.after(() => group && spawnSync('kill', ['-KILL', '--', `-${group}`]));
    let caught = 0;
    // On a busy machine it may be done before anybody looks.
    for (let tries = 0; tries < 20 && caught === 0; tries++) {
      const child = spawn(probe, ['--self-check'], { detached: true, stdio: ['ignore', 'pipe', 'ignore'] });
      const pid = child.pid ?? assert.fail();
      group = pid;
      // A pipe is closed when nobody holds it any more, no child either.
      const closed = once(child, 'close');
      while (child.exitCode === null && caught === 0) {
        if (readyChildrenOf(pid) > 0) {
          process.kill(-pid, 'SIGSTOP');
          caught = readyChildrenOf(pid);
          if (caught > 0) process.kill(pid, 'SIGKILL');
          else process.kill(-pid, 'SIGCONT');
        }
        await setImmediate();
      }
      await closed;
      group = undefined;
    }
    assert.ok(caught > 0);
  });

  it('ends when it is cancelled', async () => {
    const controller = new AbortController();
    const check = runSelfCheck(probe, { env: {}, signal: controller.signal });
    controller.abort();
    await assert.rejects(check, { message: 'cancelled' });
  });
});

describe('rseq abi', () => {
  it('says that this kernel does as it should', async () => {
    const { status, out } = await runCli(['abi', '--format', 'json'], { cwd: '/' });
    const { behaviour } = JSON.parse(out) as MachineReport;
    assert.deepEqual([status, behaviour.measured, behaviour.comparedWith], [0, true, era ? behaviourEras[era] : null]);
    assert.deepEqual(
      behaviour.cases.filter(({ differs }) => differs),
      [],
    );
    assert.deepEqual(
      behaviour.aborts.filter(({ regression }) => regression),
      [],
    );
  });

  it('names a kernel that aborts nothing', async () => {
    const unarmed = compileUnarmed();
    const check = await wholeCheck({}, unarmed);
    for (const { tried, aborted } of check.aborts) assert.equal(aborted, 0, String(tried));
    const ask = () => runCli(['abi'], { cwd: '/', program: { probe: unarmed } });
    let answer = await ask();
    for (let tries = 0; tries < 5 && /time there is|in time/.test(answer.out); tries++) answer = await ask();
    const { status, out } = answer;
    assert.equal(status, 0);
    assert.match(out, /^behaviour +NOT EVERY SECTION IS ABORTED \([24] causes\); \d+ of 19 mistakes NOT as on Linux /m);
    for (const cause of hasOtherCpu ? ['preemption', 'signal', 'migration', 'membarrier'] : ['preemption', 'signal']) {
      const line = `^${cause} +0 of (\\d+) +<- a regression of this kernel: ${cause} left \\1 sections unaborted$`;
      assert.match(out, new RegExp(line, 'm'));
    }
    const [, minor = ''] = /^(\d+\.\d+)/.exec(release) ?? [];
    assert.match(out, new RegExp(`^unmapped +goes on +SIGSEGV .* <- differs from what Linux ${minor} does$`, 'm'));
    assert.match(out, /^never-armed +goes on +goes on +rseq_cs was never set$/m);
  });
});

/** How many children of the probe are past their preparations: the last of these is to let all signals come. */
function readyChildrenOf(parent: number): number {
  return readdirSync('/proc').filter((name) => {
    if (!/^\d+$/.test(name)) return false;
    try {
      const status = readFileSync(`/proc/${name}/status`, 'utf8');
      return status.includes(`\nPPid:\t${parent}\n`) && /\nSigBlk:\t0+\n/.test(status);
    } catch {
      return false;
    }
  }).length;
}
