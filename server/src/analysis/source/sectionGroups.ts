import type { Architecture } from '../arch/architecture';
import type { SectionFactName } from '../model/section';
import type { AnalysisContext, AnalysisRequest } from '../request';
import { slot } from './analysisCache';
import { operandTable } from './assembler/asmOperands';
import { buildProgram } from './assembler/buildProgram';
import { fileTextOf } from './assembler/fileText';
import type { AreaNames } from './c/area';
import type { FunctionRange } from './c/functions';
import { registeredSignatures } from './c/registration';
import { bindOperands, modelKey, programOfStatement } from './inlineAsm/programOf';
import { findAsmStatements } from './inlineAsm/statement';
import { templateOf } from './inlineAsm/template';
import type { Token } from './preprocess/token';
import { admits, ModelCache, originOf, type SectionGroup } from './sectionModels';
import type { TokenPlaces } from './tokenPlaces';

/** A unit after preprocessing, as far as its critical sections are concerned. */
export interface GroupSource {
  readonly context: AnalysisContext;
  readonly request: AnalysisRequest;
  readonly tokens: readonly Token[];
  readonly places: TokenPlaces;
  readonly functions: readonly FunctionRange[];
  readonly names: AreaNames;
}

/** The sections that the text holds when it is read for an architecture; `wanted`: whether it seems meant for it or not. */
export type GroupReader = (
  architecture: Architecture,
  withhold: SectionFactName | undefined,
  wanted: boolean,
) => readonly SectionGroup[];

/** Only text that emits data can hold a descriptor. */
const mayHoldDescriptor = /\.(quad|8byte|xword|dword|long|4byte|int|word|octa)\b/;

/** Reads the asm statements of C and C++. */
export function statementGroups(source: GroupSource): GroupReader {
  const { context, tokens, places, functions, names } = source;
  const statements = findAsmStatements(tokens, functions);
  let identifiers: ReadonlySet<string> | undefined;
  return (architecture, withhold, wanted) => {
    const templates = statements.map((statement) => ({
      statement,
      text: templateOf(statement, architecture.dialectBraces, places),
    }));
    const candidates = templates.filter(({ text }) => mayHoldDescriptor.test(text.text));
    if (candidates.length === 0) return [];
    const known = (identifiers ??= new Set(tokens.map((token) => token.text)));
    const signatures = signaturesOf(source, architecture);
    const models = modelsOf(context, architecture);
    return candidates.flatMap(({ statement, text }) => {
      const operands = bindOperands(statement, names, statement.index, architecture);
      // C code, or the text of another asm statement.
      const isNamed = (name: string): boolean =>
        known.has(name) || templates.some((other) => other.text !== text && other.text.written.includes(name));
      const named = labelNames(text.written).filter(isNamed);
      const key = JSON.stringify([signatures, named, modelKey(statement, text, operands)]);
      const build = (): SectionGroup['program'] =>
        programOfStatement(statement, text, operands, {
          architecture,
          syntax: context.syntax,
          areaNames: names,
          at: statement.index,
          namedOutside: (symbol) => named.includes(symbol),
          registeredSignatures: signatures,
        });
      const { program, sections } = models.get(key, build, withhold);
      if (sections.length === 0 || !(wanted || admits(program))) return [];
      const { site } = places.rootOf(statement.keyword);
      const origin = originOf(text, places.lines);
      return [{ architecture, program, sections, origin, function: statement.function, site }];
    });
  };
}

/** Signatures that the program registers, configured ones first. */
function signaturesOf({ request, tokens, functions }: GroupSource, architecture: Architecture): readonly number[] {
  const configured = request.declarations.signature;
  const registered = registeredSignatures(tokens, functions, architecture.rseqSyscall);
  return configured === undefined ? registered : [configured, ...registered];
}

function labelNames(text: string): string[] {
  return [...text.matchAll(/([A-Za-z_.$][\w.$]*)[ \t]*:/g)].map((match) => match[1] ?? '');
}

function modelsOf(context: AnalysisContext, architecture: Architecture): ModelCache {
  return slot(context.cache, `models ${architecture.name}`, () => new ModelCache());
}

/** Reads a `.S` file as one program. */
export function fileGroups({ context, request, tokens, places }: GroupSource): GroupReader {
  const text = fileTextOf(tokens, places);
  if (!mayHoldDescriptor.test(text.text)) return () => [];
  const { signature } = request.declarations;
  return (architecture, withhold, wanted) => {
    const build = (): SectionGroup['program'] => {
      const tree = context.syntax.parse('gas', text.text);
      try {
        return buildProgram({
          text: text.text,
          root: tree.rootNode,
          architecture,
          form: 'file',
          template: false,
          table: operandTable([]),
          operandsKnown: true,
          clobbers: [],
          namedOutside: () => false,
          registeredSignatures: signature === undefined ? [] : [signature],
        });
      } finally {
        tree.dispose();
      }
    };
    const key = JSON.stringify([text.text, signature ?? null]);
    const { program, sections } = modelsOf(context, architecture).get(key, build, withhold);
    if (sections.length === 0 || !(wanted || admits(program))) return [];
    return [{ architecture, program, sections, origin: originOf(text, places.lines), function: undefined, site: '' }];
  };
}
