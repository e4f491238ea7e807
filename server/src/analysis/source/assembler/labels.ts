import type { SymbolRef } from '../../arch/instruction';
import type { Statement } from './statements';

/** Resolves label references of one program: named labels anywhere, numeric ones (`1b`, `2f`) by direction, as gas does. */
export class LabelTable {
  readonly #named = new Map<string, number>();
  readonly #numeric = new Map<string, number[]>();
  readonly #global = new Set<string>();
  readonly #functions = new Set<string>();

  /** @param others names that other things than labels of the text have, and their items */
  constructor(statements: readonly Statement[], others: ReadonlyMap<string, number> = new Map()) {
    for (const [name, index] of others) this.#named.set(name, index);
    for (const [index, statement] of statements.entries()) {
      if (statement.kind === 'label') {
        if (/^\d+$/.test(statement.name)) this.#addNumeric(statement.name, index);
        else this.#named.set(statement.name, index);
      } else if (statement.kind === 'directive' && /^\.(globl|global|weak)$/.test(statement.name)) {
        for (const operand of statement.operands) this.#global.add(operand.text.trim());
      } else if (statement.kind === 'directive' && statement.name === '.type') {
        const [name, type] = statement.operands.map((operand) => operand.text.trim());
        if (name !== undefined && /^[@%"]?function"?$|^STT_FUNC$/i.test(type ?? '')) this.#functions.add(name);
      }
    }
  }

  #addNumeric(name: string, index: number): void {
    const places = this.#numeric.get(name);
    if (places) places.push(index);
    else this.#numeric.set(name, [index]);
  }

  isGlobal(name: string): boolean {
    return this.#global.has(name);
  }

  isFunction(name: string): boolean {
    return this.#functions.has(name);
  }

  named(name: string): SymbolRef {
    const item = this.#named.get(name);
    return item === undefined ? { kind: 'external', name } : { kind: 'label', name, item };
  }

  /** `1f`: the next definition behind statement `from`; `1b`: the last one before it. */
  local(reference: string, from: number): SymbolRef {
    const name = reference.slice(0, -1);
    const places = this.#numeric.get(name) ?? [];
    const item = reference.endsWith('f')
      ? places.find((place) => place > from)
      : places.findLast((place) => place < from);
    return item === undefined ? { kind: 'dangling', name: reference } : { kind: 'label', name: reference, item };
  }
}
