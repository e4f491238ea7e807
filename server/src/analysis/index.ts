/** The only entry to the analysis for `lsp/`, the command line and tests: text in, plain data out. */
export type * from './finding';
export type * from './request';
export type * from './sectionSummary';
export type { SourceProvider } from './sourceProvider';
export type { SourceSpan, TextEdit } from './text/span';
export type { Position } from './text/lineIndex';
export type { SyntaxBackend, SyntaxLanguage, SyntaxNode, SyntaxTree } from './source/syntax/backend';
export { compareSpans } from './text/span';
export { suggest } from './text/suggest';
export { LineIndex } from './text/lineIndex';
export { createAnalysisCache, type AnalysisCache } from './source/analysisCache';
export { analyze } from './analyze';
export { differencesOf, isSameStep, operationsOf } from './model/operation';
export type { Operation, Port, PortDifference, PortStep, SharedPort } from './model/operation';
export { mergeUses, unusedSuppressions } from './suppressionUses';
export { listRules, type RuleInfo } from './rules/catalogue';
export { listProfiles, resolveProfile } from './abi/profiles';
export type { AbiProfile, AreaField } from './abi/profile';
