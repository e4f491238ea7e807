import type { CancellationToken } from 'vscode-languageserver';
import { fieldsUsed, listProfiles, type AbiProfile } from '../../analysis';
import type { AreaReport } from '../../project/engine';
import type { LayoutParams, LayoutProfile, LayoutResult, LayoutUse } from '../../protocol';
import { toRange } from '../convert';
import type { Session } from '../session';

/** `rseq/layout`: every layout of struct rseq, and what an open document does with its fields. */
export async function layout(session: Session, { uri }: LayoutParams, token: CancellationToken): Promise<LayoutResult> {
  const isOpen = uri !== undefined && session.documents.get(uri) !== undefined;
  const report: AreaReport = isOpen ? await session.findArea(uri, token) : nothing;
  const profiles = allProfiles(report);
  const uses = usesOf(report, profiles);
  return {
    profiles: profiles.map((profile) => toLayout(profile, report.declared, uses)),
    uses,
    isCommented: report.isCommented,
  };
}

const nothing: AreaReport = { mentions: [], declared: [], own: [], isCommented: false };

/** The known ones, those that the project describes, and those that are declared by their size. */
function allProfiles({ declared, own }: AreaReport): readonly AbiProfile[] {
  return [...new Map([...listProfiles(), ...own, ...declared].map((profile) => [profile.name, profile])).values()];
}

function usesOf({ mentions, declared }: AreaReport, profiles: readonly AbiProfile[]): readonly LayoutUse[] {
  const uses = new Map<string, { isRead: boolean; isWritten: boolean; lines: Set<number> }>();
  for (const { mention, place } of mentions) {
    for (const { field, access } of fieldsUsed(mention, declared)) {
      const use = uses.get(field) ?? { isRead: false, isWritten: false, lines: new Set() };
      use.isRead ||= access !== 'write';
      use.isWritten ||= access !== 'read';
      use.lines.add(toRange(place).start.line + 1);
      uses.set(field, use);
    }
  }
  const offsets = new Map(profiles.flatMap(({ fields }) => fields.map(({ name, offset }) => [name, offset])));
  return [...uses]
    .map(([field, { lines, ...use }]) => ({ field, ...use, lines: [...lines].sort((a, b) => a - b) }))
    .sort((a, b) => (offsets.get(a.field) ?? 0) - (offsets.get(b.field) ?? 0));
}

function toLayout(
  { name, description, featureSize, size, areaAlignment, fields }: AbiProfile,
  declared: readonly AbiProfile[],
  uses: readonly LayoutUse[],
): LayoutProfile {
  const isDeclared = declared.some((profile) => profile.name === name);
  const lacks = uses.map(({ field }) => field).filter((field) => !fields.some((one) => one.name === field));
  return { name, description, featureSize, size, areaAlignment, fields, isDeclared, lacks };
}
