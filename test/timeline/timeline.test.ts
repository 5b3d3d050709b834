import { describe, expect, it } from '@jest/globals';
import { activeStrikes } from '../../src/core/ledger/entry.ts';
import { statusOf } from '../../src/core/ledger/next-action.ts';
import { withPolicies } from '../../src/core/ruleset.ts';
import { WARNING_GRACE_MS } from '../../src/core/warning.ts';
import type { Delivered, TimelineOptions } from '../../src/timeline/timeline.ts';
import { Timeline } from '../../src/timeline/timeline.ts';
import { DAY, HOUR, MINUTE, NOON, NUMBER, rulesetOf, says, SECOND } from './rig.ts';

const MIA = '15550100123';
const start = (options: Partial<TimelineOptions> = {}): Timeline =>
  new Timeline({ ruleset: rulesetOf(), mode: 'enforce', ...options });
const say = (timeline: Timeline, text: string, at: number, from = MIA): Delivered =>
  timeline.deliver(says(text, at, from), at);
const status = (timeline: Timeline, at: number, from = MIA): string => {
  timeline.advance(at);
  const entry = timeline.entryOf(NUMBER, from);
  return entry === null ? 'no row' : statusOf(entry, at);
};
const happened = ({ events }: Timeline): [string, number][] =>
  events.map(({ kind, at }) => [kind, at - NOON]);
const short = (delivered: Delivered): string =>
  delivered.kind === 'message' ? `${delivered.decision.action}/${delivered.effect ?? '-'}` : delivered.kind;

describe('a timeline', () => {
  it('blocks half a second after the offence and lifts the instant the cooldown is over', () => {
    const timeline = start();
    expect(short(say(timeline, 'spam', NOON))).toBe('cooldown/opened');
    expect(status(timeline, NOON + 499)).toBe('due');
    expect(status(timeline, NOON + 500)).toBe('blocked');
    expect(status(timeline, NOON + HOUR - 1)).toBe('blocked');
    expect(status(timeline, NOON + HOUR)).toBe('none');
    expect(happened(timeline)).toEqual([
      ['blocked', 500],
      ['lifted', HOUR],
    ]);
    expect(timeline.events[1]).toMatchObject({
      senderId: MIA,
      until: NOON + HOUR,
      since: NOON,
      rules: ['spam'],
    });
  });

  it('gives a warning its head start where the policy sends one: two seconds', () => {
    const warn = `{ text: 'x {{appeal}}', before_block: 'y {{appeal}}', appeal: help@your.shop }`;
    const timeline = start({
      ruleset: rulesetOf(`actions: { warn: ${warn}, cooldown: { ladder: [1h], jitter: 0% } }`),
    });
    say(timeline, 'spam', NOON);
    timeline.advance(NOON + 2 * HOUR);
    expect(happened(timeline)).toEqual([
      ['blocked', WARNING_GRACE_MS],
      ['lifted', HOUR],
    ]);
  });

  it('climbs the ladder, and forgets a strike the very instant it expires', () => {
    const timeline = start();
    const lengths = [0, 2 * HOUR, DAY].map((later) => {
      const said = say(timeline, 'spam', NOON + later);
      if (said.kind !== 'message' || said.entry?.desired.kind !== 'until') throw new Error(said.kind);
      return said.entry.desired.at - NOON - later;
    });
    expect(lengths).toEqual([HOUR, 6 * HOUR, DAY]);
    const strikes = (at: number): number => {
      timeline.advance(at);
      return activeStrikes(timeline.entryOf(NUMBER, MIA)!, at).length;
    };
    expect([strikes(NOON + 30 * DAY - 1), strikes(NOON + 30 * DAY)]).toEqual([3, 2]);
    expect([strikes(NOON + 31 * DAY - 1), strikes(NOON + 31 * DAY)]).toEqual([1, 0]);
  });

  it('does not deliver what a blocked sender writes, neither then nor later', () => {
    const timeline = start();
    say(timeline, 'spam', NOON);
    expect(short(say(timeline, 'more spam', NOON + 400))).toBe('cooldown/evidence');
    expect(short(say(timeline, 'hello?', NOON + 2 * SECOND))).toBe('kept-out');
    expect(short(timeline.deliver(says('written while blocked', NOON + MINUTE), NOON + 2 * HOUR))).toBe(
      'kept-out',
    );
    expect(short(timeline.deliver(says('written before', NOON - MINUTE), NOON + 2 * HOUR))).toBe('allow/-');
    expect(short(say(timeline, 'sorry', NOON + 2 * HOUR + SECOND))).toBe('allow/-');
  });

  it('gathers offenders: one wake-up takes everybody who came before it', () => {
    const timeline = start();
    say(timeline, 'spam', NOON);
    say(timeline, 'spam', NOON + 400, '15550100124');
    say(timeline, 'spam', NOON + 600, '15550100125');
    timeline.advance(NOON + 2 * SECOND);
    expect(happened(timeline)).toEqual([
      ['blocked', 500],
      ['blocked', 500],
      ['blocked', 1100],
    ]);
  });

  it('blocks for good with nothing to lift', () => {
    const timeline = start();
    say(timeline, 'worse', NOON);
    expect(status(timeline, NOON + 3000 * DAY)).toBe('blocked');
    expect(timeline.events).toMatchObject([{ kind: 'blocked', until: null }]);
  });

  it('opens no episode in monitor mode', () => {
    const timeline = start({ mode: 'monitor' });
    expect(short(say(timeline, 'spam', NOON))).toBe('cooldown/-');
    expect(status(timeline, NOON + DAY)).toBe('no row');
  });

  it('arms who could not be blocked within the day, and blocks them at their next message', () => {
    const timeline = start({ ruleset: rulesetOf('actions: { cooldown: { ladder: [7d], jitter: 0% } }') });
    timeline.setMeta(false);
    say(timeline, 'spam', NOON);
    expect(status(timeline, NOON + DAY - 6 * MINUTE)).toBe('due');
    expect(status(timeline, NOON + 25 * HOUR)).toBe('armed');
    timeline.setMeta(true);
    expect(status(timeline, NOON + 26 * HOUR)).toBe('armed');
    say(timeline, 'hi', NOON + 27 * HOUR);
    expect(status(timeline, NOON + 28 * HOUR)).toBe('blocked');
    expect(happened(timeline)).toEqual([['blocked', 27 * HOUR + 500]]);
  });

  it('makes blocks and lifts that waited for Meta as soon as it answers', () => {
    const timeline = start();
    timeline.setMeta(false);
    say(timeline, 'spam', NOON);
    timeline.advance(NOON + MINUTE);
    timeline.setMeta(true);
    timeline.advance(NOON + 2 * MINUTE);
    timeline.setMeta(false);
    expect(status(timeline, NOON + 3 * HOUR)).toBe('lift due');
    timeline.setMeta(true);
    expect(status(timeline, NOON + 3 * HOUR)).toBe('none');
    expect(happened(timeline)).toEqual([
      ['blocked', MINUTE],
      ['lifted', 3 * HOUR],
    ]);
  });

  it('ends a cooldown that never reached Meta without a lift', () => {
    const timeline = start({ meta: false });
    say(timeline, 'spam', NOON);
    expect(status(timeline, NOON + HOUR - 1)).toBe('due');
    expect(status(timeline, NOON + HOUR)).toBe('none');
    expect(timeline.events).toEqual([]);
  });

  it('holds offenders beyond the brake', () => {
    const ruleset = rulesetOf('brake: { blocks_per_minute: 2 }\nactions: { cooldown: { jitter: 0% } }');
    const timeline = start({ ruleset });
    const people = [124, 125, 126].map((n) => `15550100${n}`);
    expect(people.map((from) => short(say(timeline, 'spam', NOON, from)))).toEqual([
      'cooldown/opened',
      'cooldown/opened',
      'cooldown/held',
    ]);
    expect(people.map((from) => status(timeline, NOON + MINUTE, from))).toEqual([
      'blocked',
      'blocked',
      'held',
    ]);
    expect(status(timeline, NOON + HOUR, people[2])).toBe('none');
  });

  it('lets protected senders be', () => {
    const ruleset = withPolicies(rulesetOf(), (policy) => ({ ...policy, protectedSenders: new Set([MIA]) }));
    const said = say(start({ ruleset }), 'spam', NOON);
    expect(said).toMatchObject({ decision: { action: 'allow', limitedBy: 'protected' }, entry: null });
  });

  it('tells late, repeated and unreadable messages from others', () => {
    const timeline = start();
    const once = says('hi', NOON);
    expect(short(timeline.deliver(once, NOON))).toBe('allow/-');
    expect(short(timeline.deliver(once, NOON + HOUR))).toBe('repeated');
    expect(short(timeline.deliver(says('spam', NOON), NOON + DAY + 1))).toBe('late');
    expect(
      short(timeline.deliver({ ...once, envelope: { ...once.envelope, message: null } }, NOON + DAY)),
    ).toBe('no-message');
  });

  it('never runs backwards', () => {
    const timeline = start();
    say(timeline, 'hi', NOON);
    timeline.advance(NOON - HOUR);
    expect(timeline.now).toBe(NOON);
    const said = timeline.deliver(says('spam', NOON), NOON - HOUR);
    expect(said).toMatchObject({ decision: { decidedAt: NOON } });
  });

  it('gives a sender the past asked for', () => {
    const timeline = start();
    timeline.remember(
      NUMBER,
      { id: MIA, phone: MIA, userId: null },
      { messagesSeen: 7, seenForMs: DAY, strikes: 2 },
      NOON,
    );
    const said = say(timeline, 'spam', NOON);
    expect(said).toMatchObject({ facts: { messagesSeen: 7, firstSeenAt: NOON - DAY, activeStrikes: 2 } });
    expect(said).toMatchObject({ entry: { desired: { at: NOON + DAY }, strikesTotal: 3 } });
  });

  it('forgets what Redis would have dropped: senders after 90 silent days, closed rows 30 days after their last strike', () => {
    const timeline = start();
    say(timeline, 'hi', NOON);
    expect(say(timeline, 'hi', NOON + 90 * DAY - 1)).toMatchObject({ facts: { messagesSeen: 1 } });
    expect(say(timeline, 'spam', NOON + 180 * DAY)).toMatchObject({ facts: { messagesSeen: 0 } });
    // Last written when it was lifted, an hour later.
    expect(status(timeline, NOON + 210 * DAY + HOUR - 1)).toBe('none');
    expect(status(timeline, NOON + 210 * DAY + HOUR)).toBe('no row');
  });
});
