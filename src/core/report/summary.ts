import type { ReportedCampaign } from './campaigns.ts';
import type { Action } from '../decision.ts';

/** One person who was blocked, or in monitor mode would have been. */
export interface ReportedPerson {
  senderId: string;
  /** Messages that brought a cooldown or a block. */
  offences: number;
  action: Action;
  rules: readonly string[];
  looksLikeCustomer: boolean;
  lastAt: number;
}

/** People by rule, and how many of them look like customers. */
export interface RuleToll {
  rule: string;
  people: number;
  customers: number;
}

/** What happened at one or more numbers. Instants in ms. */
export interface ReportSummary {
  /** Start of the first UTC day counted. */
  from: number;
  to: number;
  /** When the audit's oldest line is younger than `from`: everything but `messages`, `rules` and `late` is counted from here. */
  auditFrom: number | null;
  mode: 'monitor' | 'enforce' | null;
  /** Judged messages by action, by the mode they were judged in. */
  messages: Record<'monitor' | 'enforce', Record<Action, number>>;
  total: number;
  late: number;
  /** Days of the period with at least one message. */
  daysWithMessages: number;
  /** Messages a rule matched, most first. `watched` = the rule was in monitor mode. */
  rules: { rule: string; messages: number; watched: boolean }[];
  enforcement: {
    opened: number;
    blocked: number;
    lifted: number;
    held: number;
    /** Meta took the block no more, by its answer or by the clock. */
    armed: number;
    refused: number;
    byHand: number;
    /** From the webhook to Meta's confirmation without the wait for a warning, ms; null when no block was confirmed. */
    averageMs: number | null;
    slowestMs: number | null;
  };
  /** Warnings by what became of them, see WarningLine. */
  warnings: Record<'sent' | 'unknown' | 'refused' | 'unsent', number>;
  /** People judged in monitor mode who would have been blocked, newest first, and by rule. */
  wouldBlock: { people: ReportedPerson[]; rules: RuleToll[] };
  /** People blocked in enforce mode, newest first, and by rule. */
  blocked: { people: ReportedPerson[]; rules: RuleToll[] };
  /** People whom rules in monitor mode matched, by rule. */
  watched: RuleToll[];
  /** Campaigns found, most senders first. */
  campaigns: ReportedCampaign[];
}

export const customersOf = (people: readonly ReportedPerson[]): number =>
  people.filter(({ looksLikeCustomer }) => looksLikeCustomer).length;
