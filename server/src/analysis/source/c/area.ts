import { descriptorField } from '../../abi/fields';
import { findFields, listProfiles } from '../../abi/profiles';
import type { OperandInfo } from '../../model/program';
import { type Token, TokenKind } from '../preprocess/token';
import type { FunctionRange } from './functions';

/** Tags under which struct rseq goes: the kernel's uapi and libc, librseq and the kernel's selftests, tcmalloc. */
export const areaTags: ReadonlySet<string> = new Set(['rseq', 'rseq_abi', 'kernel_rseq']);
/** Names that mean the area even where their declaration was not found. */
const wellKnown: ReadonlySet<string> = new Set(['__rseq_abi', 'rseq_get_abi', 'RSEQ_SELF', 'rseq_self']);
/** Fields with names that no other structure is likely to have. */
const areaFields = new Set(
  listProfiles().flatMap(({ fields }) => fields.filter(({ use }) => use !== 'state').map(({ name }) => name)),
);
const cpuNames = /^(cpu|cpu_id|cpu_id_start|cid|mm_cid|vcpu|vcpu_id)$/;
const cpuCalls = /^(sched_getcpu|rseq_\w*cpu\w*|getcpu)$/;

/** Which names of a unit are struct rseq, or point to it, or are functions that return a pointer to it. */
export class AreaNames {
  readonly #names = new Map<string, { from: number; to: number }[]>();

  constructor(tokens: readonly Token[], functions: readonly FunctionRange[]) {
    for (let i = 0; i + 2 < tokens.length; i++) {
      if (tokens[i]?.text !== 'struct' || !areaTags.has(tokens[i + 1]?.text ?? '')) continue;
      const name = declaredName(tokens, i + 2);
      if (name === undefined) continue;
      const owner = functions.find((range) => range.start <= i && i <= range.end);
      // A function's own name is declared before its body and is known to the whole unit.
      const scope = owner && owner.name !== name ? { from: owner.start, to: owner.end } : { from: 0, to: Infinity };
      this.#names.set(name, [...(this.#names.get(name) ?? []), scope]);
    }
  }

  /** Functions that mention the area by such a name, its type or libc's distance to it: no other one can access it by what is in its body. */
  mentioningArea(tokens: readonly Token[], functions: readonly FunctionRange[]): readonly FunctionRange[] {
    return functions.filter(({ start, end }) => {
      for (let i = start; i <= end; i++) {
        const token = tokens[i];
        if (token?.kind !== TokenKind.Identifier) continue;
        const { text } = token;
        if (wellKnown.has(text) || areaTags.has(text) || this.#names.has(text) || text === '__rseq_offset') return true;
      }
      return false;
    });
  }

  /** Is `name`, used at token index `at`, the area or a pointer to it (or a function that gives one)? */
  isArea(name: string, at: number): boolean {
    return wellKnown.has(name) || (this.#names.get(name)?.some(({ from, to }) => from <= at && at <= to) ?? false);
  }
}

function declaredName(tokens: readonly Token[], from: number): string | undefined {
  let i = from;
  while (/^(\*|const|volatile|restrict|__restrict)$/.test(tokens[i]?.text ?? '')) i++;
  const token = tokens[i];
  return token?.kind === TokenKind.Identifier ? token.text : undefined;
}

/** What the C expression of an asm operand has to do with the area; the fields are those of {@link OperandInfo}. */
type Classified = Pick<OperandInfo, 'areaField' | 'areaPointer' | 'areaPath' | 'cpuNumber'>;

/** `at`: a token index inside the statement. */
export function classifyExpression(
  expression: readonly Token[],
  operandName: string | undefined,
  names: AreaNames,
  at: number,
): Classified {
  const members = expression.filter((_, i) => /^(\.|->)$/.test(expression[i - 1]?.text ?? ''));
  const telling = members.find((token) => areaFields.has(token.text))?.text;
  const areaPath = pathFrom(expression, (name) => names.isArea(name, at));
  const identifiers = expression.filter((token) => token.kind === TokenKind.Identifier);
  const isNumber =
    cpuNames.test(operandName ?? '') ||
    (identifiers.length === 1 && expression.length === 1 && cpuNames.test(identifiers[0]?.text ?? '')) ||
    (telling !== undefined && telling !== descriptorField.name) ||
    identifiers.some((token) => cpuCalls.test(token.text));
  return {
    areaField: telling ?? areaPath?.find((name) => findFields(name).length > 0),
    areaPointer: members.length === 0 && identifiers.some((token) => names.isArea(token.text, at)),
    areaPath,
    cpuNumber: isNumber,
  };
}

/** The members that lead from the area to the expression, if it is nothing but that: `rseq->rseq_cs.ptr64`, `&__rseq_abi`. */
function pathFrom(expression: readonly Token[], isArea: (name: string) => boolean): readonly string[] | undefined {
  const text = expression.map((token) => token.text).join(' ');
  const [, base = '', members = ''] = /^(?:& )?(\w+)(?: \( \))?((?: (?:\.|->) \w+)*)$/.exec(text) ?? [];
  if (!isArea(base)) return undefined;
  const path = members.split(' ').filter((part) => /^\w+$/.test(part));
  // The address of a member is no pointer to the area.
  return text.startsWith('& ') && path.length > 0 ? undefined : path;
}
