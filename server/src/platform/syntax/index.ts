import type { SyntaxBackend } from '../../analysis/index';
import { loadNativeSyntax } from './nativeSyntax';
import { loadWasmSyntax } from './wasmSyntax';

export interface SyntaxOptions {
  /** Directory with the grammars that the build made. */
  readonly grammarDirectory: string;
  /** `auto`: native if everything of it loads, else wasm. */
  readonly prefer: 'native' | 'wasm' | 'auto';
}

/** Loads a syntax backend. A native runtime that does not load never stops the start: `fallbackReason` says why it was not used. */
export async function loadSyntax(
  options: SyntaxOptions,
): Promise<{ readonly backend: SyntaxBackend; readonly fallbackReason?: string }> {
  if (options.prefer === 'wasm') return { backend: await loadWasmSyntax(options.grammarDirectory) };
  try {
    return { backend: loadNativeSyntax(options.grammarDirectory) };
  } catch (error) {
    const fallbackReason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    return { backend: await loadWasmSyntax(options.grammarDirectory), fallbackReason };
  }
}
