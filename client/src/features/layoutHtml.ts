import type { LayoutField, LayoutPart, LayoutProfile, LayoutResult, LayoutUse } from '../../../server/src/protocol';
import { layoutGrid, type LayoutCell, type LayoutRow } from './layoutGrid';

/** What the page is made of besides the layouts. */
export interface LayoutPage {
  /** The name of the document that is looked at; undefined: none. */
  readonly document: string | undefined;
  /** Where style and script are loaded from. */
  readonly style: string;
  readonly script: string;
  /** What the page may load styles from, and the one script that may run. */
  readonly source: string;
  readonly nonce: string;
}

/** The page of the layout view: a grid of bytes with a column for each profile, and what there is to know about the cell in focus. */
export function layoutHtml(layout: LayoutResult, page: LayoutPage): string {
  const rows = layoutGrid(layout);
  const cells = rows.flatMap((row) => row.cells);
  const policy = `default-src 'none'; style-src ${page.source}; script-src 'nonce-${page.nonce}'`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="${escaped(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${escaped(page.style)}">
<title>struct rseq</title>
</head>
<body>
<h1>struct rseq</h1>
<p id="summary">${summary(layout, page.document)}</p>
<main>
<div class="bytes"><table role="grid" aria-labelledby="caption" aria-describedby="summary">
<caption id="caption">Bytes by ABI profile. Arrow keys move between cells.</caption>
<thead><tr><th scope="col">bytes</th>${layout.profiles.map(columnHead).join('')}</tr></thead>
<tbody>
${rows.map((row) => rowHtml(row, layout.uses, cells)).join('\n')}
</tbody>
</table></div>
<section id="details" aria-label="Details">
${cells.map((cell, index) => details(cell, index, layout.uses)).join('\n')}
</section>
</main>
<script nonce="${escaped(page.nonce)}" src="${escaped(page.script)}"></script>
</body>
</html>
`;
}

function summary({ uses, profiles }: LayoutResult, document: string | undefined): string {
  if (document === undefined) return 'No C, C++ or assembly document is open.';
  const declared = profiles.filter(({ isDeclared }) => isDeclared).map(({ name }) => name);
  const abi = declared.length > 0 ? `Declared ABI: ${declared.join(', ')}.` : 'No ABI is declared.';
  const reads = uses.filter(({ isRead }) => isRead).map(({ field }) => field);
  const writes = uses.filter(({ isWritten }) => isWritten).map(({ field }) => field);
  const does = [
    ...(reads.length > 0 ? [`reads ${reads.join(', ')}`] : []),
    ...(writes.length > 0 ? [`writes ${writes.join(', ')}`] : []),
  ];
  const all = does.length > 0 ? does.join('; ') : 'reads and writes no field of struct rseq';
  return `<b>${escaped(document)}</b> ${escaped(`${all}. ${abi}`)}`;
}

function columnHead({ name, description, featureSize, size, isDeclared, lacks }: LayoutProfile): string {
  const declared = isDeclared ? '<span class="badge">declared</span>' : '';
  const missing = lacks.length > 0 ? `<span class="lacks">lacks ${escaped(lacks.join(', '))}</span>` : '';
  const sizes = `<span class="sizes">${featureSize} bytes in use of ${size}</span>`;
  const what = `<span class="what">${escaped(description)}</span>`;
  const kind = isDeclared ? ' class="declared"' : '';
  return `<th scope="col"${kind}><span class="name">${escaped(name)}</span>${declared}${what}${sizes}${missing}</th>`;
}

function rowHtml(row: LayoutRow, uses: readonly LayoutUse[], cells: readonly LayoutCell[]): string {
  const head = `<th scope="row" aria-label="${range(row)}">${span(row)}</th>`;
  return `<tr class="bytes-${Math.min(row.size, 8)}">${head}${row.cells.map((cell) => cellHtml(cell, cells.indexOf(cell), uses)).join('')}</tr>`;
}

/** The first cell can be reached with Tab; the script moves that along. */
function cellHtml(cell: LayoutCell, index: number, uses: readonly LayoutUse[]): string {
  const used = usesIn(cell, uses);
  const classes = [cell.kind, ...(used.length > 0 ? ['used'] : []), ...(cell.profile.isDeclared ? ['declared'] : [])];
  const rowspan = cell.rows > 1 ? ` rowspan="${cell.rows}"` : '';
  const names = cell.fields
    .map((field) => `<span class="field-name">${escaped(field.name)}</span>`)
    .join('<span class="or"> or </span>');
  const marks = used.map((use) => `<span class="badge">${doing(use)}</span>`).join('');
  const text = cell.kind === 'field' ? names + marks : words(cell);
  const label = `${cell.kind === 'field' ? cell.fields.map(({ name }) => name).join(' or ') : words(cell)}, ${range(cell)}, profile ${cell.profile.name}`;
  const told = used.map((use) => `, ${use.field} is ${doing(use)} here`).join('');
  const focus = `tabindex="${index === 0 ? 0 : -1}" id="c${index}" aria-describedby="d${index}"`;
  return `<td class="${classes.join(' ')}"${rowspan} ${focus} aria-label="${escaped(label + told)}">${text}</td>`;
}

function words({ kind }: LayoutCell): string {
  return kind === 'padding' ? 'padding' : 'not part of it';
}

function details(cell: LayoutCell, index: number, uses: readonly LayoutUse[]): string {
  const { profile, fields } = cell;
  const about =
    fields.length > 0
      ? fields
          .map((field) =>
            fieldDetails(
              field,
              uses.find((use) => use.field === field.name),
            ),
          )
          .join('')
      : `<h2>${words(cell)}</h2><p>${otherBytes(cell)}</p>`;
  const title = `${range(cell)} of profile ${profile.name}, ${profile.description}`;
  return `<article id="d${index}"${index === 0 ? '' : ' hidden'}><p class="where">${escaped(title)}</p>${about}</article>`;
}

function otherBytes({ kind, profile }: LayoutCell): string {
  return kind === 'padding'
    ? 'Nobody maintains these bytes.'
    : `The structure has ${profile.size} bytes; what follows belongs to somebody else.`;
}

function fieldDetails(field: LayoutField, use: LayoutUse | undefined): string {
  const { name, type, since, libc, otherwise, parts = [] } = field;
  const entries: [string, string][] = [
    ['type', escaped(type)],
    ['place', range(field)],
    ['since', since === undefined ? 'no release of Linux' : escaped(`Linux ${since}`)],
    ['written by', escaped(writers(field))],
    ...(libc === undefined ? [] : [['libc', escaped(libc)] satisfies [string, string]]),
    ...(otherwise === undefined ? [] : [['other kernels', escaped(otherwise)] satisfies [string, string]]),
    ...parts.map((part): [string, string] => [
      escaped(part.name),
      escaped(`${part.type}, ${range(part)}, written by ${writers(part)}`),
    ]),
    ...(use ? [['in the document', `${doing(use)} in ${lineLinks(use)}`] satisfies [string, string]] : []),
  ];
  return `<h2>${escaped(name)}</h2><dl>${entries.map(([term, text]) => `<dt>${term}</dt><dd>${text}</dd>`).join('')}</dl>`;
}

/** The most lines that are listed; the rest are counted. */
const mostLines = 12;

function lineLinks({ lines }: LayoutUse): string {
  const links = lines.slice(0, mostLines).map((line) => `<button data-line="${line}">line ${line}</button>`);
  const more = lines.length - links.length;
  return `${links.join(' ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function usesIn({ fields }: LayoutCell, uses: readonly LayoutUse[]): readonly LayoutUse[] {
  return uses.filter((use) => fields.some(({ name }) => name === use.field));
}

function doing({ isRead, isWritten }: LayoutUse): string {
  return isRead && isWritten ? 'read and written' : isRead ? 'read' : 'written';
}

function writers({ writers: names }: LayoutPart): string {
  return names.length === 0 ? 'nobody' : names.join(' and ');
}

/** As {@link range}, for the eye: `20–23`. */
function span({ offset, size }: LayoutRow): string {
  return size === 1 ? String(offset) : `${offset}–${offset + size - 1}`;
}

function range({ offset, size }: { readonly offset: number; readonly size: number }): string {
  return size === 1 ? `byte ${offset}` : `bytes ${offset} to ${offset + size - 1}`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
