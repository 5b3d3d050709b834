import { describe, expect, it } from '@jest/globals';
import { textViews } from '../../src/core/text/views.ts';
import { SenderAlone } from '../../src/replay/sender-alone.ts';
import { DAY, HOUR, message, NOON, SECOND } from '../core/builders.ts';
import { rulesetOf } from '../timeline/rig.ts';

/** What each message of one sender, at its time after noon, leads to. */
function judged(policy: string, ...said: readonly (readonly [text: string, after: number])[]): string[] {
  const sender = new SenderAlone(rulesetOf(policy));
  return said.map(([text, after], n) => {
    const sentAt = NOON + after;
    const one = message({ id: `wamid.${n}`, text, sentAt, receivedAt: sentAt });
    return sender.judge(one, textViews(text))?.action ?? 'repeated';
  });
}
const policy = (probation: string): string =>
  `actions: { cooldown: { at: 8, ladder: [1h], jitter: 0% }, ${probation} }`;
const SAID = [
  ['odd', 0],
  ['spam', SECOND],
  ['odd', 2 * HOUR],
  ['odd', 5 * DAY],
] as const;

describe('a sender by itself', () => {
  it('is on probation once a cooldown has run its time', () => {
    expect(judged(policy('probation: { for: 2d, cooldown: { at: 3 } }'), ...SAID)).toEqual([
      'flag',
      'cooldown',
      'cooldown',
      'flag',
    ]);
  });

  it('is not where the policy knows none', () => {
    expect(judged(policy('probation: off'), ...SAID)).toEqual(['flag', 'cooldown', 'flag', 'flag']);
  });
});
