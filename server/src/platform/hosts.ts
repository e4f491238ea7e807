import * as path from 'node:path';
import type { IncludeGraph } from './includeGraph';
import type { IncludeSearch } from './includeWalk';
import { comparePaths, isHeader } from './sourceTree';

/** More sources than this are not searched for an includer of one header. */
const MOST_SOURCES = 5000;

/** Nor are more files followed: each source of a large project leads to hundreds. */
const MOST_FOLLOWED = 200_000;

/** So many includers are compared; the nearest ones. */
const MOST_COMPARED = 16;

/** The translation units through which a header may be read, in the order of decision 5. */
export interface HostCandidates {
  /** Files that the editor has open. */
  readonly open: readonly string[];
  /** Files of compile_commands.json. */
  readonly compiled: readonly string[];
  /** Files of the project; asked for only if the others do not include the header. */
  readonly project: () => readonly string[];
}

interface Host {
  readonly file: string;
  readonly missing: number;
}

/**
 * The best hosts of `header`, at most `limit`: source files that include it, an open one first, then one that is compiled,
 * then one of the project's. Among equals that one wins for which the fewest includes are missing, then the one nearest to
 * the header.
 */
export function findHosts(
  header: string,
  candidates: HostCandidates,
  graph: IncludeGraph,
  searchOf: (file: string) => IncludeSearch,
  limit: number,
): string[] {
  const asked = new Set<string>();
  let followed = 0;
  for (const group of [() => candidates.open, () => candidates.compiled, candidates.project]) {
    const sources = group().filter((file) => !isHeader(file) && !asked.has(file));
    const hosts: Host[] = [];
    for (const file of byDistance(header, sources).slice(0, MOST_SOURCES)) {
      const isEnough = hosts.length >= MOST_COMPARED || hosts.filter(({ missing }) => missing === 0).length >= limit;
      if (isEnough || followed >= MOST_FOLLOWED) break;
      asked.add(file);
      const { files, missing } = graph.closureOf(file, searchOf);
      followed += files.size;
      if (files.has(header)) hosts.push({ file, missing });
    }
    // A later group is a guess compared with an earlier one: it is not asked once a host is known.
    // The sort is stable: among equals the nearest stays first.
    if (hosts.length > 0)
      return hosts
        .sort((a, b) => a.missing - b.missing)
        .slice(0, limit)
        .map(({ file }) => file);
  }
  return [];
}

/**
 * The same among headers, for one that no source file includes: those that lead to it and that no other of them leads to. A header
 * with templates is made to be included by another one, which knows what it needs.
 */
export function findHeaderHosts(
  header: string,
  headers: readonly string[],
  graph: IncludeGraph,
  searchOf: (file: string) => IncludeSearch,
  limit: number,
): string[] {
  const others = headers.filter((file) => file !== header);
  const hosts: (Host & { readonly files: ReadonlySet<string> })[] = [];
  let followed = 0;
  for (const file of byDistance(header, others).slice(0, MOST_SOURCES)) {
    if (followed >= MOST_FOLLOWED) break;
    const { files, missing } = graph.closureOf(file, searchOf);
    followed += files.size;
    if (files.has(header)) hosts.push({ file, missing, files });
  }
  return hosts
    .filter(({ file, files }) => !hosts.some((other) => other.files.has(file) && !files.has(other.file)))
    .sort((a, b) => a.missing - b.missing)
    .slice(0, limit)
    .map(({ file }) => file);
}

/** Same folder and stem first, then same folder, then by the number of steps between the folders; C before C++ for a `.h`. */
function byDistance(header: string, files: readonly string[]): string[] {
  const directory = path.dirname(header);
  const stem = path.basename(header, path.extname(header));
  const measured = files.map((file) => {
    const steps = path.relative(directory, path.dirname(file)).split(path.sep).filter(Boolean).length;
    const sameStem = path.basename(file, path.extname(file)) === stem;
    const isOther = path.extname(header) === '.h' && path.extname(file) !== '.c';
    return { file, distance: 4 * steps + (sameStem ? 0 : 2) + (isOther ? 1 : 0) };
  });
  return measured.sort((a, b) => a.distance - b.distance || comparePaths(a.file, b.file)).map(({ file }) => file);
}
