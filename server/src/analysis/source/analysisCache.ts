/** Everything that makes a second analysis cheap: lexed files, parsed functions. Owned by the caller, safe to drop at any time. */
export interface AnalysisCache {
  /** Opaque to callers; filled lazily by the steps of the analysis, each under its own key. */
  readonly slots: Map<string, unknown>;
}

export function createAnalysisCache(): AnalysisCache {
  return { slots: new Map() };
}

/** The value under `name`, made when it is first asked for. */
export function slot<T>(cache: AnalysisCache, name: string, create: () => T): T {
  if (!cache.slots.has(name)) cache.slots.set(name, create());
  return cache.slots.get(name) as T;
}
