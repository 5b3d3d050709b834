import type { RuleTrust } from './trust.ts';

/** What Cordon decides about one message, mildest first. */
export const ACTIONS = ['allow', 'flag', 'warn', 'cooldown', 'block'] as const;
export type Action = (typeof ACTIONS)[number];
export type RuleMode = 'enforce' | 'monitor' | 'off';

/** One condition of one rule with the numbers it compared. `path` reads like `when.any[1].links.count`. */
export interface ConditionTrace {
  path: string;
  name: string;
  matched: boolean;
  /** False below an odd number of `not`s (and in `unless`): what matches there speaks against the rule. */
  wanted: boolean;
  text: string;
}

/** One rule's answer for one message, matched or not. */
export interface RuleResult {
  ruleId: string;
  mode: RuleMode;
  matched: boolean;
  /** The rule's own points, whether or not they counted. */
  score: number;
  group: string | null;
  /** What the rule demands beside its score. `cooldownMs` only with a fixed length (`then: cooldown 24h`). */
  then: { action: Action; cooldownMs: number | null } | null;
  stop: boolean;
  /** The most trusted senders it may act against. */
  trust: RuleTrust;
  /** It matched a message of somebody more trusted than that: it is shown and counts nothing. */
  held: boolean;
  /** It threw instead of answering. */
  failed: boolean;
  /** Filled-in reason; empty when not matched. */
  reason: string;
  words: readonly string[];
  conditions: readonly ConditionTrace[];
}

export interface Evaluation {
  rulesetHash: string;
  rules: readonly RuleResult[];
}

/** One line of the sum; the lines' `counted` add up to the decision's score. */
export interface ScoreLine {
  ruleId: string;
  score: number;
  counted: number;
  /** Why less than the score was counted: monitor rule, weaker in its group, after a stop, sender too trusted for this rule (which may have no score, only a demand). */
  note: 'monitor' | 'group' | 'stopped' | 'trust' | null;
}

/** That a message was judged by the thresholds of probation. */
export interface Probation {
  /** When it is over by itself, ms. */
  until: number;
  /** What the ordinary thresholds would have led to. */
  instead: Action;
}

export interface Decision {
  messageId: string;
  senderId: string;
  action: Action;
  score: number;
  lines: readonly ScoreLine[];
  /** Reasons of the enforced rules that matched and may act against this sender. */
  reasons: readonly { ruleId: string; text: string }[];
  /** Matched rules that are only watched; they never count. */
  monitored: readonly { ruleId: string; text: string }[];
  /** Why the action is milder than the rules asked for. */
  limitedBy: 'allow-rule' | 'protected' | 'group-message' | 'trust' | null;
  /** Its sender was on probation, so the stricter thresholds held; null = not. */
  probation: Probation | null;
  /** The length a cooldown has at least, because a rule names it; null = none does. */
  cooldownMs: number | null;
  /** The cooldown has the ladder's length as well, whichever is longer: the score, or a rule without a length, asks for it. */
  onLadder: boolean;
  rulesetHash: string;
  decidedAt: number;
}
