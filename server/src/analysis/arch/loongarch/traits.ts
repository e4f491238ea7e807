import type { Operand, Ordering } from '../instruction';
import { barrierOption, type Traits } from '../traits';

/** Source: LoongArch Reference Manual, volume 1, "LL" and "SC", "DBAR"; hints of dbar: Linux arch/loongarch/include/asm/barrier.h. */
export const loongarchTraits: Traits = {
  linked: { load: /^ll(acq)?\.[wd]$/, store: /^sc(rel)?\.[wd]$/ },
  orders: [
    [/^screl\./, 'release'],
    [/^llacq\./, 'acquire'],
    [/^am\w+_db\./, 'full'],
    [/^dbar$/, hint],
    [/^ibar$/, 'none'],
  ],
};

/** Bits 3 to 0 exclude: loads before, stores before, loads behind, stores behind. Processors may take every hint for 0. */
function hint([number]: readonly Operand[]): Ordering | 'none' {
  const bits = Number(barrierOption(number) ?? '0');
  if (bits > 0x1f) return 'full';
  const [noLoads, noStores, noLaterLoads, noLaterStores] = [8, 4, 2, 1].map((bit) => (bits & bit) !== 0);
  if (noLaterStores) return 'none';
  if (!noLoads && !noStores) return noLaterLoads ? 'release' : 'full';
  if (!noStores) return 'stores';
  return noLoads ? 'none' : 'acquire';
}
