import type { Architecture } from '../arch/architecture';
import { type FileDeclarations, fileDeclarations } from './c/declarations';
import { Layouts } from './c/layouts';
import { RegisterVariables } from './c/registerVariables';
import { droppableNames } from './c/statics';
import type { OperandContext } from './inlineAsm/programOf';
import type { OperandScope } from './inlineAsm/operandMeaning';
import type { AsmStatement } from './inlineAsm/statement';
import type { GroupSource } from './sectionGroups';

/** What the C code of a unit says about its asm statements, each part read when it is first asked for. */
export class Surroundings {
  readonly isCpp: boolean;
  /** Does any asm goto of the unit have a barrier behind one of its labels? */
  readonly hasBarriers: boolean;
  readonly operandContext: OperandContext;
  #identifiers: ReadonlySet<string> | undefined;
  #droppable: ReadonlySet<string> | undefined;
  #declarations: FileDeclarations | undefined;
  #layouts: Layouts | undefined;

  constructor(
    private readonly source: GroupSource,
    statements: readonly AsmStatement[],
  ) {
    const { tokens, functions, names, request } = source;
    this.isCpp = request.configuration.language === 'c++';
    this.hasBarriers = statements.some(({ landings }) => landings.some(({ hasBarrier }) => hasBarrier === true));
    this.operandContext = { tokens, areaNames: names, registerVariables: new RegisterVariables(tokens, functions) };
  }

  /** Does C code name this? */
  names(name: string): boolean {
    return (this.#identifiers ??= new Set(this.source.tokens.map((token) => token.text))).has(name);
  }

  /** Names in a text of C symbols that the compiler may drop. In C++ their names are mangled: a text that names one means another. */
  droppableIn(template: string): readonly string[] {
    const { tokens, functions, request } = this.source;
    const isC = request.configuration.language === 'c';
    const all = (this.#droppable ??= isC ? droppableNames(tokens, functions) : new Set());
    return all.size === 0 ? [] : [...new Set(template.match(/[A-Za-z_]\w*/g))].filter((name) => all.has(name));
  }

  scopeOf(statement: AsmStatement, architecture: Architecture): OperandScope {
    const { tokens, functions, values } = this.source;
    const file = (this.#declarations ??= fileDeclarations(tokens, functions));
    return {
      function: statement.function && values.scopeOf(statement.function),
      file,
      layouts: (this.#layouts ??= new Layouts(tokens, file)),
      pointerBytes: architecture.pointerBytes,
    };
  }
}
