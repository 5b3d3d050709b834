/** Cooldown lengths by repeat. `steps[0]` is the first offence; after the last step `afterLadder` holds. */
export interface Ladder {
  stepsMs: readonly number[];
  afterLadder: 'repeat' | 'permanent';
  /** 0.1 = up to 10 % longer, derived from sender and strike, never shorter, never above `capMs`. */
  jitter: number;
  /** No step lasts longer, jitter included: the `cap` of the policy, else the longest step. */
  capMs: number;
  strikesExpireMs: number;
}

/** The most blocks Cordon makes by itself before it holds the rest for an operator. */
export interface BrakePolicy {
  /** At most `count` senders who were there before (not newcomers) in `withinMs`. */
  establishedSenders: { count: number; withinMs: number };
  /** 0.2 = at most a fifth of the senders active in the last ten minutes, once `minBlocks` are reached. */
  shareOfActiveSenders: number;
  minBlocks: number;
  blocksPerMinute: number;
}

/** Warnings to senders; a policy without them sends nothing. */
export interface WarnPolicy {
  /** Score from which somebody is warned; below the cooldown's. */
  at: number;
  /** What is sent when nobody is blocked, with `{{appeal}}`. */
  text: string;
  /** What is sent before a block, with `{{appeal}}` and `{{length}}`; null = blocks come without a word. */
  beforeBlock: string | null;
  /** What `{{length}}` says of a block without an end. */
  forGood: string;
  /** Where a person who is blocked, and so cannot write here, can still turn to. */
  appeal: string;
  /** Of one sender. */
  atMost: { count: number; withinMs: number };
  /** Of the whole number: warnings may be billed. */
  perMinute: number;
}

/** What is kept of decisions, and how long. The same for all numbers. */
export interface AuditPolicy {
  /**
   * What a decision's record shows of the message. `none`: which rules matched · `reasons`: their reasons and the words and hosts
   * they found · `text`: the message's text as well, cut short.
   */
  evidence: 'none' | 'reasons' | 'text';
  keepMs: number;
}

/** Thresholds for a while after a block has run its course; each at most the ordinary one. */
export interface ProbationPolicy {
  forMs: number;
  flagAt: number;
  cooldownAt: number;
  blockAt: number;
}

/** policy.yaml, all defaults filled in. Lengths in ms. */
export interface Policy {
  flagAt: number;
  cooldownAt: number;
  blockAt: number;
  ladder: Ladder;
  /** Absent = nobody is ever on probation. */
  probation?: ProbationPolicy;
  /** Phones (digits) and BSUIDs that are never blocked. */
  protectedSenders: ReadonlySet<string>;
  /** Phones (digits) and BSUIDs of customers: only rules that say so may act against them. */
  customers: ReadonlySet<string>;
  brake: BrakePolicy;
  audit: AuditPolicy;
  /** Absent = nobody is written to. */
  warn?: WarnPolicy;
}
