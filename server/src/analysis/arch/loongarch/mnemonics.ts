/**
 * What LoongArch instructions do with their operands, for {@link parseForms}. Source: LoongArch Reference Manual, volume 1, and the
 * macro instructions of GNU as (opcodes/loongarch-opc.c). Branches are in flow.ts. Where the manual wants an immediate, `r` stands:
 * for a compiler an operand `"Ir"` is one thing, and the assembler decides.
 */

/** Everything but branches and accesses to memory. */
export const dataMnemonics: Readonly<Record<string, string>> = {
  move: 'w r',
  'li.w li.d lu12i.w pcaddi pcaddu12i pcaddu18i pcalau12i': 'w i',
  'lu32i.d': 'u i',
  'la la.local la.global la.abs la.pcrel la.got': 'w i | w w i',
  'la.tls.le la.tls.ie la.tls.gd la.tls.ld': 'w i | w w i',

  'add.w sub.w sub.d addi.w addi.d addu16i.d lu52i.d': 'w r r',
  // The fourth operand only carries the relocation %le_add_r.
  'add.d': 'w r r | w r r i',
  'and or nor xor andn orn andi ori xori slt sltu slti sltui maskeqz masknez': 'w r r',
  'sll.w srl.w sra.w rotr.w sll.d srl.d sra.d rotr.d': 'w r r',
  'slli.w srli.w srai.w rotri.w slli.d srli.d srai.d rotri.d': 'w r r',
  'mul.w mulh.w mulh.wu mul.d mulh.d mulh.du mulw.d.w mulw.d.wu': 'w r r',
  'div.w div.wu mod.w mod.wu div.d div.du mod.d mod.du': 'w r r',
  'alsl.w alsl.wu alsl.d bytepick.w bytepick.d': 'w r r i',
  'bstrins.w bstrins.d': 'u r i i',
  'bstrpick.w bstrpick.d': 'w r i i',
  'ext.w.b ext.w.h clo.w clz.w cto.w ctz.w clo.d clz.d cto.d ctz.d': 'w r',
  'revb.2h revb.4h revb.2w revb.d revh.2w revh.d bitrev.4b bitrev.8b bitrev.w bitrev.d': 'w r',
  'crc.w.b.w crc.w.h.w crc.w.w.w crc.w.d.w crcc.w.b.w crcc.w.h.w crcc.w.w.w crcc.w.d.w': 'w r r',

  'movgr2fr.w movgr2fr.d movgr2frh.w movfr2gr.s movfr2gr.d movfrh2gr.s fmov.s fmov.d': 'w r',
  'movgr2fcsr movfcsr2gr movgr2cf movcf2gr movfr2cf movcf2fr': 'w r',
  'rdtimel.w rdtimeh.w rdtime.d': 'w w',
  cpucfg: 'w r',
  'asrtle.d asrtgt.d': 'r r',

  nop: '= padding',
  'dbar ibar': 'i = barrier',
  preld: 'i a = nop',
  syscall: 'i < $r4 $r5 $r6 $r7 $r8 $r9 $r10 $r11 > $r4 = syscall',
  break: 'i = trap',
};

/** Loads and stores, with their address in one operand: lower.ts puts it together. */
export const memoryMnemonics: Readonly<Record<string, string>> = {
  'ld.b ld.bu ldx.b ldx.bu': 'w mr @ 1',
  'ld.h ld.hu ldx.h ldx.hu': 'w mr @ 2',
  'ld.w ld.wu ldx.w ldx.wu ldptr.w ll.w llacq.w fld.s fldx.s': 'w mr @ 4',
  'ld.d ldx.d ldptr.d ll.d llacq.d fld.d fldx.d': 'w mr @ 8',
  'st.b stx.b': 'r mw @ 1',
  'st.h stx.h': 'r mw @ 2',
  'st.w stx.w stptr.w fst.s fstx.s': 'r mw @ 4',
  'st.d stx.d stptr.d fst.d fstx.d': 'r mw @ 8',
  // The register says afterwards whether it was stored.
  'sc.w screl.w': 'u mw @ 4',
  'sc.d screl.d': 'u mw @ 8',
};

/** Atomic instructions without size (`.b`, `.h`, `.w`, `.d`, unsigned `.wu`, `.du`) and barrier (`_db`). */
export const atomicMnemonics: Readonly<Record<string, string>> = {
  'amswap amadd amand amor amxor ammax ammin': 'w r mu',
  amcas: 'u r mu',
};
