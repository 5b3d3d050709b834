import { parseRuleset } from '../../src/ruleset/parse.ts';
import type { LoadedRuleset } from '../../src/ruleset/parse.ts';
import { formatProblem } from '../../src/ruleset/problem.ts';
import { testEnvelope } from '../../src/ruleset/test-messages.ts';
import type { Arrival } from '../../src/timeline/timeline.ts';

export const NOON = Date.UTC(2026, 9, 14, 12);
export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
export const NUMBER = '100000000000010';

/** "spam" is a cooldown, "worse" a block, "odd" a flag; no jitter unless the policy says so. */
const RULES = `rules:
  - { id: spam, score: 8, when: { text.words: spam } }
  - { id: worse, score: 20, when: { text.words: worse } }
  - { id: odd, score: 3, when: { text.words: odd } }
  - { id: torrent, score: 8, when: { rate: { at_least: 5, within: 10s } } }
`;
const POLICY = 'actions: { cooldown: { at: 8, ladder: [1h, 6h, 24h], jitter: 0%, strikes_expire: 30d } }';

export function rulesetOf(policy = POLICY, rules = RULES): LoadedRuleset {
  const result = parseRuleset(
    new Map([
      ['rules.yaml', rules],
      ['policy.yaml', policy],
    ]),
  );
  if (!result.ok) throw new Error(result.problems.map(formatProblem).join('\n'));
  return result.ruleset;
}

let made = 0;
/** A message written at `sentAt`; equal senders make equal people. */
export function says(
  text: string,
  sentAt: number,
  from = '15550100123',
  id = `wamid.${(made += 1)}`,
): Arrival {
  const envelope = testEnvelope({ text, from }, 0, sentAt);
  const message = { ...(envelope.message as object), id };
  return { phoneNumberId: NUMBER, displayPhoneNumber: null, envelope: { ...envelope, message } };
}
