import type { RuleResult, ScoreLine } from './decision.ts';

type Scored = Pick<RuleResult, 'ruleId' | 'mode' | 'held' | 'score' | 'group' | 'stop'>;

/**
 * What each rule that matched adds to the sum: of one group only the highest score counts, after a `stop` later rules do not; a rule
 * that is only watched or held back by trust counts nothing, stops nothing and does not stand for its group.
 */
export function scoreLines(matched: readonly Scored[]): ScoreLine[] {
  const best = new Map<string, Scored>();
  let stopped = false;
  const open: { rule: Scored; note: ScoreLine['note'] }[] = matched.map((rule) => {
    const note = rule.mode === 'monitor' ? 'monitor' : rule.held ? 'trust' : stopped ? 'stopped' : null;
    if (note === null) {
      if (rule.stop) stopped = true;
      const rival = rule.group === null ? undefined : best.get(rule.group);
      if (rule.group !== null && (rival === undefined || rule.score > rival.score))
        best.set(rule.group, rule);
    }
    return { rule, note };
  });
  return open
    .filter(({ rule, note }) => rule.score !== 0 || note === 'trust')
    .map(({ rule, note }) => {
      const weaker = note === null && rule.group !== null && best.get(rule.group) !== rule;
      return {
        ruleId: rule.ruleId,
        score: rule.score,
        counted: note !== null || weaker ? 0 : rule.score,
        note: weaker ? 'group' : note,
      };
    });
}

export const total = (lines: readonly ScoreLine[]): number =>
  lines.reduce((sum, line) => sum + line.counted, 0);
