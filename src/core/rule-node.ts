import type { ConditionInput, ConditionResult } from './condition.ts';
import type { RuleResult } from './decision.ts';

/** Where something stands in a file of the rules folder; line and column from 1. */
export interface Place {
  /** As explanations call it: `when.any[1].links.count`, `unless.text.words`, `define.shop-talk.text.words`. */
  path: string;
  file: string;
  at: { line: number; column: number };
}

/**
 * What a rule asks of a message, compiled. `not` holds when none of its nodes does, `at_least` when `n` of them do, `use` when the
 * block of conditions defined elsewhere does, `matched` when one of the rules named matched, `score` when the sum of the rules that
 * do not ask for it lies within the bounds.
 */
export type RuleNode =
  | { kind: 'all' | 'any' | 'not'; nodes: readonly RuleNode[] }
  | ({ kind: 'at_least'; n: number; nodes: readonly RuleNode[] } & Place)
  | ({ kind: 'use'; block: Block } & Place)
  | MatchedNode
  | ScoreNode
  | ({ kind: 'condition' } & BoundCondition);

export interface MatchedNode extends Place {
  kind: 'matched';
  /** As written. */
  ids: readonly string[];
  /** The same rules, filled in once all files are read; those that are off are missing. */
  rules: RuleSpec[];
}

export interface ScoreNode extends Place {
  kind: 'score';
  options: unknown;
  /** The rules that make up the sum, in their order. */
  of: readonly RuleSpec[];
  holds: (score: number) => boolean;
  /** The bounds in words: "at least 5". */
  limit: string;
}

export interface BoundCondition extends Place {
  name: string;
  /** As written in the file. */
  options: unknown;
  /** How a result reads, `{field}` taken from its data. */
  explain: string;
  /** It stands in a block that many rules may use: its answer is kept for the length of a message. */
  shared: boolean;
  test: (input: ConditionInput) => ConditionResult;
}

/** Conditions with a name (`define:`), evaluated once a message however many rules use them. */
export interface Block {
  name: string;
  node: RuleNode;
}

/** What stays the same for every message a rule judges. */
export interface RuleSpec extends Pick<
  RuleResult,
  'ruleId' | 'mode' | 'score' | 'group' | 'then' | 'stop' | 'trust'
> {
  node: RuleNode;
  /** From this instant (ms, by the message's own time) on it answers "expired"; `text` is the date as written. Null = never. */
  expires: { at: number; text: string } | null;
  /** Other rules ask for its answer: it is kept for the length of a message. */
  asked: boolean;
  /** Fills the reason of a rule that matched. */
  reason: (words: readonly string[], data: ReadonlyMap<string, ConditionResult['data']>) => string;
}

/** The nodes right below one; those of a block it uses are not below it. */
export const nodesBelow = (node: RuleNode): readonly RuleNode[] => ('nodes' in node ? node.nodes : []);
