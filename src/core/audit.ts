import type { TraitKind } from './campaign/trait.ts';
import type { Decision, Probation } from './decision.ts';
import type { Effect } from './ledger/moderation.ts';
import type { Message } from './message.ts';
import type { SenderHints } from './sender-hints.ts';
import type { Warned } from './warning.ts';

interface AboutMessage {
  messageId: string;
  senderId: string;
  sentAt: number;
  type: Message['type'];
}

/** One line of the audit stream, as JSON. `at` in ms. */
export type AuditLine =
  | DecisionLine
  | LateLine
  | EnforcementLine
  | WarningLine
  | OperatorLine
  | WithdrawnLine
  | NoteLine
  | CampaignLine;

/** Why a rule matched, as far as the policy keeps it: then the reason is not empty. */
export interface Evidence {
  ruleId: string;
  text: string;
  /** What it found, as written, where the reason does not quote it already. */
  words?: readonly string[];
}

export interface DecisionLine extends AboutMessage {
  kind: 'decision';
  at: number;
  receivedAt: number;
  mode: 'monitor' | 'enforce';
  action: Decision['action'];
  effect: Effect | null;
  /** A warning waits to be sent, or in monitor mode would. */
  warning?: Warned;
  score: number;
  lines: Decision['lines'];
  reasons: readonly Evidence[];
  monitored: readonly Evidence[];
  /** The beginning of what they wrote, where the policy keeps it. */
  text?: string;
  limitedBy: Decision['limitedBy'];
  /** Absent unless the sender was on probation. */
  probation?: Probation;
  rulesetHash: string;
  sender: SenderHints;
  /** The campaign it is part of, by its number; absent when of none. */
  campaign?: number;
}

/** A campaign was found: enough different senders wrote alike. Said once, at the message that made it one. */
export interface CampaignLine {
  kind: 'campaign';
  at: number;
  senderId: string;
  campaign: number;
  /** What they have in common: a text, a media file, a link. */
  of: TraitKind;
  /** A host, the beginning of a file's hash, a hash of the text. */
  shown: string;
  /** Different senders until then. */
  senders: number;
  rules: readonly string[];
}

export interface LateLine extends AboutMessage {
  kind: 'late';
}

/** One user's result of a call to Meta. `episode` is the id of the message that caused the block. */
export interface EnforcementLine {
  kind: 'enforcement';
  at: number;
  senderId: string;
  direction: 'block' | 'lift';
  result: 'done' | 'retry' | 'refused' | 'armed' | 'unknown';
  reason: string;
  code: number | null;
  episode: string | null;
  until: number | null;
  /** The rules behind the block; absent in lines of an older Cordon. */
  rules?: readonly string[];
  /** What Meta said when it refused. */
  detail?: string;
}

/** What became of a warning to a sender. Its words are not kept. */
export interface WarningLine {
  kind: 'warning';
  at: number;
  senderId: string;
  /** `unknown`: it may have been sent, and is not sent again · `unsent`: it was not tried. */
  result: 'sent' | 'unknown' | 'refused' | 'unsent';
  reason: string;
  code: number | null;
  /** The message it is about; the episode's id where a block follows. */
  messageId: string;
  beforeBlock: boolean;
  rules: readonly string[];
}

/** What somebody did by hand. */
export interface OperatorLine {
  kind: 'operator';
  at: number;
  senderId: string;
  op: 'add' | 'lift' | 'protect' | 'import' | 'adopt' | 'undo' | 'release';
  /** On `add`, `import` and `adopt`: when the block is to end, ms; null = for good. */
  until?: number | null;
  reason?: string;
  /** On `undo` and `release`: the rule, and the version of the rules if one was named. */
  rule?: string;
  version?: string | null;
}

/** A block that waited for its sender was dropped when they wrote: the rules in force would not make it any more. */
export interface WithdrawnLine {
  kind: 'withdrawn';
  at: number;
  senderId: string;
  episode: string;
  rules: readonly string[];
  rulesetHash: string;
}

/**
 * A ledger row closed, held because of monitor mode, looked up on Meta's list, or found there: not ours, a lost call's doing, or lost with
 * Redis; or a confirmed block was not found there, and what became of it.
 */
export interface NoteLine {
  kind:
    | 'ended'
    | 'held'
    | 'lapsed'
    | 'verified'
    | 'foreign'
    | 'stray'
    | 'restored'
    | 'missing'
    | 'let-go'
    | 'block-again';
  at: number;
  senderId: string;
  present?: boolean;
  /** On `lapsed`: the block whose deadline passed. */
  episode?: string;
  /** The rules behind the block it is about, where it is about one. */
  rules?: readonly string[];
}

/** Whose doing a line tells of. */
export function actorOf({ kind }: AuditLine): 'rules' | 'Meta' | 'operator' | 'reconcile' | 'Cordon' {
  switch (kind) {
    case 'decision':
    case 'campaign':
      return 'rules';
    case 'enforcement':
    case 'warning':
      return 'Meta';
    case 'operator':
      return 'operator';
    case 'verified':
    case 'foreign':
    case 'stray':
    case 'restored':
    case 'missing':
    case 'let-go':
    case 'block-again':
      return 'reconcile';
    default:
      return 'Cordon';
  }
}

/** Every rule a line names: those that matched, counted or not, or those behind the block it is about. */
export function ruleIdsOf(line: AuditLine): readonly string[] {
  if (line.kind === 'decision')
    return [...new Set([...line.lines, ...line.reasons, ...line.monitored].map(({ ruleId }) => ruleId))];
  if (line.kind === 'operator') return line.rule === undefined ? [] : [line.rule];
  return 'rules' in line ? (line.rules ?? []) : [];
}
