import type { Architecture } from '../arch/architecture';
import { slot } from './analysisCache';
import { armsSomething } from '../model/area';
import { laterReads } from '../model/laterReads';
import type { Program } from '../model/program';
import { operandTable } from './assembler/asmOperands';
import type { AssemblerText } from './assembler/assemblerText';
import type { ProgramSource } from './assembler/buildProgram';
import { type CDescriptor, findCDescriptors } from './c/descriptors';
import type { FunctionRange } from './c/functions';
import { registeredSignatures } from './c/registration/signatures';
import { emptyText, withDescriptors } from './inlineAsm/descriptorText';
import { bindOperands, modelKey, programSource } from './inlineAsm/programOf';
import { type AsmStatement, AsmStatementReader } from './inlineAsm/statement';
import { statementInfo } from './inlineAsm/statementInfo';
import { joinedAtFileScope, type TextUnit } from './inlineAsm/textUnits';
import { TemplateReader } from './inlineAsm/template';
import type { Token } from './preprocess/token';
import { UnitText, labelNames } from './inlineAsm/unitText';
import {
  type GroupReader,
  type GroupSource,
  isByteOrderKnown,
  mayHoldDescriptor,
  modelFor,
  readerOf,
} from './sectionGroups';
import { type Model, originOf, type SectionGroup } from './sectionModels';
import { Surroundings } from './surroundings';

/** Text without data can still arm a section whose descriptor is elsewhere: it writes to the area, which an operand leads to;
 * or it reads the area. */
function mayMatter({ statement, text }: TextUnit): boolean {
  if (mayHoldDescriptor.test(text.text)) return true;
  return statement.syntax.operands.some(({ expression }) =>
    expression.some(({ text: name }) => /rseq_cs$/.test(name) || name === '__rseq_offset'),
  );
}

/** Reads what C and C++ say: asm statements, and descriptors that are initialised in C. */
export function statementGroups(source: GroupSource): GroupReader {
  const { tokens, functions } = source;
  const statements = slot(source.context.cache, 'asm statements', () => new AsmStatementReader()).find(
    tokens,
    functions,
  );
  const descriptors = findCDescriptors(tokens, functions);
  const surroundings = new Surroundings(source, statements);
  return (architecture, withhold, wanted) => {
    const units = textUnits(source, statements, architecture);
    const { attached, loose } = attach(descriptors, units);
    const candidates = units.filter((unit) => mayMatter(unit) || attached.has(unit));
    if (candidates.length + loose.length === 0) return [];
    const reader = new StatementReader(source, surroundings, architecture, withhold, units);
    const found = candidates.flatMap((unit) => reader.read(unit, attached.get(unit) ?? [], wanted));
    // What has no instructions fits every architecture; it goes with the rest of its unit.
    const isNeutral = !wanted && candidates.length === 0;
    const fits = wanted || isNeutral || found.length > 0;
    const alone = fits ? loose.flatMap((descriptor) => reader.readAlone(descriptor)) : [];
    return [...found, ...alone.map((group) => ({ ...group, isNeutral }))];
  };
}

function textUnits(
  { context, request, places }: GroupSource,
  statements: readonly AsmStatement[],
  architecture: Architecture,
): readonly TextUnit[] {
  const templates = slot(context.cache, 'templates', () => new TemplateReader());
  const alternative = Number(request.configuration.intelSyntax === true);
  return joinedAtFileScope(
    statements.map((statement) => {
      const text = templates.read(statement, architecture.dialectBraces ? alternative : undefined, places);
      return { statement, text, boundaries: [] };
    }),
  );
}

/** Descriptors go to the text that defines one of their labels: where they begin, else where they end or go to. */
function attach(
  descriptors: readonly CDescriptor[],
  units: readonly TextUnit[],
): { readonly attached: ReadonlyMap<TextUnit, readonly CDescriptor[]>; readonly loose: readonly CDescriptor[] } {
  const attached = new Map<TextUnit, readonly CDescriptor[]>();
  const loose: CDescriptor[] = [];
  const defined = descriptors.length > 0 ? units.map((unit) => new Set(labelNames(unit.text.template))) : [];
  for (const descriptor of descriptors) {
    const { start_ip, post_commit_offset, abort_ip } = descriptor.fields;
    const names = [start_ip, post_commit_offset, abort_ip].flatMap(
      ({ value }) => value?.terms.flatMap(({ kind, name }) => (kind === 'symbol' ? [name] : [])) ?? [],
    );
    const name = names.find((each) => defined.filter((labels) => labels.has(each)).length === 1);
    const unit = name === undefined ? undefined : units[defined.findIndex((labels) => labels.has(name))];
    if (unit) attached.set(unit, [...(attached.get(unit) ?? []), descriptor]);
    else loose.push(descriptor);
  }
  return { attached, loose };
}

/** How many texts define each label. */
function countedLabels(units: readonly TextUnit[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { text } of units) {
    for (const name of new Set(labelNames(text.template))) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

/** Reads texts of one unit for one architecture. */
class StatementReader {
  readonly #signatures: readonly number[];
  readonly #unitText: UnitText;
  readonly #defined: ReadonlyMap<string, number>;
  readonly #byteOrderKnown: boolean;

  constructor(
    private readonly source: GroupSource,
    private readonly surroundings: Surroundings,
    private readonly architecture: Architecture,
    private readonly withhold: string | undefined,
    private readonly units: readonly TextUnit[],
  ) {
    this.#signatures = signaturesOf(source, architecture);
    this.#unitText = new UnitText(units);
    this.#defined = countedLabels(units);
    this.#byteOrderKnown = isByteOrderKnown(source, architecture);
  }

  read(unit: TextUnit, descriptors: readonly CDescriptor[], wanted: boolean): readonly SectionGroup[] {
    const { architecture, source, surroundings } = this;
    const { context, tokens } = source;
    const { statement, boundaries } = unit;
    const { text, declared } = withDescriptors(unit.text, tokens, descriptors);
    const operands = bindOperands(
      statement,
      text,
      surroundings.operandContext,
      surroundings.scopeOf(statement, architecture),
      architecture,
    );
    const info = statementInfo(statement, text, tokens, surroundings.isCpp, surroundings.hasBarriers);
    const labels = [...labelNames(text.template), ...declared.flatMap(({ name }) => name ?? [])];
    const named = labels.filter((name) => this.#isNamed(name, unit));
    const repeated = labels.filter((name) => (this.#defined.get(name) ?? 0) > 1);
    const droppable = surroundings.droppableIn(text.template);
    const elsewhere = this.#unitText.elsewhere(unit.text);
    const key = [named, repeated, droppable, elsewhere, boundaries, modelKey(statement, text, operands, info)];
    const build = (): ProgramSource =>
      programSource(statement, text, operands, info, {
        ...this.#shared(),
        read: (source) => readerOf(context).read(source),
        namedOutside: new Set(named),
        repeatedLabels: new Set(repeated),
        droppableSymbols: new Set(droppable),
        elsewhere,
        intelSyntax: this.#intelSyntax,
        boundaries,
        declared,
      });
    const model = this.#model([key, declared], build, wanted);
    const isOfUse = (program: Program): boolean => armsSomething(program) || laterReads(program).length > 0;
    if (!model || !(model.sections.length > 0 || isOfUse(model.program))) return [];
    return [this.#group(model, text, statement.syntax.keyword, statement.function)];
  }

  /** A descriptor whose labels are labels of C code, or in no text of the unit. */
  readAlone(descriptor: CDescriptor): readonly SectionGroup[] {
    const { tokens, places } = this.source;
    const { text, declared } = withDescriptors(emptyText(places), tokens, [descriptor]);
    const build = (): ProgramSource => ({
      ...this.#shared(),
      text: text.written,
      statements: [],
      form: 'file',
      template: false,
      intelSyntax: false,
      table: operandTable([]),
      operandsKnown: true,
      statement: undefined,
      namedOutside: { has: () => true },
      repeatedLabels: new Set(),
      droppableSymbols: new Set(),
      elsewhere: { labels: [], sections: [] },
      declared,
    });
    // Without instructions a text admits no architecture.
    const model = this.#model([text.written, declared], build, true);
    return model ? [this.#group(model, text, tokens[descriptor.head.start], descriptor.function)] : [];
  }

  /** What every program of the unit has. */
  #shared(): Pick<
    ProgramSource,
    'architecture' | 'isByteOrderKnown' | 'isPositionIndependent' | 'registeredSignatures' | 'assemblerMacros'
  > {
    return {
      isPositionIndependent: this.source.isPositionIndependent,
      architecture: this.architecture,
      isByteOrderKnown: this.#byteOrderKnown,
      registeredSignatures: this.#signatures,
      assemblerMacros: this.#unitText.assemblerMacros,
    };
  }

  /** By C code, or in the text of another asm statement. */
  #isNamed(name: string, unit: TextUnit): boolean {
    const isElsewhere = (other: TextUnit): boolean => other !== unit && other.text.template.includes(name);
    return this.surroundings.names(name) || this.units.some(isElsewhere);
  }

  get #intelSyntax(): boolean {
    return this.source.request.configuration.intelSyntax === true;
  }

  #model(of: readonly unknown[], build: () => ProgramSource, wanted: boolean): Model | undefined {
    const { isPositionIndependent } = this.source;
    const shared = [this.#signatures, this.#byteOrderKnown, this.#unitText.assemblerMacros, isPositionIndependent];
    const key = JSON.stringify([shared, of], (_, value: unknown) =>
      typeof value === 'bigint' ? value.toString() : value,
    );
    const { withhold } = this;
    const reading = { key, intelSyntax: this.#intelSyntax, build, withhold, wanted };
    return modelFor(this.source.context, this.architecture, reading);
  }

  #group(model: Model, text: AssemblerText, head: Token | undefined, owner: FunctionRange | undefined): SectionGroup {
    const { places } = this.source;
    const site = head && places.rootOf(head);
    const origin = originOf(text, places.lines);
    const { program, sections, statement } = model;
    const { architecture } = this;
    return { architecture, program, sections, statement, origin, text, function: owner, site, isNeutral: false };
  }
}

/** Signatures that the program registers, configured ones first; none where all of them are the architecture's own. */
function signaturesOf({ request, tokens, functions }: GroupSource, architecture: Architecture): readonly number[] {
  const configured = request.declarations.signature;
  const registered = registeredSignatures(tokens, functions, architecture.rseqSyscall);
  const all = [...new Set(configured === undefined ? registered : [configured, ...registered])];
  // A text is the same whether or not its unit is the one that registers.
  return all.every((signature) => signature === architecture.signature) ? [] : all;
}
