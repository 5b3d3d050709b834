import type { ScoreLine } from '../core/decision.ts';
import type { Judged } from '../timeline/delivered.ts';

const NOTES: Readonly<Record<NonNullable<ScoreLine['note']>, string>> = {
  monitor: 'monitor only',
  group: 'another of its group counts more',
  stopped: 'a rule before it ended the sum',
  trust: 'the sender is trusted more than it may act against',
};

/** How a message came to its decision: the sum, and what each rule that matched said. */
export function whyDecided({ decision, evaluation }: Judged): string[] {
  const { action, score, lines, limitedBy } = decision;
  const limit = limitedBy === null ? '' : `, limited by ${limitedBy}`;
  const matched = evaluation.rules.filter((rule) => rule.matched);
  const head = `${action}, score ${score}${limit}${matched.length === 0 ? ': no rule matched' : ''}`;
  const points = new Map(lines.map((line) => [line.ruleId, line]));
  return [
    head,
    ...matched.map(({ ruleId, mode, then, reason }) => {
      const line = points.get(ruleId);
      const note = line?.note ?? (mode === 'monitor' ? 'monitor' : null);
      const what = [
        ...(line === undefined ? [] : [signed(line.counted)]),
        ...(then === null ? [] : [then.action]),
        ...(note === null ? [] : [`(${NOTES[note]})`]),
      ];
      return `  ${ruleId} ${what.join(' ')}: ${reason}`;
    }),
  ];
}

/** Why a rule did not match, or why its match counts nothing. */
export function whyNotMatched(judged: Judged, id: string): string[] {
  const rule = judged.evaluation.rules.find(({ ruleId }) => ruleId === id);
  if (rule === undefined) return [`${id} is off`];
  if (rule.held) return [`${id} matched, but acts against senders up to 'trust: ${rule.trust}' only`];
  const asked = rule.conditions.map(
    ({ path, matched, text }) => `  ${path} ${matched ? 'yes' : 'no'} (${text})`,
  );
  return [...whyDecided(judged), `${id} asked:`, ...asked];
}

const signed = (points: number): string => (points > 0 ? `+${points}` : String(points));
