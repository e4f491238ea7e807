import * as path from 'node:path';
import type { IncludeGraph, IncludeSearch } from './includeGraph';
import { comparePaths, isHeader } from './sourceTree';

/** More sources than this are not searched for an includer of one header. */
const MOST_SOURCES = 5000;

/** The translation units through which a header may be read, in the order of decision 5. */
export interface HostCandidates {
  /** Files that the editor has open. */
  readonly open: readonly string[];
  /** Files of compile_commands.json. */
  readonly compiled: readonly string[];
  /** Files of the folder tree; asked for only if the others do not include the header. */
  readonly tree: () => readonly string[];
}

/**
 * The best hosts of `header`, at most `limit`: source files that include it, an open one first, then one that is compiled,
 * then one of the folder's. Among equals the one nearest to the header wins.
 */
export function findHosts(
  header: string,
  candidates: HostCandidates,
  graph: IncludeGraph,
  searchOf: (file: string) => IncludeSearch,
  limit: number,
): string[] {
  const hosts: string[] = [];
  const asked = new Set<string>();
  for (const group of [() => candidates.open, () => candidates.compiled, candidates.tree]) {
    const sources = group().filter((file) => !isHeader(file) && !asked.has(file));
    for (const file of byDistance(header, sources).slice(0, MOST_SOURCES)) {
      if (hosts.length >= limit) return hosts;
      asked.add(file);
      if (graph.reaches(file, header, searchOf)) hosts.push(file);
    }
    // A later group is a guess compared with an earlier one: it is not asked once a host is known.
    if (hosts.length > 0) return hosts;
  }
  return hosts;
}

/** Same folder and stem first, then same folder, then by the number of steps between the folders. */
function byDistance(header: string, files: readonly string[]): string[] {
  const directory = path.dirname(header);
  const stem = path.basename(header, path.extname(header));
  const measured = files.map((file) => {
    const steps = path.relative(directory, path.dirname(file)).split(path.sep).filter(Boolean).length;
    const sameStem = path.basename(file, path.extname(file)) === stem;
    return { file, distance: 2 * steps + (sameStem ? 0 : 1) };
  });
  return measured.sort((a, b) => a.distance - b.distance || comparePaths(a.file, b.file)).map(({ file }) => file);
}
