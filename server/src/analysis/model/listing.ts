import type { Place, TextChange } from '../text/place';
import { type Entry, listedEntry, type RawDescriptor } from './descriptors';
import { type Fact, known, unknown } from './fact';
import { allPointers, pointersTo } from './pointerArray';
import type { Item, LabelItem, Program, SectionOpening, Stream } from './program';
import { closingOf, referenceTo } from './labels';

/** Do tools that read the sections of an object find the descriptor? Debuggers, post-link optimisers and this one do. */
export type ListingVerdict =
  | { readonly kind: 'listed' }
  /** In another section than `__rseq_cs`, and no copy there. */
  | { readonly kind: 'elsewhere'; readonly place: Place; readonly section: string; readonly repair: Repair }
  /** Nothing in `__rseq_cs_ptr_array` points to it. */
  | { readonly kind: 'no-pointer'; readonly place: Place; readonly repair: Repair }
  /** In the section that was in use before Linux 5.0. */
  | { readonly kind: 'old-section'; readonly place: Place };

type Repair = readonly TextChange[] | undefined;

export function listingOf(program: Program, raw: RawDescriptor): Fact<ListingVerdict> {
  const entry = listedEntry(raw);
  if (entry && sectionOf(program, entry).startsWith('__rseq_table'))
    return known({ kind: 'old-section', place: entry.place });
  if (entry && pointersTo(program, entry).length > 0) return known({ kind: 'listed' });
  const labels = entry?.labels ?? raw.labels;
  if (labels.length === 0 || labels.some((label) => isKnownOutside(program, label))) return unknown('label');
  const hiding = program.items.find((item) => item.kind === 'opaque' && !item.isInstruction);
  if (hiding?.kind === 'opaque') return unknown(hiding.reason);
  if (allPointers(program).some(({ cell }) => isUndecided(cell.value?.terms))) return unknown('label');
  if (entry) return known({ kind: 'no-pointer', place: entry.place, repair: pointed(program, entry) });
  // Of two copies the one that is not in the code.
  const outside = raw.entries.find((one) => sectionOf(program, one) !== '') ?? raw;
  const { place } = outside;
  return known({ kind: 'elsewhere', place, section: sectionOf(program, outside), repair: relisted(program, outside) });
}

type Terms = NonNullable<ReturnType<typeof allPointers>[number]['cell']['value']>['terms'];

/** `__rseq_cs`, `x + 32`: could mean anything. */
function isUndecided(terms: Terms | undefined): boolean {
  return terms?.[0]?.symbol.kind !== 'label';
}

/** Another file or statement may point to it. */
function isKnownOutside(program: Program, label: LabelItem): boolean {
  return label.global || (!label.numeric && program.namedOutside.has(label.name));
}

function sectionOf(program: Program, entry: Entry): string {
  return program.streams[entry.first.stream]?.section ?? '';
}

/** Puts a list with a pointer to the entry behind the section that the entry is in. */
function pointed(program: Program, entry: Entry): readonly TextChange[] | undefined {
  const [label] = entry.labels;
  const closing = closingOf(program, entry.first);
  if (!closing || !label) return undefined;
  const reference = referenceTo(program, label, closing.end);
  if (reference === undefined) return undefined;
  const statements = ['.pushsection __rseq_cs_ptr_array, "aw"', pointer(program, reference), '.popsection'];
  return [{ kind: 'insert-after', anchor: closing, statements }];
}

function pointer({ architecture }: Program, reference: string): string {
  if (architecture.pointerBytes === 8) return `.quad ${reference}`;
  return architecture.dataEndian === 'little' ? `.long ${reference}, 0` : `.long 0, ${reference}`;
}

/** Makes the section that the descriptor has for itself the one for descriptors. */
function relisted(program: Program, raw: Entry): readonly TextChange[] | undefined {
  const stream = program.streams[raw.first.stream];
  const opening = stream && soleOpening(stream);
  const item = opening && program.items[opening.item];
  const isAlone = stream?.items.every((index) => isOwn(program, raw, index)) ?? false;
  if (item?.kind !== 'silent' || !isAlone) return undefined;
  const directive = item.directive === '.pushsection' ? item.directive : '.section';
  const change: TextChange = { kind: 'replace', place: item.place, text: `${directive} __rseq_cs, "aw"` };
  if (pointersTo(program, raw).length > 0) return [change];
  const more = pointed(program, raw);
  return more && [change, ...more];
}

function soleOpening({ openings, subsection }: Stream): SectionOpening | undefined {
  return openings.length === 1 && subsection === 0 ? openings[0] : undefined;
}

/** Nothing but the descriptor's own data, labels and directives. */
function isOwn(program: Program, raw: Entry, index: number): boolean {
  const item = program.items[index];
  if (item?.kind === 'label') return raw.labels.some((label) => label.index === index);
  if (item?.kind === 'data') return raw.items.some((own) => own.index === index);
  return item?.kind === 'silent' || item?.kind === 'align';
}

/** Flags that an opening gives, or that the section got before; `text` undefined: none. */
export interface FlagsUse {
  readonly section: string;
  readonly text: string | undefined;
  /** The flags, or the directive that has none. */
  readonly place: Place;
  readonly isWritten: boolean;
}

const exitSection = /^__rseq_exit_point_array(\.|$)/;

/** The flags of the sections that list a descriptor. Unknown where another asm statement may give them. */
export function listFlagsOf(program: Program, raw: RawDescriptor): Fact<readonly FlagsUse[]> {
  const entry = listedEntry(raw);
  const pointers = entry ? pointersTo(program, entry).map(({ item }) => item) : [];
  const exits = program.items.filter((item) => item.kind === 'data' && exitSection.test(nameOf(program, item)));
  const members: Item[] = [...(entry ? [entry.first] : []), ...pointers, ...exits];
  const uses: FlagsUse[] = [];
  for (const member of members) {
    const stream = program.streams[member.stream];
    const openings = stream?.openings.filter(({ item }) => item < member.index) ?? [];
    const opening = openings.at(-1);
    const item = opening && program.items[opening.item];
    if (!stream || !opening || !item) continue;
    const given = opening.flags ?? openings.find(({ flags }) => flags)?.flags;
    if (!given && program.elsewhere.sections.includes(stream.section)) return unknown('flow');
    if (given && !/^[a-zA-Z?]*$/.test(given.text)) return unknown('operand');
    const place = opening.flags?.place ?? item.place;
    if (uses.some((use) => use.place.start === place.start)) continue;
    uses.push({ section: stream.section, text: given?.text, place, isWritten: opening.flags !== undefined });
  }
  return known(uses);
}

function nameOf(program: Program, item: Item): string {
  return program.streams[item.stream]?.section ?? '';
}
