import { bringsStateBack, savesState, stateDirectivesOf } from '../arch/stateDirectives';
import type { StateDirective } from '../arch/architecture';
import type { Place } from '../text/place';
import { type Fact, known, unknown } from './fact';
import type { Program } from './program';
import { opaqueReason, textOf } from './walk';

/** A change of how the assembler reads text that is still in force where the statement ends. */
export interface LeakedState {
  readonly place: Place;
  /** The statement that would put things back; undefined: that depends on what was there. */
  readonly restore: string | undefined;
}

/** The changes that a statement leaves behind for the compiler's own code. */
export function leakedStatesOf(program: Program): Fact<readonly LeakedState[]> {
  // Which dialect is to be left behind there is told by no directive.
  if (program.form !== 'inline' || program.intelSyntax) return unknown('absent');
  let open: ReadonlyMap<StateDirective, Place> = new Map();
  const saved: (typeof open)[] = [];
  const directives = stateDirectivesOf(program.architecture);
  for (const item of program.items) {
    if (item.kind !== 'silent') continue;
    const text = textOf(program, item.place);
    if (savesState.test(text)) saved.push(open);
    else if (bringsStateBack.test(text)) open = saved.pop() ?? open;
    else open = after(open, directives, text, item.place);
  }
  // What cannot be read may put it back.
  const unread =
    open.size > 0
      ? opaqueReason(program.items.filter((item) => item.kind === 'opaque' && item.reason !== 'mnemonic'))
      : undefined;
  if (unread) return unknown(unread);
  return known([...open].map(([{ restore }, place]) => ({ place, restore })));
}

function after(
  open: ReadonlyMap<StateDirective, Place>,
  directives: readonly StateDirective[],
  text: string,
  place: Place,
): ReadonlyMap<StateDirective, Place> {
  const next = new Map(open);
  for (const directive of directives) {
    if (next.has(directive) && directive.restores.test(text)) next.delete(directive);
    else if (directive.changes.test(text) && !next.has(directive)) next.set(directive, place);
  }
  return next;
}
