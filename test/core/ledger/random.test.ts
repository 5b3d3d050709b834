import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Settlement } from '../../../src/core/ledger/enforcement.ts';
import { claim, end, expireAttempt, hold, settle, verified } from '../../../src/core/ledger/enforcement.ts';
import type { LedgerEntry } from '../../../src/core/ledger/entry.ts';
import { noteInbound, offend } from '../../../src/core/ledger/moderation.ts';
import { isWanted, nextAction, statusOf } from '../../../src/core/ledger/next-action.ts';
import { DAY, decision, HOUR, message, MINUTE, NOON, policy, SECOND } from '../builders.ts';

type Step =
  | { do: 'wait'; ms: number }
  | { do: 'offend'; ageMs: number; action: 'cooldown' | 'block'; braked: boolean }
  | { do: 'write'; ageMs: number }
  | { do: 'claim' | 'crash' }
  | { do: 'settle'; result: Settlement['kind']; stale: boolean }
  | { do: 'expire' | 'end' | 'hold' }
  | { do: 'verify' };

const ageMs = fc.constantFrom(0, SECOND, MINUTE, HOUR, 23 * HOUR);
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(1, MINUTE, 20 * MINUTE, 2 * HOUR, DAY) }),
  fc.record({
    do: fc.constant('offend' as const),
    ageMs,
    action: fc.constantFrom('cooldown' as const, 'cooldown' as const, 'block' as const),
    braked: fc.boolean(),
  }),
  fc.record({ do: fc.constant('write' as const), ageMs }),
  fc.record({ do: fc.constantFrom('claim' as const, 'claim' as const, 'crash' as const) }),
  fc.record({
    do: fc.constant('settle' as const),
    result: fc.constantFrom<Settlement['kind']>('done', 'done', 'retry', 'refused', 'armed', 'unknown'),
    stale: fc.boolean(),
  }),
  fc.record({ do: fc.constantFrom('expire' as const, 'end' as const, 'hold' as const) }),
  fc.record({ do: fc.constant('verify' as const) }),
);

/** A ledger entry, Meta as it truly is, and a clock: what one random story plays on. */
class Story {
  now = NOON;
  entry: LedgerEntry | null = null;
  /** True when Meta has the sender on its list. */
  listed = false;
  strikes = 0;
  #calls = 0;
  /** The call whose process died: nobody will settle it. */
  #orphan: string | null = null;
  #messages = 0;

  play(given: Step): void {
    const before = this.entry;
    if (given.do === 'wait') this.now += given.ms;
    else if (given.do === 'offend') this.#offend(given);
    else if (before !== null) this.entry = this.#change(before, given) ?? before;
    this.#check(before, given);
  }

  #offend({ ageMs, action, braked }: Step & { do: 'offend' }): void {
    const before = this.entry;
    this.#messages += 1;
    const said = message({ id: `wamid.${this.#messages}`, sentAt: this.now - ageMs });
    const noted = before === null ? null : noteInbound(before, said, this.now);
    const offence = {
      message: said,
      decision: decision(action),
      policy: policy(),
      brake: () => (braked ? 'brake' : null),
    };
    const { entry, effect } = offend(noted, offence, this.now);
    this.entry = entry;
    const opens = effect === 'opened' || effect === 'held';
    const isOpen = before !== null && before.desired.kind !== 'none';
    const letGo = isOpen && before.held !== null && !braked;
    if (opens && !isOpen) this.strikes += 1;
    // The offence that lets a held one go takes the place of its strike, unless that has expired.
    if (opens && letGo && !before.strikes.some(({ id }) => id === before.episode?.id)) this.strikes += 1;
    expect(opens).toBe((!isOpen || letGo) && said.sentAt > (before?.endedAt ?? 0));
  }

  #change(before: LedgerEntry, given: Step): LedgerEntry | null {
    switch (given.do) {
      case 'write':
        return noteInbound(before, message({ id: 'plain', sentAt: this.now - given.ageMs }), this.now);
      case 'claim':
        this.#calls += 1;
        return this.#claim(before);
      case 'crash':
        // The call went out and was done; nobody is left to settle it.
        if (before.attempt !== null) this.listed = before.attempt.direction === 'block';
        this.#orphan = before.attempt?.token ?? null;
        return null;
      case 'settle':
        return this.#settle(before, given);
      case 'expire':
        return expireAttempt(before, this.now);
      case 'end':
        return end(before, this.now);
      case 'hold':
        return hold(before, 'monitor mode', this.now);
      default:
        return verified(before, this.listed, this.now);
    }
  }

  #claim(before: LedgerEntry): LedgerEntry | null {
    const expiresAt = this.now + MINUTE;
    const taken = (['block', 'lift'] as const).map((way) =>
      claim(before, way, `t${this.#calls}`, expiresAt, this.now),
    );
    return taken.find((entry) => entry !== null) ?? null;
  }

  /** Meta does (or does not do) what was asked; a lost answer may mean either. */
  #settle(before: LedgerEntry, { result, stale }: Step & { do: 'settle' }): LedgerEntry | null {
    const attempt = before.attempt;
    if (attempt === null || stale || attempt.token === this.#orphan)
      return settle(before, 'stale', { kind: 'done' }, this.now);
    if (result === 'done' || (result === 'unknown' && this.#calls % 2 === 0))
      this.listed = attempt.direction === 'block';
    const settlements: Record<Settlement['kind'], Settlement> = {
      done: { kind: 'done' },
      retry: { kind: 'retry', at: this.now + MINUTE },
      refused: { kind: 'refused', code: 100, detail: '', misnamed: this.#calls % 3 === 0 },
      armed: { kind: 'armed' },
      unknown: { kind: 'unknown', at: this.now },
    };
    return settle(before, attempt.token, settlements[result], this.now);
  }

  #check(before: LedgerEntry | null, given: Step): void {
    const entry = this.entry;
    if (entry === null) return;
    const { desired, actual, attempt, episode } = entry;
    const status = statusOf(entry, this.now);
    // What the brake held to its end leaves no strike.
    if (given.do === 'end' && before?.held?.cause === 'brake' && entry.held === null) this.strikes -= 1;
    expect(entry.strikesTotal).toBe(this.strikes);
    expect(entry.strikes.length).toBeLessThanOrEqual(entry.strikesTotal);
    expect(new Set(entry.strikes.map(({ id }) => id)).size).toBe(entry.strikes.length);
    // An episode is open exactly while something is desired.
    expect(episode === null).toBe(desired.kind === 'none');
    if (status === 'armed' || status === 'held' || status === 'refused') expect(actual).toBe('absent');
    if (attempt?.direction === 'block') expect(actual).not.toBe('blocked');
    if (attempt?.direction === 'lift') expect(actual).not.toBe('absent');
    // Whoever is on Meta's list is never without something that brings them off it (or keeps them there on purpose).
    const open = nextAction(entry, this.now).at < Infinity || desired.kind === 'permanent';
    if (this.listed) expect(open).toBe(true);
    if (attempt === null && actual !== 'unknown') expect(actual).toBe(this.listed ? 'blocked' : 'absent');
    // Nothing but a call, a listing or the end of its time closes an episode.
    if (before?.desired.kind !== 'none' && desired.kind === 'none') {
      expect(['settle', 'verify', 'end']).toContain(given.do);
      expect(isWanted(before ?? entry, this.now)).toBe(false);
      expect(entry.endedAt).toBe(this.now);
    }
  }

  /** Serves the entry like the blocker, Meta doing as asked, until nothing is left to do. */
  finish(): void {
    for (let round = 0; round < 12 && this.entry !== null; round += 1) {
      this.now += 10 * DAY;
      this.play({ do: 'expire' });
      this.play({ do: 'verify' });
      this.play({ do: 'end' });
      this.play({ do: 'claim' });
      this.play({ do: 'settle', result: 'done', stale: false });
    }
  }
}

describe('a ledger entry through any sequence of events', () => {
  it('is never in an impossible state, and every cooldown comes to its end', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 40 }), (steps) => {
        const story = new Story();
        for (const one of steps) story.play(one);
        const forGood = story.entry?.desired.kind === 'permanent';
        story.finish();
        if (!forGood) expect(story.listed).toBe(false);
        if (story.entry !== null && !forGood) expect(statusOf(story.entry, story.now)).toBe('none');
      }),
      { numRuns: 300 },
    );
  });
});
