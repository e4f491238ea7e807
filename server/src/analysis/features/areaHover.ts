import { byteMap, type ByteRow } from '../abi/byteMap';
import { librarySymbols, librarySymbolsSince } from '../abi/libc';
import type { AbiProfile, AreaField, FieldPart } from '../abi/profile';
import { findFields, newestProfile } from '../abi/profiles';
import type { AreaMention } from '../model/areaMention';

/**
 * What to tell about struct rseq where it is mentioned, as markdown: the bytes of the declared profiles, or of the newest mainline layout
 * where nothing is declared. undefined: nothing that is named there.
 */
export function areaHover(mention: AreaMention, declared: readonly AbiProfile[]): string | undefined {
  const profiles = declared.length > 0 ? declared : [newestProfile()];
  const map = (shown: Shown): string => [heading(profiles, declared.length > 0), table(profiles, shown)].join('\n\n');
  switch (mention.kind) {
    case 'structure':
      return [
        `**\`struct ${mention.name}\`**: what a thread shares with the kernel`,
        map({ members: () => true }),
        older(profiles),
      ]
        .filter(Boolean)
        .join('\n\n');
    case 'field': {
      const { name, part } = mention;
      const text = fieldText(name, part, profiles);
      const marked = part === undefined ? name : `${name}.${part}`;
      return text && [text, map({ marked, members: (field) => field === name })].join('\n\n');
    }
    case 'symbol': {
      const text = symbolText(mention.name);
      return text && [text, map({ members: () => false })].join('\n\n');
    }
    case 'bytes':
      return undefined;
  }
}

/** What of the bytes is shown. */
interface Shown {
  /** A row to point at. */
  readonly marked?: string;
  /** Of which fields the members have rows of their own. */
  readonly members: (field: string) => boolean;
}

/** Which layouts the table shows. */
function heading(profiles: readonly AbiProfile[], isDeclared: boolean): string {
  const lines = profiles.map(({ name, description, featureSize, size, areaAlignment }) => {
    const sizes = `${featureSize} bytes in use, \`sizeof\` ${size}, area aligned to ${areaAlignment}`;
    return `ABI \`${name}\`, ${description}: ${sizes}`;
  });
  return isDeclared ? lines.join('  \n') : `No ABI is declared; the newest: ${lines.join('')}`;
}

function table(profiles: readonly AbiProfile[], { marked, members }: Shown): string {
  const isSeveral = profiles.length > 1;
  const shown = byteMap(profiles).filter(({ field, part }) => !part || (field && members(field.name)));
  const rows = shown.map((row) => {
    const cells = [row.offset, row.size, nameCell(row, row.name !== undefined && row.name === marked)];
    const told = row.part ?? row.field;
    cells.push(row.field?.since ?? (told ? 'none' : ''), told ? writersOf(told) : '');
    if (isSeveral) cells.push(row.profiles.length === profiles.length ? 'all' : row.profiles.join(', '));
    return `| ${cells.join(' | ')} |`;
  });
  const head = `| offset | size | field | since Linux | written by |${isSeveral ? ' ABI |' : ''}`;
  const rule = `|---:|---:|---|---|---|${isSeveral ? '---|' : ''}`;
  return [head, rule, ...rows].join('\n');
}

function nameCell({ name }: ByteRow, isMarked: boolean): string {
  if (name === undefined) return '*padding*';
  return isMarked ? `**\`${name}\`** ◀` : `\`${name}\``;
}

function writersOf({ writers }: FieldPart): string {
  return writers.length === 0 ? 'nobody' : writers.join(' and ');
}

/** What older kernels have instead of the fields that they lack. */
function older(profiles: readonly AbiProfile[]): string {
  const lines = byteMap(profiles).flatMap(({ field, part }) =>
    field?.otherwise === undefined || part ? [] : [`- \`${field.name}\`: ${quoted(field.otherwise)}`],
  );
  return lines.length === 0 ? '' : ['On other kernels:', '', ...new Set(lines)].join('\n');
}

function fieldText(name: string, part: string | undefined, profiles: readonly AbiProfile[]): string | undefined {
  const having = profiles.filter(({ fields }) => fields.some((field) => field.name === name));
  const lacking = profiles.filter((profile) => !having.includes(profile));
  const declared = having.flatMap(({ fields }) => fields.filter((field) => field.name === name));
  const [first, ...others] = distinct(declared.length > 0 ? declared : findFields(name).slice(0, 1));
  if (!first) return undefined;
  const told = first.parts?.find((one) => one.name === part) ?? first;
  const title = part === undefined ? name : `${name}.${part}`;
  const last = told.offset + told.size - 1;
  const where = told.size === 1 ? `byte ${told.offset}` : `bytes ${told.offset} to ${last}`;
  return [
    `**\`${title}\`** \`${told.type}\`, ${where} of \`struct rseq\``,
    '',
    ...(others.length === 0
      ? fieldLines(first, told)
      : [first, ...others].flatMap((other) => [`- ABI ${namesOf(other, having)}`, ...fieldLines(other, other, '  ')])),
    ...lacking.map((profile) => `- ABI \`${profile.name}\` does not have it`),
  ].join('\n');
}

/** Names of the profiles that have exactly this field. */
function namesOf(field: AreaField, profiles: readonly AbiProfile[]): string {
  const text = JSON.stringify(field);
  const having = profiles.filter(({ fields }) => fields.some((one) => JSON.stringify(one) === text));
  return having.map(({ name }) => `\`${name}\``).join(', ');
}

function fieldLines({ since, libc, otherwise }: AreaField, told: FieldPart, indent = ''): string[] {
  const lines = [
    `- ${since === undefined ? 'in no release of Linux' : `since Linux ${since}`}, written by ${writersOf(told)}`,
    ...(libc === undefined ? [] : [`- libc: ${quoted(libc)}`]),
    ...(otherwise === undefined ? [] : [`- on other kernels: ${quoted(otherwise)}`]),
  ];
  return lines.map((line) => indent + line);
}

/** Names in a sentence of the tables, as code: markdown takes underscores for its own. */
function quoted(text: string): string {
  return text.replace(/\b\w*_\w+\b/g, '`$&`');
}

/** Fields that differ in anything that is told of them. */
function distinct(fields: readonly AreaField[]): readonly AreaField[] {
  return [...new Map(fields.map((field) => [JSON.stringify(field), field])).values()];
}

function symbolText(name: string): string | undefined {
  const symbol = librarySymbols[name];
  if (!symbol) return undefined;
  return [
    `**\`${name}\`** \`${symbol.type}\`, since glibc ${librarySymbolsSince}`,
    '',
    symbol.meaning,
    '',
    ...symbol.notes.map((note) => `- ${quoted(note)}`),
  ].join('\n');
}
