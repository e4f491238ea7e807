import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { rules } from '../../server/src/analysis/rules';
import { goodCounter } from '../support/brokenCounter';
import { runCli } from '../support/runCli';
import { TemporaryFolder } from '../support/temporaryFolder';

let folder: TemporaryFolder;

beforeEach(() => {
  folder = new TemporaryFolder();
});
afterEach(() => {
  folder.remove();
});

const compare = (...words: string[]) => runCli(['sections', '--compare', ...words], { cwd: folder.path });

/** Ports as the rule about them shows them: bad ones first. */
function exampleNamed(title: string): string {
  const rule = rules.find(({ id }) => id === 'port-differs');
  const example = [...(rule?.bad ?? []), ...(rule?.good ?? [])].find((one) => one.title === title);
  assert.ok(example, title);
  return example.code;
}

describe('rseq sections --compare', () => {
  it('says which step a port lacks and shows the ports side by side', async () => {
    folder.write('a.c', exampleNamed('a port that forgets to compare'));
    assert.deepEqual(await compare(), {
      status: 0,
      err: '',
      out: `list_push: the ports differ
  note: aarch64 lacks: *head, else to changed
  aarch64              x86_64
  cpu, else to abort   cpu, else to abort
  -                    *head, else to changed
  commit *head         commit *head
`,
    });
  });

  it('shows ports that do the same in one column, barriers apart', async () => {
    folder.write('a.c', exampleNamed('one instruction here, three there'));
    folder.write('b.c', exampleNamed('a barrier where the processor needs one'));
    assert.deepEqual(await compare(), {
      status: 0,
      err: '',
      out: `counter_inc: the ports do the same
  aarch64 x86_64
  cpu, else to abort
  commit *counter

publish_release: the ports do the same
  aarch64              s390x
  cpu, else to abort   cpu, else to abort
  store *slot          store *slot
  barrier: full        -
  commit *ready        commit *ready
`,
    });
  });

  it('says for which target alone an operation is there', async () => {
    folder.write('a.c', exampleNamed('a port that forgets to compare'));
    const { out } = await compare('--target', 'aarch64');
    assert.match(out, /^list_push: for aarch64 only\n {2}aarch64\n/);
  });

  it('gives the same as data, with where each step is written and what a port does otherwise', async () => {
    folder.write('a.c', exampleNamed('stores in another order'));
    const { status, out } = await compare('--format', 'json');
    const { version, operations } = JSON.parse(out) as Comparison;
    assert.deepEqual({ status, version }, { status: 0, version: 1 });
    assert.deepEqual(
      operations.map(({ function: name, alike, ports }) => [name, alike, ports.map(({ targets }) => targets.join())]),
      [['ring_put', false, ['riscv64', 's390x']]],
    );
    const [riscv, s390] = operations[0]?.ports ?? [];
    assert.deepEqual(riscv?.difference, null);
    assert.deepEqual(s390?.difference, {
      kind: 'missing',
      step: { kind: 'store', memory: ['*slot'], to: null, order: null },
      from: ['riscv64'],
    });
    assert.deepEqual(
      s390.steps.map(({ kind, memory, to, file, line }) => [kind, memory.join(), to, `${file}:${line}`]),
      [
        ['cpu', '', 'abort', 'a.c:46'],
        ['store', '*count', null, 'a.c:47'],
        ['commit', '*slot', null, 'a.c:48'],
      ],
    );
  });

  it('has nothing to say about a file without sections', async () => {
    folder.write('a.c', 'int x;\n');
    assert.deepEqual(await compare(), { status: 0, out: '', err: '' });
  });

  it('refuses what it cannot print and a command that does not compare', async () => {
    folder.write('a.c', goodCounter());
    assert.deepEqual(await compare('--format', 'github'), {
      status: 2,
      out: '',
      err: 'rseq: sections --format github: use text or json\n',
    });
    assert.deepEqual(await runCli(['check', '--compare', 'a.c'], { cwd: folder.path }), {
      status: 2,
      out: '',
      err: 'rseq: check --compare: only `rseq sections` puts ports side by side\n',
    });
  });
});

interface Comparison {
  readonly version: number;
  readonly operations: readonly {
    readonly function: string;
    readonly alike: boolean;
    readonly ports: readonly {
      readonly targets: readonly string[];
      readonly steps: readonly {
        readonly kind: string;
        readonly memory: readonly string[];
        readonly to: string | null;
        readonly file: string;
        readonly line: number;
      }[];
      readonly difference: unknown;
    }[];
  }[];
}
