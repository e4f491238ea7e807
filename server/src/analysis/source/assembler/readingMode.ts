import type { Architecture, ReadingMode } from '../../arch/architecture';
import type { TextPart } from './statements';

/** Follows the directives that change how the statements behind them are read: `.set`, `.intel_syntax`, `.att_syntax`. */
export class ReadingModes {
  #current: ReadingMode;
  readonly #saved: ReadingMode[] = [];

  constructor(private readonly architecture: Architecture) {
    this.#current = { foreign: undefined, delaySlots: architecture.delaySlots ?? false };
  }

  get current(): ReadingMode {
    return this.#current;
  }

  /** To be told of every directive. */
  note(directive: string, operands: readonly TextPart[]): void {
    if (directive === '.intel_syntax') this.#change({ foreign: 'condition' });
    if (directive === '.att_syntax') this.#change({ foreign: undefined });
    const { setOptions } = this.architecture;
    if (directive !== '.set' || !setOptions || operands.length !== 1) return;
    const option = operands[0]?.text.trim().toLowerCase() ?? '';
    if (option === 'push') this.#saved.push(this.#current);
    else if (option === 'pop') this.#current = this.#saved.pop() ?? this.#current;
    else if (Object.hasOwn(setOptions, option)) this.#change(setOptions[option] ?? {});
  }

  #change(part: Partial<ReadingMode>): void {
    this.#current = { ...this.#current, ...part };
  }
}
