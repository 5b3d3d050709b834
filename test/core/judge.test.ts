import { describe, expect, it } from '@jest/globals';
import type { Mode } from '../../src/core/judge.ts';
import { judge } from '../../src/core/judge.ts';
import type { Message } from '../../src/core/message.ts';
import type { AuditPolicy } from '../../src/core/policy.ts';
import { DAY, evaluation, hit, HOUR, MINUTE, NOON, policy, SECOND, sender } from './builders.ts';
import { kinds, PhoneNumber, says } from './number.ts';

describe('judge', () => {
  it('judging the same reading twice gives the same', () => {
    const number = new PhoneNumber();
    const messages = [says('m1'), says('m2', 'hello'), says('m3', 'worse', { sender: sender(2) })];
    const observed = number.observe(messages);
    const evaluated = number.evaluate(messages, observed);
    const once = judge(evaluated, observed, number.rules.policy, 'enforce', NOON);
    expect(judge(evaluated, observed, number.rules.policy, 'enforce', NOON)).toEqual(once);
    expect(kinds(once)).toEqual(['cooldown/opened', 'allow/-', 'block/opened']);
  });

  it('judging again after it was recorded tells what was decided first and writes nothing', () => {
    const number = new PhoneNumber();
    const messages = [says('m1'), says('m2', 'odd')];
    number.take(messages);
    const before = number.state.entry(sender().id);
    const again = number.take(messages, { now: NOON + HOUR });
    expect(again.outcomes).toMatchObject([
      { kind: 'repeated', first: 'cooldown' },
      { kind: 'repeated', first: 'flag' },
    ]);
    expect(again.verdicts).toEqual({
      senders: [],
      brake: null,
      audit: [],
      allows: [],
      counts: new Map(),
      campaigns: [],
    });
    expect(again.due).toBe(0);
    expect(number.state.entry(sender().id)).toEqual(before);
  });

  it('a crash between observe and record loses and doubles nothing', () => {
    const number = new PhoneNumber();
    const messages = [says('m1'), says('m2')];
    const lost = number.judge(messages);
    const again = number.take(messages);
    expect(kinds(again)).toEqual(kinds(lost));
    expect(number.state.entry(sender().id)).toMatchObject({ strikesTotal: 1, episode: { evidence: 1 } });
  });

  it('of a chunk that was partly decided only the rest is decided', () => {
    const number = new PhoneNumber();
    number.take([says('m1')]);
    expect(kinds(number.take([says('m1'), says('m2')]))).toEqual(['repeated', 'cooldown/evidence']);
  });

  it('messages of one chunk see what the ones before them did', () => {
    const number = new PhoneNumber();
    expect(kinds(number.take([says('m1'), says('m2'), says('m3', 'worse')]))).toEqual([
      'cooldown/opened',
      'cooldown/evidence',
      'block/evidence',
    ]);
    expect(number.state.entry(sender().id)).toMatchObject({ strikesTotal: 1, desired: { kind: 'until' } });
  });

  it('a message the state has forgotten is late: audited, and nothing else', () => {
    const number = new PhoneNumber();
    const judgement = judge(
      [{ key: 'unknown1', message: says('m1'), evaluation: null }],
      number.observe([]),
      number.rules.policy,
      'enforce',
      NOON,
    );
    expect(kinds(judgement)).toEqual(['late']);
    expect(judgement.verdicts).toMatchObject({ senders: [], brake: null });
    expect(judgement.verdicts.audit.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { kind: 'late', messageId: 'm1' },
    ]);
  });

  it('in monitor mode decides and audits everything and touches neither ledger nor brake', () => {
    const number = new PhoneNumber();
    const { verdicts, due } = number.take([says('m1'), says('m2', 'worse')], { mode: 'monitor' });
    expect(verdicts.senders.map(({ entry }) => entry)).toEqual([null]);
    expect(verdicts.brake).toBeNull();
    expect(due).toBe(0);
    expect(verdicts.audit.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { action: 'cooldown', mode: 'monitor', effect: null },
      { action: 'block', mode: 'monitor', effect: null },
    ]);
  });

  it.each<[string, Mode, boolean]>([
    ['spam', 'enforce', true],
    ['odd', 'enforce', false],
    ['hello', 'enforce', false],
  ])('"%s" in %s mode wakes the blocker: %s', (text, mode, expected) => {
    expect(new PhoneNumber().judge([says('m1', text)], { mode }).due > 0).toBe(expected);
  });

  it('a harmless message fires what was armed', () => {
    const number = new PhoneNumber();
    const yesterday = NOON - DAY + MINUTE;
    number.take([says('m1', 'worse', { sentAt: yesterday })]);
    expect(number.judge([says('m1', 'worse', { sentAt: yesterday })]).due).toBe(0);
    expect(number.take([says('m2', 'hello', { sentAt: NOON + HOUR })], { now: NOON + HOUR }).due).toBe(1);
  });

  it('plain allows leave no audit line; what was held back or only watched does', () => {
    const number = new PhoneNumber({
      policy: policy({ protectedSenders: new Set([sender(2).phone ?? '']) }),
    });
    const { verdicts } = number.take([says('m1', 'hello'), says('m2', 'worse', { sender: sender(2) })]);
    expect(verdicts.audit.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { messageId: 'm2', action: 'allow', limitedBy: 'protected' },
    ]);
    expect(verdicts.allows).toEqual([{ key: 'm1      ', senderId: sender().id, at: NOON, score: 0 }]);
  });

  it.each<[AuditPolicy['evidence'], object]>([
    ['none', { reasons: [{ ruleId: 'spam', text: '' }] }],
    ['reasons', { reasons: [{ ruleId: 'spam', text: 'said pills', words: ['t.me'] }] }],
    [
      'text',
      { reasons: [{ ruleId: 'spam', text: 'said pills', words: ['t.me'] }], text: 'cheap pills, t.me/x' },
    ],
  ])('of the evidence keeps %s where the policy says so', (evidence, kept) => {
    const given = policy({ audit: { evidence, keepMs: DAY } });
    const number = new PhoneNumber({ policy: given });
    const messages = [says('m1', 'cheap pills, t.me/x')];
    const observed = number.observe(messages);
    const found = { score: 8, reason: 'said pills', words: ['pills', 't.me'] };
    const evaluated = messages.map((one) => {
      return { key: 'm1      ', message: one, evaluation: evaluation(hit('spam', found)) };
    });
    const { verdicts } = judge(evaluated, observed, given, 'enforce', NOON);
    const line = JSON.parse(verdicts.audit[0] ?? '') as Record<string, unknown>;
    expect({ reasons: line.reasons, ...('text' in line ? { text: line.text } : {}) }).toEqual(kept);
    // The ledger shows the same reasons, and outlives the audit.
    const reasons = verdicts.senders[0]?.entry?.episode?.reasons;
    expect(reasons).toEqual(evidence === 'none' ? [] : ['said pills']);
  });

  it('a long text is kept by its beginning', () => {
    const given = policy({ audit: { evidence: 'text', keepMs: DAY } });
    const number = new PhoneNumber({ policy: given });
    const message = says('m1', `${'x'.repeat(999)}😀${'y'.repeat(5_000)}`);
    const evaluated = [{ key: 'm1      ', message, evaluation: evaluation(hit('spam', { score: 8 })) }];
    const { verdicts } = judge(evaluated, number.observe([message]), given, 'enforce', NOON);
    expect(JSON.parse(verdicts.audit[0] ?? '')).toMatchObject({ text: 'x'.repeat(999) });
  });

  it('the audit explains a decision without the words of the message', () => {
    const { verdicts } = new PhoneNumber().judge([says('m1')]);
    expect(verdicts.audit).toHaveLength(1);
    expect(JSON.parse(verdicts.audit[0] ?? '')).toMatchObject({
      kind: 'decision',
      at: NOON,
      messageId: 'm1',
      senderId: sender().id,
      action: 'cooldown',
      effect: 'opened',
      score: 8,
      lines: [{ ruleId: 'spam', score: 8, counted: 8, note: null }],
      rulesetHash: 'rules-1',
    });
  });

  it('judges by the policy it is given, its ladder and its brake', () => {
    const number = new PhoneNumber();
    const messages = [says('m1'), says('m2', 'spam', { sender: sender(2) })];
    const observed = number.observe(messages);
    const evaluated = number.evaluate(messages, observed);
    const given = policy({
      ladder: { ...policy().ladder, stepsMs: [2 * HOUR] },
      brake: { ...policy().brake, blocksPerMinute: 1 },
    });
    const { outcomes, verdicts } = judge(evaluated, observed, given, 'enforce', NOON);
    expect(kinds({ outcomes, verdicts, due: 0, held: null, campaigns: [] })).toEqual([
      'cooldown/opened',
      'cooldown/held',
    ]);
    expect(verdicts.senders[0]?.entry?.desired).toEqual({ kind: 'until', at: NOON + 2 * HOUR });
    const mild = judge(evaluated, observed, policy({ cooldownAt: 9 }), 'enforce', NOON);
    expect(kinds(mild)).toEqual(['flag/-', 'flag/-']);
  });

  it('the brake counts over the whole chunk and is written with it', () => {
    const number = new PhoneNumber({ policy: policy({ brake: { ...policy().brake, blocksPerMinute: 2 } }) });
    const messages = [1, 2, 3, 4].map((n) => says(`m${n}`, 'spam', { sender: sender(n) }));
    const judgement = number.take(messages);
    expect(kinds(judgement)).toEqual([
      'cooldown/opened',
      'cooldown/opened',
      'cooldown/held',
      'cooldown/held',
    ]);
    expect(judgement.verdicts.brake?.trips[0]).toMatchObject({
      cause: 'blocks_per_minute',
      rule: 'spam',
      held: 2,
    });
    expect(kinds(number.take([says('m5', 'spam', { sender: sender(5) })]))).toEqual(['cooldown/held']);
  });

  it('a rule that matches everybody blocks only a handful of the people who were there before', () => {
    const number = new PhoneNumber();
    const people = Array.from({ length: 1_000 }, (_, n) => sender(n));
    const chunks = (prefix: string, text: string, sentAt: number): Message[][] =>
      Array.from({ length: 10 }, (_, c) =>
        people
          .slice(c * 100, c * 100 + 100)
          .map((who, n) => says(`${prefix}${c}-${n}`, text, { sender: who, sentAt })),
      );
    for (const chunk of chunks('a', 'hello', NOON - 2 * DAY)) number.take(chunk, { now: NOON - 2 * DAY });
    const effects = chunks('b', 'spam', NOON).flatMap((chunk) => kinds(number.take(chunk)));
    expect(effects.filter((effect) => effect === 'cooldown/opened')).toHaveLength(5);
    expect(effects.filter((effect) => effect === 'cooldown/held')).toHaveLength(995);
  });

  it('a second chunk that read before the first was recorded cannot record', () => {
    const number = new PhoneNumber();
    const first = number.judge([says('m1')]);
    const second = number.judge([says('m2', 'spam', { sentAt: NOON + SECOND })]);
    expect(number.state.record(first.verdicts)).toBe(true);
    expect(number.state.record(second.verdicts)).toBe(false);
    expect(kinds(number.take([says('m2', 'spam', { sentAt: NOON + SECOND })]))).toEqual([
      'cooldown/evidence',
    ]);
  });
});
