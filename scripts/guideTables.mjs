/**
 * The tables of docs/abi-guide.md, printed from what the analysis knows about kernels and libc.
 * @param {string} abi the compiled folder `analysis/abi`
 * @param {(module: string) => any} load
 * @returns {Map<string, string>} Markdown by the name of the region
 */
export function guideTables(abi, load) {
  const { listProfiles } = load(`${abi}/profiles.js`);
  const { glibcBehaviours } = load(`${abi}/libc.js`);
  const { registrationCases, registrationFlags } = load(`${abi}/registration.js`);
  const { behaviourCases } = load(`${abi}/behaviour.js`);
  return new Map([
    ['layouts', layouts(listProfiles())],
    ['fields', fieldTable(listProfiles().find(({ name }) => name === '7.0').fields)],
    ['glibc', glibcTable(glibcBehaviours)],
    ['registration', registrationTable(registrationCases, registrationFlags)],
    ['behaviour', behaviourTable(behaviourCases)],
  ]);
}

/** Layouts side by side: what stands at each offset. */
function layouts(profiles) {
  const offsets = new Set(profiles.flatMap(({ fields }) => fields.map(({ offset }) => offset)));
  const at = ({ fields }, offset) => fields.filter((field) => field.offset === offset).map(({ name }) => code(name));
  return table(
    ['', ...profiles.map(({ name }) => code(name))],
    [
      ['what', ...profiles.map(({ description }) => description)],
      ['feature size', ...profiles.map(({ featureSize }) => `**${featureSize}**`)],
      ['sizeof', ...profiles.map(({ size }) => size)],
      ['alignment if all of it is registered', ...profiles.map(({ areaAlignment }) => areaAlignment)],
      ...[...offsets]
        .sort((a, b) => a - b)
        .map((offset) => [`at ${offset}`, ...profiles.map((profile) => at(profile, offset).join(', '))]),
    ],
  );
}

/** The mainline fields: who writes them, since when, and what is there otherwise. */
function fieldTable(fields) {
  return table(
    ['field', 'type', 'needs', 'since', 'written by', 'what libc does', 'where the kernel does not know it'],
    fields
      .filter(({ name }) => !name.startsWith('__'))
      .map(({ name, type, offset, size, since, writers, libc, otherwise }) => [
        code(name),
        type,
        offset + size,
        since,
        writers.join(', '),
        libc ?? '',
        otherwise ?? '',
      ]),
  );
}

function glibcTable(behaviours) {
  const words = (value) => (value === 'feature' ? 'feature size' : (value ?? ''));
  const length = (value) => (value === 'feature' ? 'feature size, at least 32' : (value ?? ''));
  return table(
    ['glibc from', 'registers', code('__rseq_size'), 'bytes registered', 'note'],
    behaviours.map(({ since, registers, sizes, length: bytes, notes }) => [
      since,
      registers ? 'yes' : 'no',
      sizes.map(words).join(' or '),
      length(bytes),
      notes,
    ]),
  );
}

/** What rseq(2) answers, by kernel. */
function registrationTable(cases, flags) {
  return table(
    ['call', '4.18 to 6.2', '6.3 to 6.19', '7.0 to 7.3'],
    cases.map((one) => [callText(one, flags), one.answers['4.18'], one.answers['6.3'], one.answers['7.0']]),
  );
}

function callText({ registered, area, offset, length, flags, signature }, { unregister, sliceExtensionOn }) {
  const verb = { 0: 'register', [unregister]: 'unregister' }[flags] ?? `flags ${flags}`;
  const name = flags === sliceExtensionOn ? ' (RSEQ_FLAG_SLICE_EXT_DEFAULT_ON)' : '';
  const place = { own: '', other: ' of another area', null: ' at NULL', kernel: ' at a kernel address' }[area];
  const alignment = offset === 0 ? '' : `, ${offset}-aligned only`;
  const state = registered === 0 ? '' : `, ${registered} are registered`;
  return `${verb}${name}: ${length} bytes${place}${alignment}${signature === 'own' ? '' : ', another signature'}${state}`;
}

/** What becomes of a thread that is interrupted in a section with a mistake. */
function behaviourTable(cases) {
  return table(
    ['mistake', 'up to 6.18', '6.19 to 7.3', 'these with `rseq_debug=1`'],
    cases.map(({ what, outcomes }) => [what, outcomes['4.18'], outcomes['6.19'], outcomes['6.19 debug'] ?? '']),
  );
}

function table(head, rows) {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function code(name) {
  return `\`${name}\``;
}
