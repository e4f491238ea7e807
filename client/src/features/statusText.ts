import type { StatusParams } from '../../../server/src/protocol';

/** What the language status item says about a document. */
export interface StatusText {
  readonly text: string;
  readonly detail: string;
  /** What is declared, which stands in an item of its own. */
  readonly abi: string;
}

/** The most unknown things that the detail spells out; the rest are counted. */
const spelledOut = 5;

/** Words for a status; a document that the server has said nothing about has none yet. */
export function statusText(status: StatusParams | undefined): StatusText {
  if (!status) return { text: 'rseq', detail: 'not read yet', abi: 'ABI not known yet' };
  const target = status.targets.length > 0 ? status.targets.join(', ') : 'no rseq assembly';
  const abi = status.abis.length > 0 ? `ABI ${status.abis.join(', ')}` : 'no ABI declared';
  const unknown = status.unknown.length > 0 ? ` · ${status.unknown.length} unknown` : '';
  return { text: `rseq: ${target}${unknown}`, detail: detailOf(status), abi };
}

function detailOf({ sections, host, unknown }: StatusParams): string {
  const parts = [`${sections} critical section${sections === 1 ? '' : 's'}`];
  if (host !== undefined) parts.push(`read through ${host}`);
  parts.push(...unknown.slice(0, spelledOut).map((line) => `unknown: ${line}`));
  if (unknown.length > spelledOut) parts.push(`and ${unknown.length - spelledOut} more`);
  return parts.join('; ');
}
