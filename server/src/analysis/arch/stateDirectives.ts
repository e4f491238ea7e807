import type { Architecture, StateDirective } from './architecture';

/** What every GNU as has (manual, "Altmacro"). */
const everywhere: readonly StateDirective[] = [
  { changes: /^\.altmacro\b/, restores: /^\.noaltmacro\b/, restore: '.noaltmacro' },
];

/** All directives with which a text can change how the assembler reads what follows. */
export function stateDirectivesOf(architecture: Architecture): readonly StateDirective[] {
  return [...everywhere, ...(architecture.stateDirectives ?? [])];
}

/** Statements between which changes are undone: `.set push` and `.set pop`, likewise `.option` and `.machine`. */
export const savesState = /^\.(set|option|machine)\s+push\b/;
export const bringsStateBack = /^\.(set|option|machine)\s+pop\b/;
