import type { Judged } from '../timeline/delivered.ts';
import { whyDecided, whyNotMatched } from './because.ts';
import type { AnswerExpected, Bounds } from './expectation.ts';
import type { Mismatch } from './mismatch.ts';

/** What one judged message was expected to bring and did not. */
export function checkAnswer(expected: AnswerExpected, judged: Judged): Mismatch[] {
  const { decision, facts } = judged;
  const found: Mismatch[] = [];
  const note = (key: string, wanted: string, got: string, why = whyDecided(judged)): void =>
    void found.push({ key, expected: wanted, got, why });
  if (expected.decision !== undefined && !expected.decision.includes(decision.action))
    note('decision', expected.decision.join(' or '), decision.action);
  for (const id of expected.rule ?? [])
    if (!acts(judged, id)) note('rule', `${id} to match`, 'no match', whyNotMatched(judged, id));
  for (const id of expected.not_rule ?? [])
    if (acts(judged, id)) note('not_rule', `no match of ${id}`, 'a match');
  if (expected.score !== undefined && !isWithin(decision.score, expected.score))
    note('score', sayBounds(expected.score), String(rounded(decision.score)));
  const limit = decision.limitedBy ?? 'none';
  if (expected.limited_by !== undefined && expected.limited_by !== limit)
    note('limited_by', expected.limited_by, limit);
  if (expected.trust !== undefined && expected.trust !== facts.trust)
    note('trust', expected.trust, facts.trust);
  return found;
}

/** A match that counts nothing for so trusted a sender is as good as none. */
const acts = ({ evaluation }: Judged, id: string): boolean =>
  evaluation.rules.some(({ ruleId, matched, held }) => ruleId === id && matched && !held);

/** Sums of decimals are off by a hair. */
const rounded = (score: number): number => Math.round(score * 1e6) / 1e6;

function isWithin(score: number, { at_least: least, at_most: most, above, below }: Bounds): boolean {
  const value = rounded(score);
  return (
    (least === undefined || value >= least) &&
    (most === undefined || value <= most) &&
    (above === undefined || value > above) &&
    (below === undefined || value < below)
  );
}

function sayBounds(bounds: Bounds): string {
  if (bounds.at_least !== undefined && bounds.at_least === bounds.at_most) return String(bounds.at_least);
  return Object.entries(bounds)
    .flatMap(([word, value]) => (value === undefined ? [] : [`${word.replace('_', ' ')} ${value}`]))
    .join(' and ');
}
