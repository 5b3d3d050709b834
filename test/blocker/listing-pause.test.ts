import { describe, expect, it } from '@jest/globals';
import { listingPauseMs, mayListAt } from '../../src/blocker/listing-pause.ts';
import { DAY, HOUR, MINUTE, NOON, SECOND } from '../core/builders.ts';
import { idOf, inmate, NUMBER, offender, people, Rig } from './rig.ts';

const PAGES = 30;
const DOUBTS = 36;
/** 150 people on a list of 30 pages. */
async function longList(): Promise<Rig> {
  const rig = await Rig.open({ simulator: { maxPageSize: 5 } });
  for (const n of people(5 * PAGES)) rig.simulator.control.block(NUMBER, idOf(n));
  return rig;
}
/** A new doubt every five seconds, as answers are lost one after the other. */
async function doubtOneByOne(rig: Rig, doubts: number): Promise<void> {
  for (const n of people(doubts)) {
    await rig.put(
      inmate(n, { actual: 'unknown', desired: { kind: 'until', at: NOON + DAY }, nextAttemptAt: rig.now }),
    );
    await rig.run();
    rig.now += 5 * SECOND;
  }
}
const listings = (rig: Rig): number => rig.told.filter((one) => one === 'called list ok').length;

describe('the pause between two readings of the list', () => {
  it.each([
    [0, 0],
    [1, 0],
    [2, 5 * SECOND],
    [30, 145 * SECOND],
    [64, 5 * MINUTE],
    [2_560, 5 * MINUTE],
  ])('after %d pages lasts %d ms', (pages, ms) => {
    expect(listingPauseMs(pages)).toBe(ms);
  });

  it.each<[string, Parameters<typeof mayListAt>[1], number]>([
    ['nobody in a hurry', [inmate(1, { deadlineAt: NOON + HOUR })], NOON + 145 * SECOND],
    ['somebody whose time runs out', [offender(1, { deadlineAt: NOON + MINUTE })], NOON],
    ['somebody whose time is over', [offender(1, { deadlineAt: NOON })], NOON + 145 * SECOND],
    [
      'somebody not wanted any more',
      [offender(1, { deadlineAt: NOON + MINUTE, desired: { kind: 'none' } })],
      NOON + 145 * SECOND,
    ],
  ])('with %s', (_, doubts, at) => {
    expect(mayListAt({ at: NOON, pages: 30 }, doubts, NOON)).toBe(at);
    expect(mayListAt(null, doubts, NOON)).toBe(NOON);
  });

  it('doubts that come one by one read a long list a few times, and are all settled', async () => {
    await using rig = await longList();
    await doubtOneByOne(rig, DOUBTS);
    await rig.finish();
    expect(new Set(await rig.statuses(...people(DOUBTS)))).toEqual(new Set(['blocked']));
    expect(listings(rig)).toBeLessThanOrEqual(3);
  });

  it('without it every doubt pages through the whole list', async () => {
    await using rig = await longList();
    rig.deps.listings = { ...rig.listings, lastRead: () => Promise.resolve(null) };
    // Each costs 30 calls, so a few must do to show it.
    await doubtOneByOne(rig, 6);
    expect(listings(rig)).toBe(6);
    expect(rig.calls('GET').length).toBeGreaterThanOrEqual(6 * PAGES);
  });
});
