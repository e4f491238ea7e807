import type { Report, Rule } from './rules/rule';

/**
 * What rules say about sections and statements. Models are shared by all texts that are alike, and a report's places are places of its
 * text: what a rule says once it says of every one of them. Lives in the analysis cache.
 */
export class ReportMemory {
  readonly #reports = new WeakMap<object, Map<Rule, readonly Report[]>>();

  /** @param model the section or statement that is judged */
  reports(rule: Rule, model: object, check: () => readonly Report[]): readonly Report[] {
    let ofModel = this.#reports.get(model);
    if (!ofModel) {
      ofModel = new Map();
      this.#reports.set(model, ofModel);
    }
    const known = ofModel.get(rule);
    if (known) return known;
    const reports = check();
    ofModel.set(rule, reports);
    return reports;
  }
}
