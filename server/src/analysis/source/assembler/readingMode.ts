import type { Architecture, ReadingMode } from '../../arch/architecture';
import type { TextPart } from './statements';

/** Follows the directives that change how the statements behind them are read: `.set`, `.intel_syntax`, `.att_syntax`. */
export class ReadingModes {
  #current: ReadingMode;
  readonly #saved: ReadingMode[] = [];

  /** @param intel Does the text begin in Intel syntax? */
  constructor(
    private readonly architecture: Architecture,
    intel: boolean,
  ) {
    const { delaySlots = false, operandSyntax: syntax } = architecture;
    this.#current = { foreign: undefined, delaySlots, syntax, nakedRegisters: syntax !== 'att' };
    if (intel && architecture.intel) this.#change({ syntax: 'intel', nakedRegisters: true });
  }

  get current(): ReadingMode {
    return this.#current;
  }

  /** To be told of every directive. */
  note(directive: string, operands: readonly TextPart[]): void {
    const { setOptions, operandSyntax, intel } = this.architecture;
    // Without a word ELF's assemblers want the sign (gas/config/tc-i386.c set_intel_syntax()).
    const nakedRegisters = operands[0]?.text.trim().toLowerCase() === 'noprefix';
    if (directive === '.intel_syntax') {
      this.#change(intel ? { syntax: 'intel', nakedRegisters } : { foreign: 'condition' });
    }
    if (directive === '.att_syntax') {
      this.#change({
        foreign: undefined,
        syntax: operandSyntax,
        nakedRegisters: nakedRegisters || operandSyntax !== 'att',
      });
    }
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
