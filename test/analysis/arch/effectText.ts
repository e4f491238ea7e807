import type { Effect, Flow, MemoryAccess } from '../../../server/src/analysis/arch/instruction';

/**
 * An effect in the notation of the test tables:
 *
 *     kind: reads > writes [mode width key] flow &address padding {trailing bytes}
 *
 * with everything empty left out, registers in alphabetical order, and the flow `next` not shown.
 */
export function effectText(effect: Effect | undefined): string {
  if (!effect) return 'opaque';
  const parts = [
    `${effect.kind}:`,
    ...[...new Set(effect.reads)].sort(),
    ...(effect.writes.length > 0 ? ['>', ...[...new Set(effect.writes)].sort()] : []),
    ...effect.accesses.map(accessText),
    flowText(effect.flow),
    effect.addressOf ? `&${effect.addressOf.name}` : '',
    effect.padding ? 'padding' : '',
    effect.trailingBytes ? `{${effect.trailingBytes.map((byte) => byte.toString(16).padStart(2, '0')).join(' ')}}` : '',
  ];
  return parts.filter((part) => part !== '').join(' ');
}

function accessText(access: MemoryAccess): string {
  return `[${[access.mode, access.width ?? '?', access.address.key].join(' ')}]`;
}

function flowText(flow: Flow): string {
  switch (flow.kind) {
    case 'next':
      return '';
    case 'jump':
      return `${flow.conditional ? 'may-jump' : 'jump'} ${flow.target?.name ?? '?'}`;
    case 'call':
      return `call ${flow.target?.name ?? '?'}`;
    case 'indirect':
    case 'return':
    case 'trap':
    case 'syscall':
      return flow.kind;
  }
}
