import { ACTIONS, type Action } from '../core/decision.ts';
import type { LabelCounts } from './counts.ts';
import { totalOf } from './counts.ts';
import type { Labels, Meaning } from './labels.ts';
import type { RuleCount } from './rule-counts.ts';

/** How well something tells unwanted messages from harmless ones. */
export interface Quality {
  /** Unwanted messages hit, and harmless ones. */
  spam: number;
  ham: number;
  /** Share of unwanted among those hit; null when none was hit. */
  precision: number | null;
  /** Share of the unwanted that was hit; null when there are none. */
  recall: number | null;
}

export type Level = Exclude<Action, 'allow'>;
/** Each counts decisions at least so harsh. */
export const LEVELS: readonly Level[] = ['flag', 'warn', 'cooldown', 'block'];

/** How many messages of the file are unwanted, harmless, or neither by their label. */
export function meanings(byLabel: LabelCounts, labels: Labels): Record<Meaning, number> {
  const sums = { spam: 0, ham: 0, other: 0 };
  for (const [label, counts] of Object.entries(byLabel)) sums[labels.meaningOf(label)] += totalOf(counts);
  return sums;
}

/** Precision and recall of decisions of each level or harsher. */
export function qualityByLevel(byLabel: LabelCounts, labels: Labels): Record<Level, Quality> {
  const all = meanings(byLabel, labels).spam;
  const atLeast = (level: Level): Quality => {
    const hit = { spam: 0, ham: 0, other: 0 };
    for (const [label, counts] of Object.entries(byLabel))
      for (const action of ACTIONS.slice(ACTIONS.indexOf(level)))
        hit[labels.meaningOf(label)] += counts[action];
    return qualityOf(hit, all);
  };
  return {
    flag: atLeast('flag'),
    warn: atLeast('warn'),
    cooldown: atLeast('cooldown'),
    block: atLeast('block'),
  };
}

/** Precision and recall of one rule, whatever it decided. `allSpam`: unwanted messages in the file. */
export function qualityOfRule({ byLabel }: RuleCount, labels: Labels, allSpam: number): Quality {
  const hit = { spam: 0, ham: 0, other: 0 };
  for (const [label, count] of Object.entries(byLabel)) hit[labels.meaningOf(label)] += count;
  return qualityOf(hit, allSpam);
}

const qualityOf = ({ spam, ham }: Record<Meaning, number>, all: number): Quality => ({
  spam,
  ham,
  precision: spam + ham === 0 ? null : spam / (spam + ham),
  recall: all === 0 ? null : spam / all,
});
