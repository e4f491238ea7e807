import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { listProfiles, type AbiProfile } from '../../server/src/analysis';
import type { MachineReport } from '../../server/src/cli/machineReport';
import { runCli } from '../support/runCli';
import { TemporaryFolder } from '../support/temporaryFolder';

const run = (words: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  runCli(['abi', ...words], { cwd: folder.path, env });

let folder: TemporaryFolder;

beforeEach(() => {
  folder = new TemporaryFolder();
});
afterEach(() => {
  folder.remove();
});

/** Asks kernel and libc in other ways: /proc instead of getauxval(), dlsym() instead of weak symbols, rseq(2) instead of ptrace(2). */
const independent = String.raw`
#define _GNU_SOURCE
#include <dlfcn.h>
#include <elf.h>
#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

static long answer(long result)
{
	return result < 0 ? errno : 0;
}

int main(void)
{
	FILE *auxv = fopen("/proc/self/auxv", "r");
	unsigned long entry[2];
	unsigned int *size = dlsym(RTLD_DEFAULT, "__rseq_size");
	ptrdiff_t *offset = dlsym(RTLD_DEFAULT, "__rseq_offset");
	const char *(*version)(void) = (const char *(*)(void)) dlsym(RTLD_DEFAULT, "gnu_get_libc_version");

	while (fread(entry, sizeof(entry), 1, auxv) == 1 && entry[0] != AT_NULL) {
		if (entry[0] == 27)
			printf("featureSize %lu\n", entry[1]);
		if (entry[0] == 28)
			printf("align %lu\n", entry[1]);
	}
	if (version)
		printf("version %s\n", version());
	if (size)
		printf("size %u\n", *size);
	if (offset)
		printf("offset %td\n", *offset);
	if (offset) {
		char *area = (char *) __builtin_thread_pointer() + *offset;
		/* The length is that which gives EBUSY; with another one it is EINVAL. */
		for (unsigned int length = 32; size && *size && length <= 256; length++)
			if (answer(syscall(SYS_rseq, area, length, 0, 0x53053053)) == EBUSY)
				printf("length %u\n", length);
	}
	printf("membarrier %d\n", answer(syscall(SYS_membarrier, 1 << 7, 0, 0)) != EINVAL);
	printf("slice %ld\n", answer(prctl(79, 1, 0, 0, 0)));
	return 0;
}
`;

/** Compiles the program and gives what it prints, by name. */
function ask(env: Readonly<Record<string, string>>): Map<string, string> {
  const source = folder.write('ask.c', independent);
  const program = `${folder.path}/ask`;
  const compiler = spawnSync('cc', ['-Wall', '-o', program, source, '-ldl'], { encoding: 'utf8' });
  assert.deepEqual([compiler.status, compiler.stderr], [0, '']);
  const { status, stdout } = spawnSync(program, { env: { ...process.env, ...env }, encoding: 'utf8' });
  assert.equal(status, 0);
  return new Map(stdout.split('\n').map((line) => line.split(' ', 2) as [string, string]));
}

describe('rseq abi', () => {
  const settings = [{}, { GLIBC_TUNABLES: 'glibc.malloc.perturb=1:glibc.pthread.rseq=0' }] as const;
  for (const env of settings) {
    it(`says what a program finds that asks by itself, with ${JSON.stringify(env)}`, async () => {
      const { status, out, err } = await run(['--format', 'json'], env);
      assert.deepEqual({ status, err }, { status: 0, err: '' });
      const report = JSON.parse(out) as MachineReport;
      const asked = ask(env);
      const number = (name: string) => (asked.has(name) ? Number(asked.get(name)) : null);
      const { libc, registration, membarrier, sliceExtension } = report;
      assert.deepEqual(
        [report.featureSize, report.align, libc?.version ?? null, libc?.size ?? null, libc?.offset ?? null],
        [number('featureSize'), number('align'), asked.get('version') ?? null, number('size'), number('offset')],
      );
      if (process.arch === 'x64') assert.equal(registration.length, number('length') ?? 0);
      assert.equal(membarrier.rseq, asked.get('membarrier') === '1');
      assert.equal(sliceExtension.errno ?? 0, number('slice'));
      assert.equal(report.kernel.release, spawnSync('uname', ['-r'], { encoding: 'utf8' }).stdout.trim());
    });
  }

  it('names the tunable that is about rseq, and no other', async () => {
    const { out } = await run(['--format', 'json'], settings[1]);
    assert.deepEqual((JSON.parse(out) as MachineReport).tunables, { 'glibc.pthread.rseq': '0' });
    assert.match((await run([], settings[1])).out, /^tunables +glibc\.pthread\.rseq=0$/m);
    assert.match((await run([])).out, /^tunables +none about rseq$/m);
  });

  it('tells from the answers what a program can rely on', async () => {
    const usable = async (answers: Readonly<Record<string, string>>) => {
      const program = { askMachine: () => new Map(Object.entries(answers)) };
      const { out } = await runCli(['abi', '--format', 'json'], { cwd: '/', program });
      const { usableSize, profile, registration } = JSON.parse(out) as MachineReport;
      return [usableSize, profile, registration.mode];
    };
    const machine = { 'kernel.release': '6.1.0-43-amd64', 'kernel.machine': 'x86_64', 'registration.length': '32' };
    assert.deepEqual(await usable({ ...machine, 'libc.size': '32' }), [20, 'original', 'legacy']);
    const newer = { ...machine, 'kernel.release': '6.12.117+deb13-amd64', 'auxv.featureSize': '28' };
    assert.deepEqual(await usable({ ...newer, 'libc.size': '20' }), [28, '6.3', 'legacy']);
    assert.deepEqual(await usable({ ...newer, 'libc.size': '0', 'registration.length': '0' }), [0, null, 'none']);
    const newest = { ...newer, 'auxv.featureSize': '33', 'libc.size': '33', 'registration.length': '33' };
    const modes = { '6.18.44': 'extended', '7.0.4': 'extended', '7.0.13': 'v2', '7.1.0': 'v2' };
    for (const [release, mode] of Object.entries(modes))
      assert.deepEqual(await usable({ ...newest, 'kernel.release': release }), [33, '7.0', mode], release);
    // glibc 2.40 on Linux 7.0: 32 bytes, of which 28 have fields.
    assert.deepEqual(await usable({ ...newest, 'libc.size': '20', 'registration.length': '32' }), [
      32,
      '6.3',
      'legacy',
    ]);
  });

  it('says what kernels of the same release do, until somebody measures this one', async () => {
    const known = async (release: string) => {
      const program = { askMachine: () => new Map([['kernel.release', release]]) };
      const { out } = await runCli(['abi', '--format', 'json'], { cwd: '/', program });
      const { knownBehaviour } = JSON.parse(out) as MachineReport;
      return Object.fromEntries(knownBehaviour.map(({ id, outcome }) => [id, outcome]));
    };
    assert.equal((await known('6.18.44'))['version'], 'SIGSEGV');
    assert.equal((await known('6.19.0'))['version'], 'aborts');
    assert.equal((await known('6.19.0'))['blocking-system-call'], 'goes on');
    assert.deepEqual(await known('4.17.2'), {});
    const { out } = await runCli(['abi'], { cwd: '/', program: { probe: '/nowhere/rseq-probe' } });
    const text = /^behaviour +not measured: there is no \/nowhere\/rseq-probe; .*\n\nmistake +known of such kernels\n/m;
    assert.match(out, text);
    assert.match(out, /^signature-mismatch +SIGSEGV +another signature before abort_ip$/m);
  });

  it('says in one line that the machine cannot be asked', async () => {
    const program = {
      askMachine: () => {
        throw new Error('cannot ask');
      },
    };
    assert.deepEqual(await runCli(['abi'], { cwd: '/', program }), { status: 2, out: '', err: 'rseq: cannot ask\n' });
  });

  it('takes no paths, and only its own options', async () => {
    assert.match((await run(['a.c'])).err, /^rseq: abi takes no path or name; a\.c is one too many\n$/);
    assert.match((await run(['--fix'])).err, /^rseq: unknown option --fix;/);
    assert.equal((await run(['--format', 'github'])).status, 2);
    assert.match((await runCli(['check', '--list'], { cwd: '/' })).err, /^rseq: unknown option --list;/);
  });
});

describe('rseq abi --list', () => {
  it('prints every profile with its fields', async () => {
    const { status, out, err } = await run(['--list', '--format', 'json']);
    assert.deepEqual({ status, err }, { status: 0, err: '' });
    const { profiles } = JSON.parse(out) as { profiles: readonly AbiProfile[] };
    assert.deepEqual(profiles, listProfiles());
    const text = (await run(['--list'])).out;
    for (const { name, featureSize, fields } of profiles) {
      assert.match(text, new RegExp(`^${name} .*\\n.*feature size ${featureSize},`, 'm'));
      for (const { type, name: field, otherwise } of fields) {
        assert.match(text, new RegExp(`\\t${type} ${field};`));
        if (otherwise !== undefined) assert.ok(text.includes(`  ${field} elsewhere: ${otherwise}\n`), field);
      }
    }
  });
});
