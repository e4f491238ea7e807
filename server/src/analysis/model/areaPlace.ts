import { type AreaBytes, bytesOfMember } from '../abi/descriptorPointer';
import { cpuIdField } from '../abi/fields';
import type { Address, MemoryAccess } from '../arch/instruction';
import type { InstructionItem, Item, Program } from './program';
import { registerOperand } from './registerOperand';
import { after, before } from './walk';

/** Where in struct rseq an access begins. Offsets and sizes in bytes. */
export interface AreaPlace {
  readonly offset: number;
  /** The member that the C code names, where it does. */
  readonly member: { readonly name: string; readonly size: number } | undefined;
}

/**
 * The place in struct rseq that an access goes to, where that is certain: through an operand that is a member of it, relative
 * to an operand that points to it, or relative to the thread pointer by an offset that is that of the area. undefined: elsewhere,
 * or nobody can tell.
 */
export function areaPlace(program: Program, item: InstructionItem, access: MemoryAccess): AreaPlace | undefined {
  const { address } = access;
  if (address.operand) return memberPlace(program, address.operand.index);
  if (address.index !== undefined || !address.displacement) return undefined;
  const { constant, terms } = address.displacement;
  const at = (isArea: boolean): AreaPlace | undefined =>
    isArea && constant >= -maxDistance && constant <= maxDistance
      ? { offset: Number(constant), member: undefined }
      : undefined;
  if (address.segment !== undefined) {
    if (!program.architecture.threadSegments.includes(address.segment)) return undefined;
    if (address.base === undefined) return at(terms.length === 1 && terms.every(({ symbol }) => isArea(symbol.name)));
    return at(terms.length === 0 && isOffsetOfArea(program, item, address, address.base));
  }
  return at(terms.length === 0 && address.base !== undefined && pointsToArea(program, item, address.base));
}

/** Bytes around the beginning of the area in which an offset is one within it. */
const maxDistance = 64n;

/** The thread-local symbol under which libraries before glibc 2.35 and tcmalloc export the area. */
function isArea(symbol: string): boolean {
  return symbol === '__rseq_abi';
}

function memberPlace(program: Program, index: number): AreaPlace | undefined {
  const path = program.operands[index]?.areaPath;
  const bytes: AreaBytes | undefined = path && path.length > 0 ? bytesOfMember(path, program.architecture) : undefined;
  return bytes && { offset: bytes.offset, member: { name: path?.join('.') ?? '', size: bytes.size } };
}

/** Names of variables that hold the distance from the thread pointer to the area. */
const offsetNames = /^(?:\( [\w ]+ \) )?_*rseq(_abi|_area|_tls)?(_offset|_off|_base)?(?: \( \))?$/;

/**
 * Is the register the distance from the thread pointer to the area? By the name of the operand; else if the same register
 * leads to the cpu number, where that is read in front of the next change of the register.
 */
function isOffsetOfArea(program: Program, item: Item, address: Address, base: string): boolean {
  const operand = registerOperand(program, base);
  if (operand) return !operand.areaPointer && offsetNames.test(operand.expression);
  for (const next of after(program, item)) {
    if (next.kind !== 'instruction') continue;
    const { effect } = next.instruction;
    const readsId = effect.accesses.some(
      ({ mode, address: { segment, base: other, index, displacement }, width }) =>
        mode === 'read' &&
        segment === address.segment &&
        other === base &&
        index === undefined &&
        width === cpuIdField.size &&
        displacement?.terms.length === 0 &&
        displacement.constant === BigInt(cpuIdField.offset),
    );
    if (readsId) return true;
    if (effect.writes.includes(base) || effect.flow.kind === 'call') return false;
  }
  return false;
}

/** Is the register a pointer to the area: an operand that is, or the sum of the thread pointer and the area's own offset? */
function pointsToArea(program: Program, item: Item, base: string): boolean {
  const operand = registerOperand(program, base);
  if (operand) return operand.areaPath?.length === 0 && operand.areaPointer;
  return isSumWithThreadPointer(program, item, base);
}

/** Relocation operators that give a symbol's distance from the thread pointer, or load it. */
const threadRelative = /tprel|tpoff|tlsie|tls_ie|tls_le|tlsle/i;

/**
 * The last instructions that made up the register, straight backwards: they must mention the area's symbol relative to the thread
 * pointer, and add nothing else.
 */
function isSumWithThreadPointer(program: Program, from: Item, base: string): boolean {
  const wanted = new Set([base]);
  let mentioned = false;
  for (const item of before(program, from)) {
    if (wanted.size === 0) break;
    if (item.kind === 'opaque' || item.kind === 'data') return false;
    if (item.kind !== 'instruction') continue;
    const { effect, operands } = item.instruction;
    if (effect.flow.kind !== 'next') return false;
    const made = effect.writes.filter((register) => wanted.has(register));
    if (made.length === 0) continue;
    for (const operand of operands) {
      if (operand.kind === 'immediate') return false;
      if (operand.kind === 'symbol' && operand.addend === 0n && isArea(operand.symbol.name))
        mentioned ||= threadRelative.test(operand.modifier ?? '');
      if (operand.kind === 'memory') {
        const { displacement, modifier } = operand.address;
        if (displacement?.constant !== 0n || !displacement.terms.every(({ symbol }) => isArea(symbol.name)))
          return false;
        mentioned ||= displacement.terms.length === 1 && threadRelative.test(modifier ?? '');
      }
    }
    for (const register of made) wanted.delete(register);
    for (const register of effect.reads) if (register !== 'flags') wanted.add(register);
  }
  return mentioned && wanted.size === 0;
}
