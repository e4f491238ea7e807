import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { CheckedText } from './check';

/** A text of `test/fixtures/source`: one way of writing sections down, with markers and with what must be known about it. */
export interface SourceFixture extends CheckedText {
  /** From the words `sections: 3, resolved: 2` in its first comment. */
  readonly sections: number;
  readonly resolved: number;
}

const folder = path.resolve('test/fixtures/source');

/** `name.aarch64.c` is for that target, `name.intel.c` for `-masm=intel`; headers are there to be included. */
export function sourceFixtures(): readonly SourceFixture[] {
  const names = readdirSync(folder).sort();
  const textOf = (name: string): string => readFileSync(path.join(folder, name), 'utf8');
  const headers = names.filter((name) => name.endsWith('.h'));
  const files = Object.fromEntries(headers.map((name) => [name, textOf(name)]));
  return names
    .filter((name) => !name.endsWith('.h'))
    .map((name) => {
      const text = textOf(name);
      const [, sections = '', resolved = ''] = /sections: (\d+), resolved: (\d+)/.exec(text) ?? [];
      const target = /\.(aarch64)\./.exec(name)?.[1] ?? 'x86_64';
      const intelSyntax = name.includes('.intel.');
      return {
        path: name,
        text,
        files,
        targets: [target],
        intelSyntax,
        sections: Number(sections),
        resolved: Number(resolved),
      };
    });
}
