import { describe, expect, it } from '@jest/globals';
import { aimOf, boundOf, missedBounds } from '../../../scripts/quality/bounds.ts';
import { noTexts, type Count, type Group } from '../../../scripts/quality/figures.ts';

const group = (counts: Record<string, Partial<Count>>, about: Partial<Group> = {}): Group => ({
  ...{ source: 'shop', lang: 'en', isWhole: true, ...about },
  byLabel: new Map(Object.entries(counts).map(([label, count]) => [label, { ...noTexts(), ...count }])),
});
const ham = (rows: number, hits: Partial<Count>, about: Partial<Group> = {}): Group =>
  group({ ham: { rows, ...hits } }, about);

describe('a bound', () => {
  it.each([
    { name: 'is kept by no hit, however few rows', of: ham(3, {}), cooldown: 'kept', any: 'kept' },
    {
      name: 'is kept when exactly met',
      of: ham(1000, { any: 10, cooldown: 1 }),
      cooldown: 'kept',
      any: 'kept',
    },
    {
      name: 'is missed by one more',
      of: ham(1000, { any: 11, cooldown: 2 }),
      cooldown: 'missed',
      any: 'missed',
    },
    {
      name: 'is missed by a single hit in a small source',
      of: ham(200, { any: 1, cooldown: 1 }),
      cooldown: 'missed',
      any: 'kept',
    },
    {
      name: 'stays open for a language with too few rows to tell',
      of: ham(99, { any: 1, cooldown: 1 }, { isWhole: false }),
      cooldown: 'open',
      any: 'open',
    },
    {
      name: 'is judged for a language with enough of them',
      of: ham(1000, { any: 11, cooldown: 2 }, { isWhole: false }),
      cooldown: 'missed',
      any: 'missed',
    },
    {
      name: 'is none without harmless texts',
      of: group({ spam: { rows: 5 }, hate: { rows: 9, any: 9 } }),
      cooldown: null,
      any: null,
    },
  ])('$name', ({ of, cooldown, any }) => {
    expect([boundOf(of, 'cooldown'), boundOf(of, 'any')]).toEqual([cooldown, any]);
  });

  it('that was missed is told with numbers, source and language', () => {
    const groups = [
      ham(200, { any: 3, cooldown: 1 }, { lang: null }),
      ham(40, { any: 3 }, { isWhole: false }),
    ];
    expect(missedBounds(groups)).toEqual([
      'shop: 1 of 200 harmless texts at cooldown or harsher, more than 0.1 %',
      'shop: 3 of 200 harmless texts at any level, more than 1 %',
    ]);
  });
});

describe('an aim', () => {
  const spam = (any: number, source: string, lang: string): Group =>
    group({ spam: { rows: 100, any } }, { source, lang });

  it('is kept from its share on', () => {
    expect(aimOf(spam(70, 'uci-sms', 'en'))).toEqual({ share: 0.7, kept: true });
    expect(aimOf(spam(69, 'uci-sms', 'en'))).toEqual({ share: 0.7, kept: false });
    expect(aimOf(spam(80, 'tg-spam', 'mixed ru/en'))).toEqual({ share: 0.8, kept: true });
  });

  it('is set for few sources only', () => {
    expect(aimOf(spam(100, 'shop', 'en'))).toBeNull();
    expect(aimOf(group({ ham: { rows: 4 } }, { source: 'uci-sms', lang: 'en' }))).toBeNull();
  });
});
