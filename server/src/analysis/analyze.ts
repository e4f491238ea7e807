import type { AnalysisContext, AnalysisRequest, UnitAnalysis } from './request';

/** Analyses one translation unit. Never throws on any input; what cannot be read becomes a note. */
export function analyze(_context: AnalysisContext, request: AnalysisRequest): UnitAnalysis {
  return { findings: [], sections: [], notes: [], dependencies: [request.path], targets: [], abis: [], cancelled: false };
}
