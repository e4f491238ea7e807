/** The script of the layout view: moves the focus over the grid, and shows the details of the cell that has it. */
interface EditorApi {
  postMessage(message: { readonly line: number }): void;
  getState(): { readonly cell?: string } | undefined;
  setState(state: { readonly cell: string }): void;
}

declare function acquireVsCodeApi(): EditorApi;

const editor = acquireVsCodeApi();
const cells = [...document.querySelectorAll<HTMLTableCellElement>('td')];

for (const cell of cells) {
  cell.addEventListener('focus', () => {
    show(cell);
  });
  cell.addEventListener('keydown', (event) => {
    const next = neighbour(cell, event);
    if (!next) return;
    event.preventDefault();
    next.focus();
  });
}

for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-line]')) {
  button.addEventListener('click', () => {
    editor.postMessage({ line: Number(button.dataset['line']) });
  });
}

// The page is made anew when the document changes; the reader stays where it was.
const last = document.getElementById(editor.getState()?.cell ?? '');
if (last instanceof HTMLTableCellElement) show(last);

/** Only one cell is a stop of the Tab key, the one that had the focus last. */
function show(cell: HTMLTableCellElement): void {
  for (const other of cells) {
    other.tabIndex = other === cell ? 0 : -1;
    const details = document.getElementById(other.getAttribute('aria-describedby') ?? '');
    if (details) details.hidden = other !== cell;
  }
  editor.setState({ cell: cell.id });
}

/** By what is seen: a cell covers several rows, so neighbours are found by where they are. */
function neighbour(cell: HTMLTableCellElement, { key, ctrlKey }: KeyboardEvent): HTMLTableCellElement | undefined {
  const here = cell.getBoundingClientRect();
  const column = cells.filter((other) => isBeside(other.getBoundingClientRect().left, here.left));
  const at = column.indexOf(cell);
  switch (key) {
    case 'ArrowDown':
      return column[at + 1];
    case 'ArrowUp':
      return column[at - 1];
    case 'ArrowRight':
    case 'ArrowLeft':
      return beside(key === 'ArrowRight' ? here.right + 2 : here.left - 2, here.top + 2);
    case 'Home':
      return ctrlKey ? cells[0] : column[0];
    case 'End':
      return ctrlKey ? cells.at(-1) : column.at(-1);
    default:
      return undefined;
  }
}

/** The cell at a point of the page. */
function beside(x: number, y: number): HTMLTableCellElement | undefined {
  return cells.find((cell) => {
    const { left, right, top, bottom } = cell.getBoundingClientRect();
    return left <= x && x <= right && top <= y && y <= bottom;
  });
}

/** Edges of one column, up to what rounding does. */
function isBeside(a: number, b: number): boolean {
  return Math.abs(a - b) < 2;
}
