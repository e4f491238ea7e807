import { differencesOf, isSameStep, type Operation, type PortStep, type SharedPort } from '../../analysis';
import type { Locator } from '../../project/located';
import type { Paint } from './paint';

/** The document of `rseq sections --compare --format json`. What nobody can tell is null. */
export function operationsDocument(
  operations: readonly Operation[],
  locator: Locator,
  nameOf: (file: string) => string,
): string {
  const placeOf = ({ span }: { readonly span: SharedPort['span'] }) => {
    const { start } = locator.locate(span);
    return { file: nameOf(span.file), line: start.line + 1, column: start.column + 1 };
  };
  const document = {
    version: 1,
    operations: sorted(operations).map((operation) => {
      const differences = differencesOf(operation);
      return {
        function: operation.function,
        variant: operation.variant,
        alike: differences.length === 0,
        ports: operation.ports.map((port) => {
          const difference = differences.find((one) => one.port === port);
          return {
            targets: port.targets,
            ...placeOf(port),
            steps: port.steps.map((step) => ({ ...stepFields(step), ...placeOf(step) })),
            difference: difference
              ? { kind: difference.kind, step: stepFields(difference.step), from: difference.reference.targets }
              : null,
          };
        }),
      };
    }),
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

function stepFields(step: PortStep) {
  return {
    kind: step.kind,
    memory: step.kind === 'exit' ? step.memory : step.kind === 'store' || step.kind === 'commit' ? memoryOf(step) : [],
    to: 'to' in step ? step.to : null,
    order: step.kind === 'barrier' ? step.order : null,
  };
}

function memoryOf({ memory }: { readonly memory: string | undefined }): readonly string[] {
  return memory === undefined ? [] : [memory];
}

/** Every operation as a table: a column for what ports have in common, a line for every step. */
export function operationsText(operations: readonly Operation[], paint: Paint): string {
  return sorted(operations)
    .map((operation) => operationText(operation, paint))
    .join('\n');
}

function operationText(operation: Operation, paint: Paint): string {
  const differences = differencesOf(operation);
  const columns = columnsOf(operation.ports);
  const rows = aligned(columns.map(({ steps }) => steps));
  const cells = [
    ...headers(columns.map(({ targets }) => targets)).map((line) => line.map((text) => ({ text, isHead: true }))),
    ...rows.map((row) => row.map((step) => ({ text: step ? stepText(step) : '-', isHead: false }))),
  ];
  const widths = columns.map((_, column) => Math.max(...cells.map((row) => row[column]?.text.length ?? 0)));
  const variant = operation.variant === '' ? '' : ` (${operation.variant})`;
  const verdict = differences.length > 0 ? 'the ports differ' : verdictOf(operation);
  return [
    `${paint.bold(operation.function)}${variant}: ${verdict}`,
    ...differences.map(({ port, kind, step }) => {
      const what = { missing: 'lacks', extra: 'has besides', order: 'has elsewhere' }[kind];
      return `  ${paint.note('note:')} ${port.targets.join(', ')} ${what}: ${stepText(step)}`;
    }),
    ...cells.map((row) => {
      const line = row.map(({ text }, column) => text.padEnd(widths[column] ?? 0)).join('   ');
      return `  ${row[0]?.isHead === true ? paint.dim(line.trimEnd()) : line.trimEnd()}`;
    }),
    '',
  ].join('\n');
}

function verdictOf({ ports }: Operation): string {
  const targets = ports.flatMap((port) => port.targets);
  return targets.length === 1 ? `for ${targets.join()} only` : 'the ports do the same';
}

interface Column {
  readonly targets: readonly string[];
  readonly steps: readonly PortStep[];
}

/** Ports that read alike share a column. */
function columnsOf(ports: readonly SharedPort[]): readonly Column[] {
  const columns = new Map<string, Column>();
  for (const { targets, steps } of ports) {
    const key = steps.map(stepText).join('\n');
    const earlier = columns.get(key);
    columns.set(key, { targets: [...(earlier?.targets ?? []), ...targets], steps });
  }
  return [...columns.values()];
}

const mostTargetsALine = 3;

/** Names of targets above their columns, a few a line. */
function headers(targets: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const height = Math.max(...targets.map((names) => Math.ceil(names.length / mostTargetsALine)));
  return Array.from({ length: height }, (_, line) =>
    targets.map((names) => names.slice(line * mostTargetsALine, (line + 1) * mostTargetsALine).join(' ')),
  );
}

type Row = readonly (PortStep | undefined)[];

/** Rows in which equal steps stand side by side: each column is merged into what the columns before it have. */
function aligned(columns: readonly (readonly PortStep[])[]): readonly Row[] {
  let rows: readonly Row[] = [];
  for (const [width, steps] of columns.entries()) rows = merged(rows, steps, width);
  return rows;
}

function merged(rows: readonly Row[], steps: readonly PortStep[], width: number): readonly Row[] {
  const empty: Row = Array.from({ length: width }, () => undefined);
  const matches = (row: Row, step: PortStep): boolean => row.some((other) => other && isSameStep(other, step));
  const common = commonSubsequence(rows, steps, matches);
  const result: Row[] = [];
  let [r, s] = [0, 0];
  for (const [row, step] of [...common, [rows.length, steps.length] as const]) {
    for (; r < row; r++) result.push([...(rows[r] ?? empty), undefined]);
    for (; s < step; s++) result.push([...empty, steps[s]]);
    if (row < rows.length) result.push([...(rows[r++] ?? empty), steps[s++]]);
  }
  return result;
}

/** Pairs of positions of the longest sequence that both have. */
function commonSubsequence<A, B>(
  left: readonly A[],
  right: readonly B[],
  matches: (a: A, b: B) => boolean,
): readonly (readonly [number, number])[] {
  const lengths = Array.from({ length: left.length + 1 }, () => new Array<number>(right.length + 1).fill(0));
  const at = (i: number, j: number): number => lengths[i]?.[j] ?? 0;
  const isPair = (i: number, j: number): boolean => {
    const [a, b] = [left[i], right[j]];
    return a !== undefined && b !== undefined && matches(a, b);
  };
  for (let i = left.length - 1; i >= 0; i--)
    for (let j = right.length - 1; j >= 0; j--) {
      const row = lengths[i];
      if (row) row[j] = isPair(i, j) ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  const pairs: (readonly [number, number])[] = [];
  for (let [i, j] = [0, 0]; i < left.length && j < right.length;) {
    if (isPair(i, j)) pairs.push([i++, j++]);
    else if (at(i + 1, j) >= at(i, j + 1)) i++;
    else j++;
  }
  return pairs;
}

function stepText(step: PortStep): string {
  switch (step.kind) {
    case 'cpu':
      return `cpu, else to ${step.to}`;
    case 'exit':
      return `${step.memory.join(', ') || '?'}, else to ${step.to}`;
    case 'store':
      return `store ${step.memory ?? '?'}`;
    case 'copy':
      return 'copy';
    case 'barrier':
      return `barrier: ${step.order}`;
    case 'commit':
      return `commit ${step.memory ?? '?'}`;
  }
}

function sorted(operations: readonly Operation[]): readonly Operation[] {
  const key = ({ function: name, variant, ordinal }: Operation): string => `${name}\0${variant}\0${ordinal}`;
  return [...operations].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}
