import type { RuleMode, RuleResult } from '../core/decision.ts';
import { Named } from './counts.ts';

const MAX_REASONS = 3;

export interface RuleCount {
  id: string;
  mode: RuleMode;
  /** Messages it matched, by label. */
  byLabel: Record<string, number>;
  messages: number;
  /** Different reasons it gave, the first few. */
  reasons: string[];
}

interface Counted {
  mode: RuleMode;
  labels: Named<{ count: number }>;
  messages: number;
  reasons: string[];
}

/** How often every rule of a ruleset matched, those that never did and those that are off included. */
export class RuleCounts {
  readonly #rules = new Map<string, Counted>();

  constructor(rules: readonly { id: string; mode: RuleMode }[]) {
    for (const { id, mode } of rules)
      this.#rules.set(id, { mode, labels: new Named(() => ({ count: 0 })), messages: 0, reasons: [] });
  }

  add(matched: readonly RuleResult[], label: string): void {
    for (const { ruleId, reason } of matched) {
      const rule = this.#rules.get(ruleId);
      if (rule === undefined) continue;
      rule.messages += 1;
      rule.labels.of(label).count += 1;
      if (rule.reasons.length < MAX_REASONS && !rule.reasons.includes(reason)) rule.reasons.push(reason);
    }
  }

  /** In the order of the rule files. */
  list(): RuleCount[] {
    return [...this.#rules].map(([id, { labels, ...rule }]) => ({
      id,
      ...rule,
      byLabel: Object.fromEntries(labels.entries().map(([label, { count }]) => [label, count])),
    }));
  }
}
