import type { SymbolRef } from '../../arch/instruction';
import type { BoundOperand } from './asmOperands';

/** The C label that `%l[name]` stands for. */
export function codeLabel(reference: string): SymbolRef | undefined {
  const match = /^%l\[?(\w+)\]?$/.exec(reference);
  return match?.[1] === undefined ? undefined : { kind: 'c-label', name: match[1] };
}

/** `"i" (&&label)` */
export function addressedLabel(operand: BoundOperand | undefined): SymbolRef | undefined {
  const name = /^\(*\s*&& (\w+)\s*\)*$/.exec(operand?.info.expression ?? '')?.[1];
  return name === undefined ? undefined : { kind: 'c-label', name };
}
