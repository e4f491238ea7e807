import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** One case of a corpus file: a text, and the tree that it must give. */
export interface CorpusCase {
  readonly file: string;
  readonly title: string;
  readonly text: string;
  /** As tree-sitter prints trees, on one line. */
  readonly tree: string;
}

/** Reads tree-sitter's corpus format from all `.txt` files of a folder. Throws on a case without a tree. */
export function readCorpus(folder: string): readonly CorpusCase[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.txt'))
    .flatMap((name) => casesOf(name, readFileSync(path.join(folder, name), 'utf8')));
}

function casesOf(file: string, content: string): CorpusCase[] {
  const [, ...parts] = content.split(/^={3,}\n(.*)\n={3,}\n/m);
  const cases: CorpusCase[] = [];
  for (let i = 0; i < parts.length; i += 2) {
    const [title = '', body = ''] = parts.slice(i, i + 2);
    const divider = /(?:^|\n)---\n/.exec(body);
    if (!divider) throw new Error(`${file}: "${title}" has no tree`);
    const tree = body.slice(divider.index + divider[0].length);
    cases.push({ file, title, text: body.slice(0, divider.index), tree: onOneLine(tree) });
  }
  return cases;
}

function onOneLine(tree: string): string {
  return tree.trim().replace(/\s+/g, ' ').replaceAll(' )', ')');
}
