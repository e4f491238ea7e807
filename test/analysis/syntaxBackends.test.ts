import assert from 'node:assert/strict';
import { copyFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import type { SyntaxLanguage, SyntaxNode } from '../../server/src/analysis';
import { loadSyntax } from '../../server/src/platform/syntax';
import { bothBackends, describeTree, grammarDirectory, withTree } from '../support/syntaxTrees';
import { TemporaryFolder } from '../support/temporaryFolder';

const cFunction = 'static int f(struct s *p, int n) { return p->x[n] + g(n, 3) * 2; }\n';
const asmLine = '1: movq %%rax, %%fs:8(%[x],%[y],4)\n\tlock; incq (%%rdx)\n';

const texts: readonly { readonly title: string; readonly language: SyntaxLanguage; readonly text: string }[] = [
  { title: 'C', language: 'c', text: `#include <x.h>\n${cFunction}` },
  {
    title: 'C with inline assembler',
    language: 'c',
    text: 'int f(long *v) { __asm__ goto("1: incq %[v]\\n\\t" "jmp %l[out]" : : [v] "m"(*v) : "memory" : out); out: return 1; }',
  },
  {
    title: 'C that is broken',
    language: 'c',
    text: 'int f( { return 1 +; }\n}} asm("a" X(1f, %l[ne]) "b"); int g(void) {',
  },
  { title: 'C with characters past U+FFFF', language: 'c', text: 'char *s = "🦀𝒳"; /* 🦀 */ int after = 1;' },
  { title: 'long C', language: 'c', text: cFunction.repeat(1000) },
  {
    title: 'C++',
    language: 'cpp',
    text: 'namespace n { template <class T> struct S : B<T> { auto f() const -> T { return x<int>() + 1; } T x{}; }; }',
  },
  { title: 'C++ that is broken', language: 'cpp', text: 'template <class T struct S { operator; ]]' },
  { title: 'long C++', language: 'cpp', text: `namespace n {\n${cFunction.repeat(600)}}\n` },
  { title: 'assembler', language: 'gas', text: asmLine },
  { title: 'assembler that is broken', language: 'gas', text: 'mov ) (, %%\n1: [\n}} nop "x\n' },
  {
    title: 'assembler with other characters',
    language: 'gas',
    text: '// 🦀\nmov π, %rax\n.ascii "𝒳"; \uE000; nop\r\n',
  },
  { title: 'long assembler', language: 'gas', text: asmLine.repeat(1000) },
  { title: 'nothing', language: 'gas', text: '' },
];

describe('the native and the portable parsers', async () => {
  const backends = await bothBackends();
  assert.deepEqual(
    backends.map(({ kind }) => kind),
    ['native', 'wasm'],
  );

  for (const { title, language, text } of texts) {
    it(`give the same tree for ${title}`, () => {
      const [native, wasm] = backends.map((backend) => withTree(backend, language, text, describeTree).split('\n'));
      assert.deepEqual(native, wasm);
    });
  }

  for (const backend of backends) {
    it(`count UTF-16 units (${backend.kind})`, () => {
      withTree(backend, 'c', 'char *s = "🦀"; int after;', (root) => {
        const [, declaration] = root.namedChildren;
        const name = declaration?.childForFieldName('declarator');
        assert.deepEqual([name?.startIndex, name?.endIndex, name?.text], [20, 25, 'after']);
        assert.equal(name?.parent?.type, 'declaration');
        assert.equal(name.childForFieldName('value'), null);
      });
    });

    it(`reach the end of more than 32 KB (${backend.kind})`, () => {
      const text = asmLine.repeat(1500);
      withTree(backend, 'gas', text, (root) => {
        assert.deepEqual([root.endIndex, root.hasError], [text.length, false]);
        assert.equal(lastOf(root)?.text, 'incq (%%rdx)');
      });
    });
  }
});

describe('loadSyntax', () => {
  const folder = new TemporaryFolder();
  after(() => {
    folder.remove();
  });

  it('prefers the native parsers', async () => {
    const { backend, fallbackReason } = await loadSyntax({ grammarDirectory, prefer: 'auto' });
    assert.deepEqual([backend.kind, fallbackReason], ['native', undefined]);
  });

  for (const prefer of ['auto', 'native'] as const) {
    it(`takes the portable ones and says why if the native ones do not load (${prefer})`, async () => {
      const portable = folder.makeFolder(prefer);
      for (const name of readdirSync(grammarDirectory)) {
        if (name !== 'gas.node') copyFileSync(path.join(grammarDirectory, name), path.join(portable, name));
      }
      const { backend, fallbackReason } = await loadSyntax({ grammarDirectory: portable, prefer });
      assert.equal(backend.kind, 'wasm');
      assert.match(fallbackReason ?? '', /gas\.node/);
      withTree(backend, 'gas', 'nop', (root) => {
        assert.equal(root.hasError, false);
      });
    });
  }

  it('fails where there are no grammars at all', async () => {
    const empty = folder.makeFolder('empty');
    await assert.rejects(loadSyntax({ grammarDirectory: empty, prefer: 'auto' }), /web-tree-sitter\.cjs/);
  });
});

function lastOf(root: SyntaxNode): SyntaxNode | undefined {
  return root.namedChildren.at(-1);
}
