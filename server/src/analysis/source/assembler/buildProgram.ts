import type { Architecture } from '../../arch/architecture';
import type { LinearExpression, Operand } from '../../arch/instruction';
import type { DataCell, Elsewhere, Item, NameSet, Program, StatementInfo } from '../../model/program';
import type { UnknownReason } from '../../sectionSummary';
import type { Place } from '../../text/place';
import type { OperandTable } from './asmOperands';
import { type Content, contentsOf, type DeclaredDescriptor, declaredNames } from './declaredDescriptors';
import { addressedLabel, codeLabel } from './codeLabels';
import { classifyDirective } from './directives';
import { type Names, parseExpression } from './expression';
import { intelOperand } from './intelOperands';
import { LabelTable } from './labels';
import { followLocalCalls } from './localCalls';
import { lexOperand, type LexicalForm } from './operandLexer';
import type { OperandContext } from './operandParts';
import { parseOperand } from './operands';
import { ReadingModes } from './readingMode';
import { SectionStack } from './sectionStack';
import type { Statement, TextPart } from './statements';

/** What a program is built from. */
export interface ProgramSource {
  /** The text as the author wrote it; offsets agree with those of the statements. */
  readonly text: string;
  readonly statements: readonly Statement[];
  readonly architecture: Architecture;
  readonly isByteOrderKnown: boolean;
  readonly form: 'inline' | 'file';
  /** Extended asm: `%%` and operand references. */
  readonly template: boolean;
  /** The text begins in Intel syntax. */
  readonly intelSyntax: boolean;
  readonly isPositionIndependent: boolean;
  readonly table: OperandTable;
  /** False if an undecidable #if may have left operands out. */
  readonly operandsKnown: boolean;
  readonly statement: StatementInfo | undefined;
  readonly namedOutside: NameSet;
  readonly repeatedLabels: ReadonlySet<string>;
  readonly droppableSymbols: ReadonlySet<string>;
  readonly elsewhere: Elsewhere;
  readonly registeredSignatures: readonly number[];
  /** Does assembler text of the unit define macros, so that a mnemonic that no table knows may be one? */
  readonly assemblerMacros: boolean;
  /** Where in the text the second and later of several asm statements begin. */
  readonly boundaries?: readonly number[];
  /** Descriptors that C code fills in. */
  readonly declared?: readonly DeclaredDescriptor[];
}

const largestSpace = 4096;

/** Lowers assembler text to the program that the model is built from. Never fails: what is not understood is opaque. */
export function buildProgram(source: ProgramSource): Program {
  const builder = new Builder(source);
  source.statements.forEach((statement, index) => builder.add(index, statement));
  return finish(source, builder);
}

/**
 * The same if the text admits the architecture: more than three quarters of its instructions are known to the table (those of some
 * architectures know half of another's: `cmp`, `str`, `b`). Text without instructions says nothing and is admitted nowhere. Gives up
 * as soon as the rest cannot turn the balance.
 */
export function buildProgramIfAdmitted(source: ProgramSource): Program | undefined {
  const builder = new Builder(source);
  let rest = source.statements.filter(({ kind }) => kind === 'instruction').length;
  let balance = 0;
  for (const [index, statement] of source.statements.entries()) {
    const item = builder.add(index, statement);
    if (item.kind === 'instruction') balance++;
    else if (item.kind === 'opaque' && item.reason === 'mnemonic') balance -= knownForForeign;
    if (statement.kind === 'instruction') rest--;
    if (balance + rest <= 0) return undefined;
  }
  return balance > 0 ? finish(source, builder) : undefined;
}

const knownForForeign = 3;

function finish(source: ProgramSource, builder: Builder): Program {
  for (const descriptor of source.declared ?? []) builder.declare(descriptor);
  followLocalCalls(builder.items, source.architecture.stackPointer);
  return {
    text: source.text,
    architecture: source.architecture,
    isByteOrderKnown: source.isByteOrderKnown,
    form: source.form,
    intelSyntax: source.intelSyntax,
    isPositionIndependent: source.isPositionIndependent,
    items: builder.items,
    ...builder.sections.finish(),
    positions: builder.positions,
    operands: source.table.operands.map((operand) => operand.info),
    operandsKnown: source.operandsKnown,
    statement: source.statement,
    namedOutside: source.namedOutside,
    repeatedLabels: source.repeatedLabels,
    droppableSymbols: source.droppableSymbols,
    elsewhere: source.elsewhere,
    registeredSignatures: source.registeredSignatures,
  };
}

/** Items have the index of their statement, so that label references can be resolved before anything is built. */
class Builder {
  readonly items: Item[] = [];
  readonly positions: number[] = [];
  readonly sections: SectionStack;
  readonly #labels: LabelTable;
  readonly #boundaries: number[];
  #modes: ReadingModes;
  #blockEnd: string | undefined;
  #conditionals = 0;

  constructor(private readonly source: ProgramSource) {
    this.sections = new SectionStack(source.form === 'inline' ? '' : '.text');
    this.#labels = new LabelTable(source.statements, declaredNames(source.declared ?? [], source.statements.length));
    this.#boundaries = [...(source.boundaries ?? [])];
    this.#modes = new ReadingModes(source.architecture, source.intelSyntax);
  }

  add(index: number, statement: Statement): Item {
    while (statement.place.start >= (this.#boundaries[0] ?? Infinity)) {
      this.#boundaries.shift();
      this.sections.restart();
      this.#modes = new ReadingModes(this.source.architecture, this.source.intelSyntax);
    }
    const stream = this.sections.current;
    const content = this.#contentOf(index, statement);
    return this.#append(content, stream, statement.place);
  }

  /** Items of a descriptor that C code fills in, as if assembler text had said it. */
  declare(descriptor: DeclaredDescriptor): void {
    const stream = this.sections.declare(descriptor.section ?? '.data', descriptor.storage ?? 'unknown');
    for (const content of contentsOf(descriptor, (name) => this.#labels.named(name))) {
      this.#append(content, stream, descriptor.place);
    }
  }

  #append(content: Content, stream: number, place: Place): Item {
    const item: Item = { ...content, index: this.items.length, stream, place };
    this.items.push(item);
    const items = this.sections.streams[stream]?.items ?? [];
    this.positions.push(items.length);
    items.push(item.index);
    return item;
  }

  #contentOf(index: number, statement: Statement): Content {
    if (this.#blockEnd !== undefined) {
      if (statement.kind === 'directive' && statement.name === this.#blockEnd) this.#blockEnd = undefined;
      return opaque('macro');
    }
    switch (statement.kind) {
      case 'label': {
        const { name } = statement;
        const numeric = /^\d+$/.test(name);
        const global = this.#labels.isGlobal(name);
        return { kind: 'label', name, numeric, global, isFunction: this.#labels.isFunction(name) };
      }
      case 'directive':
        return this.#directive(index, statement.name, statement.operands);
      case 'instruction':
        return this.#conditionals > 0 ? opaque('condition') : this.#instruction(index, statement);
      case 'assignment':
        return { kind: 'silent', directive: '=' };
      case 'unreadable':
        return opaque(statement.gap ? 'condition' : 'macro');
    }
  }

  #instruction(index: number, statement: Extract<Statement, { kind: 'instruction' }>): Content {
    const { architecture } = this.source;
    const { foreign, delaySlots } = this.#modes.current;
    const isInstruction = !this.source.assemblerMacros;
    if (foreign !== undefined) return { ...opaque(foreign), isInstruction };
    const { prefixes, place } = statement;
    const { mnemonic, operands } = this.#read(index, statement);
    const effect = architecture.lower(mnemonic, operands, prefixes);
    if (!effect) return { ...opaque('mnemonic'), isInstruction };
    const delayed = delaySlots && effect.delaySlot !== undefined;
    return { kind: 'instruction', instruction: { mnemonic, prefixes, operands, effect, delayed, place } };
  }

  /** Mnemonic and operands as the architecture's table has them. */
  #read(
    index: number,
    { mnemonic, operands }: Extract<Statement, { kind: 'instruction' }>,
  ): { readonly mnemonic: string; readonly operands: readonly Operand[] } {
    const { architecture, table } = this.source;
    const context: OperandContext = { architecture, form: this.#form, table, names: this.#names(index) };
    if (context.form.syntax !== 'intel' || !architecture.intel) {
      return { mnemonic, operands: operands.map((part) => parseOperand(part.text, part.place.start, context)) };
    }
    const read = operands.map((part) => intelOperand(part.text, part.place.start, context));
    const width = read.map((operand) => operand.width).find((bytes) => bytes !== undefined);
    return architecture.intel(
      mnemonic,
      read.map(({ operand }) => operand),
      width,
    );
  }

  get #form(): LexicalForm {
    const { syntax, nakedRegisters } = this.#modes.current;
    return { template: this.source.template, syntax, nakedRegisters };
  }

  #directive(index: number, name: string, operands: readonly TextPart[]): Content {
    this.#modes.note(name, operands);
    const { architecture } = this.source;
    const found = classifyDirective(name, architecture.dataDirectives, architecture.alignDirective);
    switch (found.kind) {
      case 'section':
        this.sections.apply(index, found.action, name, operands);
        return { kind: 'silent', directive: name };
      case 'silent':
        return { kind: 'silent', directive: name };
      case 'block':
        this.#blockEnd = found.end;
        return opaque('macro');
      case 'conditional':
        if (name.startsWith('.if')) this.#conditionals++;
        if (name === '.endif') this.#conditionals--;
        return opaque('condition');
      case 'data':
        return { kind: 'data', directive: name, cells: this.#cells(index, operands, found.width) };
      case 'string':
        return this.#string(name, operands, found.terminated);
      case 'space':
        return this.#space(index, name, operands);
      case 'align':
        return { kind: 'align', bytes: this.#alignment(index, operands[0], found.unit) };
      case 'unknown':
        return opaque('mnemonic');
    }
  }

  #cells(index: number, operands: readonly TextPart[], width: number): DataCell[] {
    return operands.map((part) => ({ width, value: this.#evaluate(index, part), place: part.place }));
  }

  #string(directive: string, operands: readonly TextPart[], terminated: boolean): Content {
    const cells = operands.flatMap(({ text, place }): DataCell[] => {
      const size = text.trim().length - 2 + (terminated ? 1 : 0);
      return /\\/.test(text) ? [] : [{ width: Math.max(size, 0), value: undefined, place }];
    });
    return cells.length === operands.length ? { kind: 'data', directive, cells } : opaque('operand');
  }

  #space(index: number, directive: string, operands: readonly TextPart[]): Content {
    const [first] = operands;
    const size = first && this.#constant(index, first);
    if (!first || size === undefined || size < 0n || size > largestSpace) return opaque('operand');
    const fill = operands[1] ? undefined : { constant: 0n, terms: [] };
    const cell = { width: Number(size), value: fill, place: first.place };
    return { kind: 'data', directive, cells: size === 0n ? [] : [cell] };
  }

  #alignment(index: number, operand: TextPart | undefined, unit: 'bytes' | 'power'): number | undefined {
    const value = operand && this.#constant(index, operand);
    if (value === undefined || value < 0n || value > largestSpace) return undefined;
    return unit === 'bytes' ? Number(value) : value <= 12n ? 2 ** Number(value) : undefined;
  }

  #constant(index: number, part: TextPart): bigint | undefined {
    const value = this.#evaluate(index, part);
    return value?.terms.length === 0 ? value.constant : undefined;
  }

  #evaluate(index: number, part: TextPart): LinearExpression | undefined {
    const lexemes = lexOperand(part.text, part.place.start, this.#form);
    return lexemes && lexemes.length > 0 ? parseExpression(lexemes, this.#names(index)) : undefined;
  }

  #names(index: number): Names {
    const { table } = this.source;
    return {
      symbol: (name) => this.#labels.named(name),
      local: (reference) => this.#labels.local(reference, index),
      constant: (reference) => {
        const found = table.find(reference);
        return found?.operand.ref.kind === 'constant' ? found.operand.ref.value : undefined;
      },
      codeLabel: (reference) => codeLabel(reference) ?? addressedLabel(table.find(reference)?.operand),
    };
  }
}

function opaque(reason: UnknownReason): Extract<Content, { kind: 'opaque' }> {
  return { kind: 'opaque', reason, isInstruction: false };
}
