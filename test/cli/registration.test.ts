import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { release } from 'node:os';
import { describe, it } from 'node:test';
import {
  eraOf,
  isLengthValid,
  registeredLength,
  registrationCases,
  type RegistrationCase,
} from '../../server/src/analysis/abi/registration';
import { TemporaryFolder } from '../support/temporaryFolder';

/** One case a line of standard input, each in a process of its own, for a registration stays. */
const caller = String.raw`
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static char own[256] __attribute__((aligned(64))), other[256] __attribute__((aligned(64)));

static int call(char *area, unsigned int length, int flags, unsigned int signature)
{
	return syscall(SYS_rseq, area, length, flags, signature) == 0 ? 0 : errno;
}

int main(void)
{
	unsigned int registered, offset, length;
	char where[16], signature[16];
	int flags;

	while (scanf("%u %15s %u %u %d %15s", &registered, where, &offset, &length, &flags, signature) == 6) {
		fflush(stdout);
		if (fork() == 0) {
			char *area = !strcmp(where, "own") ? own : !strcmp(where, "other") ? other : 0;
			if (!strcmp(where, "kernel"))
				area = (char *) (-1UL / 2 + 1);
			if (registered > 0 && call(own, registered, 0, 1234) != 0)
				printf("cannot register\n");
			else
				printf("%d\n", call(area + offset, length, flags, !strcmp(signature, "own") ? 1234 : 4321));
			fflush(stdout);
			_exit(0);
		}
		wait(0);
	}
	return 0;
}
`;

const errnos: Readonly<Record<string, string>> = { 0: 'ok', 1: 'EPERM', 14: 'EFAULT', 16: 'EBUSY', 22: 'EINVAL' };

describe('what rseq(2) answers', () => {
  const era = eraOf(release());

  it(`on Linux ${release()} is what the table says`, () => {
    assert.ok(era, 'this kernel has no rseq(2)');
    const folder = new TemporaryFolder();
    try {
      const program = `${folder.path}/call`;
      const compiler = spawnSync('cc', ['-Wall', '-o', program, folder.write('call.c', caller)], { encoding: 'utf8' });
      assert.deepEqual([compiler.status, compiler.stderr], [0, '']);
      const result = spawnSync(program, {
        input: registrationCases.map(wordsOf).join('\n'),
        // The area has to be ours.
        env: { ...process.env, GLIBC_TUNABLES: 'glibc.pthread.rseq=0' },
        encoding: 'utf8',
      });
      assert.equal(result.status, 0);
      const answers = result.stdout.trimEnd().split('\n');
      assert.deepEqual(
        registrationCases.map((one, index) => [wordsOf(one), errnos[answers[index] ?? ''] ?? answers[index]]),
        registrationCases.map((one) => [wordsOf(one), one.answers[era]]),
      );
    } finally {
      folder.remove();
    }
  });

  it('to a length is the rule about lengths', () => {
    const good = (one: RegistrationCase) => one.registered === 0 && one.area === 'own' && one.flags === 0;
    const cases = registrationCases.filter(good);
    assert.ok(cases.length >= 10);
    for (const one of cases) {
      const alignment = one.offset === 0 ? 64 : one.offset;
      for (const first of ['4.18', '6.3', '7.0'] as const)
        assert.equal(
          isLengthValid(one.length, alignment, first),
          one.answers[first] === 'ok',
          `${wordsOf(one)} ${first}`,
        );
    }
  });

  it('to what glibc registers is yes', () => {
    for (const [featureSize, first] of [
      [undefined, '4.18'],
      [28, '6.3'],
      [33, '7.0'],
    ] as const)
      assert.ok(isLengthValid(registeredLength(featureSize), 64, first));
  });
});

function wordsOf({ registered, area, offset, length, flags, signature }: RegistrationCase): string {
  return [registered, area, offset, length, flags, signature].join(' ');
}
