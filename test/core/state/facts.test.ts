import { describe, expect, it } from '@jest/globals';
import type { FactPlan, FactRequest } from '../../../src/core/facts.ts';
import { factKey, factPlan, NO_PLAN } from '../../../src/core/facts.ts';
import { factsOf } from '../../../src/core/state/facts.ts';
import type { SeenMessage, SenderState, Value } from '../../../src/core/state/sender-state.ts';

const WITHIN = { withinMs: 30_000 };
const RATE: FactRequest = { kind: 'rate', of: 'messages', per: 'sender', ...WITHIN };
const TEXTS: FactRequest = { ...RATE, of: 'texts' };
const DUPLICATE: FactRequest = { kind: 'duplicate', ...WITHIN };
const LINKS: FactRequest = { kind: 'distinct', of: 'links', ...WITHIN };
const PHONES: FactRequest = { kind: 'distinct', of: 'phones', ...WITHIN };
const DIFFERENT: FactRequest = { kind: 'distinct', of: 'texts', ...WITHIN };
const plan: FactPlan = factPlan([RATE, TEXTS, DUPLICATE, LINKS, PHONES, DIFFERENT]);

interface Written {
  at: number;
  fold?: number;
  photo?: true;
  links?: number[];
  phones?: number[];
}
/** Messages as they were observed. */
function state(...messages: (number | Written)[]): SenderState {
  const seen = messages.map((given, index): SeenMessage => {
    const {
      at,
      fold = 0,
      photo,
      links = [],
      phones = [],
    } = typeof given === 'number' ? { at: given } : given;
    const values = [
      ...links.map((hash): Value => ({ of: 'links', hash })),
      ...phones.map((hash): Value => ({ of: 'phones', hash })),
    ];
    return { key: `m${index}`, at, fold, text: photo !== true, values, mark: 'undecided' };
  });
  return { total: seen.length, firstAt: seen[0]?.at ?? 0, floorAt: 0, seen };
}
/** What each message saw when it was judged. */
const countsOf = (request: FactRequest, of: SenderState): (number | undefined)[] =>
  of.seen.map(({ key }) => factsOf(of, key, plan)?.counts.get(factKey(request)));

describe('the rate of a sender', () => {
  it.each<[string, number[], number[]]>([
    ['counts the message itself', [100], [1]],
    ['counts those before it', [100, 101, 102], [1, 2, 3]],
    ['counts messages of the same second', [100, 100, 100], [1, 2, 3]],
    ['two messages exactly a window apart never share one', [100, 130], [1, 1]],
    ['a second less and they do', [100, 129], [1, 2]],
    ['forgets what the window left behind', [100, 110, 135], [1, 2, 2]],
    ['a late arrival counts with those before and after it', [100, 120, 110], [1, 2, 3]],
    [
      'a late arrival between two bursts takes the fuller window, not both',
      [100, 140, 141, 120],
      [1, 1, 2, 3],
    ],
    ['a late arrival at the very edge of a window is outside it', [130, 131, 100], [1, 2, 1]],
    ['a late arrival of the same second as another', [100, 120, 100], [1, 2, 3]],
    ['arrivals in reverse order count alike', [102, 101, 100], [1, 2, 3]],
  ])('%s', (_, times, counts) => {
    expect(countsOf(RATE, state(...times))).toEqual(counts);
  });

  it('counts texts apart: an album with one text is one text', () => {
    const album = state({ at: 100, photo: true }, { at: 100, photo: true }, 101, { at: 102, photo: true });
    expect(countsOf(RATE, album)).toEqual([1, 2, 3, 4]);
    expect(countsOf(TEXTS, album)).toEqual([0, 0, 1, 1]);
  });

  it('finds the texts around a photo that arrived late in the window they share', () => {
    expect(countsOf(TEXTS, state(100, 129, 131, { at: 115, photo: true }))).toEqual([1, 2, 2, 2]);
  });

  it('does not know of messages observed later, so that judging again gives the same', () => {
    const before = state(100, 101);
    const after = state(100, 101, 102, 99);
    expect(factsOf(after, 'm1', plan)).toEqual(factsOf(before, 'm1', plan));
  });
});

describe('duplicates of a sender', () => {
  it.each<[string, Written[], number[]]>([
    [
      'counts the same text only',
      [
        { at: 100, fold: 7 },
        { at: 101, fold: 8 },
        { at: 102, fold: 7 },
      ],
      [1, 1, 2],
    ],
    ['messages without anything to compare are alone', [{ at: 100 }, { at: 101 }], [1, 1]],
    [
      'exactly a window later is outside it',
      [
        { at: 100, fold: 7 },
        { at: 130, fold: 7 },
      ],
      [1, 1],
    ],
    [
      'a second less is inside',
      [
        { at: 100, fold: 7 },
        { at: 129, fold: 7 },
      ],
      [1, 2],
    ],
    [
      'also when they arrive late',
      [
        { at: 100, fold: 7 },
        { at: 120, fold: 7 },
        { at: 110, fold: 7 },
      ],
      [1, 2, 3],
    ],
  ])('%s', (_, messages, counts) => {
    expect(countsOf(DUPLICATE, state(...messages))).toEqual(counts);
  });
});

describe('different things a sender wrote', () => {
  it.each<[string, FactRequest, Written[], number[]]>([
    [
      'counts each host once, those of the message itself included',
      LINKS,
      [
        { at: 100, links: [1, 2] },
        { at: 101, links: [2] },
        { at: 102, links: [3] },
      ],
      [2, 2, 3],
    ],
    [
      'a message without any sees those before it',
      LINKS,
      [{ at: 100 }, { at: 101, links: [1, 2] }, { at: 102 }],
      [0, 2, 2],
    ],
    [
      'hosts and phone numbers are counted apart',
      PHONES,
      [
        { at: 100, links: [1, 2] },
        { at: 101, links: [3], phones: [1] },
      ],
      [0, 1],
    ],
    [
      'exactly a window later the first are gone',
      PHONES,
      [
        { at: 100, phones: [1] },
        { at: 129, phones: [2] },
        { at: 130, phones: [3] },
        { at: 159, phones: [4] },
      ],
      [1, 2, 2, 2],
    ],
    [
      'what was there before the window counts again when it is written again',
      LINKS,
      [
        { at: 100, links: [1] },
        { at: 131, links: [2] },
        { at: 132, links: [1] },
      ],
      [1, 1, 2],
    ],
    [
      'a late arrival takes the fuller of the windows around it, each thing once',
      LINKS,
      [
        { at: 100, links: [1] },
        { at: 140, links: [2] },
        { at: 141, links: [3, 2] },
        { at: 120, links: [2, 4] },
      ],
      [1, 1, 2, 3],
    ],
    [
      'texts are told apart by their fold, captions are none',
      DIFFERENT,
      [
        { at: 100, fold: 7 },
        { at: 101, fold: 7 },
        { at: 102, fold: 8 },
        { at: 103, fold: 9, photo: true },
      ],
      [1, 1, 2, 2],
    ],
  ])('%s', (_, request, messages, counts) => {
    expect(countsOf(request, state(...messages))).toEqual(counts);
  });
});

describe('what is known of a sender', () => {
  it('messages seen before this one, forgotten ones included', () => {
    const of = { ...state(100, 101, 102), total: 5_000 };
    expect([0, 1, 2].map((index) => factsOf(of, `m${index}`, plan)?.messagesSeen)).toEqual([
      4_997, 4_998, 4_999,
    ]);
  });

  it('the time of the first message, in ms', () => {
    expect(factsOf({ ...state(100, 101), firstAt: 42 }, 'm1', plan)?.firstSeenAt).toBe(42_000);
  });

  it('nothing of a message the state does not know', () => {
    expect(factsOf(state(100), 'other', plan)).toBeNull();
  });

  it('several windows at once, and only those that were asked for', () => {
    const [short, long] = [
      { ...RATE, withinMs: 10_000 },
      { ...RATE, withinMs: 60_000 },
    ];
    const facts = factsOf(state(100, 150, 155), 'm2', factPlan([short, long]));
    expect([...(facts?.counts ?? [])]).toEqual([
      [factKey(short), 2],
      [factKey(long), 3],
    ]);
    expect(factsOf(state(100), 'm0', NO_PLAN)?.counts.size).toBe(0);
  });
});

describe('factPlan', () => {
  it('holds every request once, by window, the number-wide ones apart, and what is to be remembered', () => {
    const wide: FactRequest = { ...RATE, per: 'number' };
    const surge: FactRequest = { kind: 'surge', of: 'newcomers', withinMs: 5_000 };
    const long: FactRequest = { ...PHONES, withinMs: 60_000 };
    expect(factPlan([long, RATE, wide, surge, { ...RATE }, LINKS, PHONES])).toEqual({
      sender: [RATE, LINKS, PHONES, long],
      number: [surge, wide],
      campaign: { of: [], requests: [] },
      values: ['links', 'phones'],
    });
    expect(factPlan([RATE, DIFFERENT]).values).toEqual([]);
  });

  it('gives different requests different keys', () => {
    const requests = [RATE, TEXTS, { ...RATE, per: 'number' as const }, DUPLICATE, LINKS, PHONES, DIFFERENT];
    expect(new Set(requests.map(factKey)).size).toBe(requests.length);
    expect(factKey({ ...RATE, withinMs: 1 })).not.toBe(factKey(RATE));
  });
});
