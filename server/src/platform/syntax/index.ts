import type { SyntaxBackend } from '../../analysis';
import { loadNativeSyntax } from './nativeSyntax';
import { loadWasmSyntax } from './wasmSyntax';

export interface SyntaxOptions {
  /** Where `npm run build` left the grammars: `dist/grammars`. */
  readonly grammarDirectory: string;
  /** `auto` and `native` take the native parsers if they load, and otherwise the portable ones. */
  readonly prefer: 'native' | 'wasm' | 'auto';
}

export interface LoadedSyntax {
  readonly backend: SyntaxBackend;
  /** Why the native parsers were not taken although they might have been. */
  readonly fallbackReason?: string;
}

/**
 * Loads the parsers of all languages. That native ones do not load never keeps a program from starting; it rejects only if the
 * portable ones do not load either.
 */
export async function loadSyntax({ grammarDirectory, prefer }: SyntaxOptions): Promise<LoadedSyntax> {
  if (prefer === 'wasm') return { backend: await loadWasmSyntax(grammarDirectory) };
  try {
    return { backend: loadNativeSyntax(grammarDirectory) };
  } catch (error) {
    const [fallbackReason = ''] = String(error instanceof Error ? error.message : error).split('\n');
    return { backend: await loadWasmSyntax(grammarDirectory), fallbackReason };
  }
}
