import type { RuleMode } from '../core/decision.ts';
import type { LoadedRuleset } from '../ruleset/parse.ts';
import type { ActionCounts, LabelCounts } from './counts.ts';
import type { ChangedMessage, Fate } from './difference.ts';
import type { Labels, Meaning } from './labels.ts';
import type { RuleToll, ShownPerson, Toll } from './people.ts';
import { meanings, qualityByLevel, qualityOfRule, type Level, type Quality } from './quality.ts';
import type { Tally } from './tally.ts';

/** What was found in the file beside messages. */
export interface Reading {
  /** Texts and deliveries read. */
  rows: number;
  /** Lines that could not be read, and what is wrong with the first of them. */
  broken: number;
  problems: { line: number; message: string }[];
  /** What deliveries held beside messages, in words → how often. */
  passedOver: Record<string, number>;
}

export interface TimelineReport {
  /** Messages that would not have arrived. */
  keptOut: number;
  blocks: number;
  lifts: number;
  /** Blocks the brake would have held for an operator. */
  held: number;
}

export interface RuleReport {
  id: string;
  mode: RuleMode;
  /** Messages and people it matched. */
  messages: number;
  people: number;
  customers: number;
  /** People it blocked or helped to block. */
  blocked: Toll;
  /** Null without labels that mean something. */
  quality: Quality | null;
  reasons: string[];
}

export interface AgainstReport {
  hash: string;
  messages: {
    changed: number;
    harsher: number;
    milder: number;
    moves: { from: Fate; to: Fate; messages: number }[];
    byLabel: Record<string, { harsher: number; milder: number }>;
    /** The first of them. */
    lines: ChangedMessage[];
  };
  /** People blocked who were not, and who are no longer; `byRule`: the rules that blocked them. */
  more: Difference;
  fewer: Difference;
}
type Difference = Toll & { byRule: RuleToll[]; list: ShownPerson[] };

/** What `cordon rules replay` found. `rows`, `bySource` and `byRule` are a contract: other tools measure with them. */
export interface ReplayReport extends Reading {
  /** Source → label → decisions. */
  bySource: Record<string, LabelCounts>;
  /** Rule → label → messages it matched; every rule of the set. */
  byRule: Record<string, Record<string, number>>;
  byLanguage: Record<string, LabelCounts>;
  byLabel: LabelCounts;
  /** Messages judged, those delivered twice, those without a sender. */
  messages: number;
  repeated: number;
  unreadable: number;
  decisions: ActionCounts;
  hash: string;
  rules: RuleReport[];
  senders: number;
  /** Who would be blocked; `list` holds the first of them, customers before all others. */
  blocked: Difference;
  /** People the rules would have blocked if they were nobody. */
  spared: { protected: number; trusted: number };
  quality: {
    /** What the labels mean, in messages. */
    messages: Record<Meaning, number>;
    /** Label → meaning. */
    labels: Record<string, Meaning>;
    levels: Record<Level, Quality>;
  } | null;
  timeline: TimelineReport | null;
  against: AgainstReport | null;
}

export function reportOf(
  reading: Reading,
  tally: Tally,
  {
    rulesets: [ruleset, other],
    labels,
    timeline,
  }: { rulesets: readonly LoadedRuleset[]; labels: Labels; timeline: TimelineReport | null },
): ReplayReport {
  const byLabel: LabelCounts = Object.fromEntries(tally.byLabel.entries());
  const meant = meanings(byLabel, labels);
  const isLabelled = meant.spam + meant.ham > 0;
  const rules = tally.rules.list();
  const blockedBy = new Map(tally.people.blocked.rules.map(({ rule, ...toll }) => [rule, toll]));
  return {
    ...reading,
    bySource: tally.bySource.toObject(),
    byRule: Object.fromEntries(rules.map(({ id, byLabel: own }) => [id, own])),
    byLanguage: tally.byLanguage.toObject(),
    byLabel,
    messages: tally.messages,
    repeated: tally.repeated,
    unreadable: tally.unreadable,
    decisions: tally.decisions,
    hash: ruleset?.hash ?? '',
    rules: rules.map((rule) => ({
      id: rule.id,
      mode: rule.mode,
      messages: rule.messages,
      people: tally.people.matched.get(rule.id)?.people ?? 0,
      customers: tally.people.matched.get(rule.id)?.customers ?? 0,
      blocked: blockedBy.get(rule.id) ?? NOBODY,
      quality: isLabelled ? qualityOfRule(rule, labels, meant.spam) : null,
      reasons: rule.reasons,
    })),
    senders: tally.people.senders,
    blocked: crowdOf(tally.people.blocked),
    spared: tally.people.spared,
    quality: isLabelled
      ? {
          messages: meant,
          labels: Object.fromEntries(Object.keys(byLabel).map((label) => [label, labels.meaningOf(label)])),
          levels: qualityByLevel(byLabel, labels),
        }
      : null,
    timeline,
    against: other === undefined ? null : againstOf(tally, other.hash),
  };
}

const NOBODY: Toll = { people: 0, customers: 0, innocent: 0 };

const crowdOf = ({ toll, rules, list }: Tally['people']['blocked']): Difference => ({
  ...toll,
  byRule: rules,
  list,
});

function againstOf({ difference, people }: Tally, hash: string): AgainstReport {
  const { changed, harsher, milder, moves, byLabel, lines } = difference;
  return {
    hash,
    messages: { changed, harsher, milder, moves, byLabel, lines },
    more: crowdOf(people.more),
    fewer: crowdOf(people.fewer),
  };
}
