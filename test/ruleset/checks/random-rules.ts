import fc from 'fast-check';
import type { TestCase } from '../../../src/ruleset/test-case.ts';
import { testCaseSchema } from '../../../src/ruleset/test-case.ts';

/** Rules and messages made of few words and small numbers, so that they meet often. */

const amount = (max: number): fc.Arbitrary<object> =>
  fc
    .tuple(fc.constantFrom('at_least', 'at_most', 'below', 'above'), fc.integer({ min: 0, max }))
    .map(([bound, value]) => ({ [bound]: value }));
const words = fc.subarray(['win', 'free win', 'hello', 'now', 'x.example', '😀'], { minLength: 1 });
const limited = (of: fc.Arbitrary<string[]>): fc.Arbitrary<unknown> =>
  fc.oneof(
    of.filter((list) => list.length > 0),
    fc.record({ any: of, at_least: fc.integer({ min: 1, max: 3 }) }),
  );
const share = fc.constantFrom('0%', '10%', '50%', '100%').map((text) => ({ at_least: text }));
const window = fc.record({
  at_least: fc.integer({ min: 1, max: 5 }),
  within: fc.constantFrom('5s', '1m', '1h'),
});
const types = fc.subarray(['text', 'image', 'document', 'contacts', 'button', 'reaction', 'interactive'], {
  minLength: 1,
});

/** One condition of each kind, with options as in a file. */
const CONDITIONS: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  distinct: fc
    .tuple(fc.constantFrom('links', 'phones', 'texts'), window)
    .map(([of, more]) => ({ of, ...more })),
  duplicate: window,
  'links.count': amount(3),
  'links.domains': fc.oneof(
    limited(fc.subarray(['x.example', 'shop.example', '.example'], { minLength: 1 })),
    fc.constant({ except: ['x.example'] }),
    fc.constant({ any: ['.example'], except: ['x.example'] }),
    fc.constantFrom({ like: 'shops.example' }, { like: ['shops.example'], at_least: 2, except: '.example' }),
  ),
  'links.invite': fc.constantFrom(true, 'telegram', { any: ['telegram', 'whatsapp'] }),
  'links.shorteners': fc.constantFrom(true, { add: ['x.example'] }, { except: ['bit.ly'] }),
  'message.button': fc.constantFrom(true, ['yes'], ['yes', 'no'], ['*']),
  'message.contact_card': fc.oneof(fc.constant(true), amount(3)),
  'message.forwarded': fc.constantFrom(true, 'once', 'many'),
  'message.from_ad': fc.boolean(),
  'message.is_reply': fc.constantFrom(true, { to: 'us' }),
  'message.media': fc.constantFrom({ mime: 'image/*' }, { mime: '*/*' }, { file_name: '*.pdf' }),
  'message.media_hash': fc.constantFrom(['0'.repeat(64)], ['0'.repeat(64), '1'.repeat(64)]),
  'message.type': types,
  number: fc.constantFrom('100000000000010', ['100000000000010', '+49 30 1234567']),
  rate: fc
    .tuple(window, fc.constantFrom({}, { of: 'texts' }, { per: 'number' }))
    .map(([one, more]) => ({ ...one, ...more })),
  'sender.country': fc.subarray(['DE', 'BR', 'IN', 'unknown'], { minLength: 1 }),
  'sender.messages_seen': amount(25),
  'sender.name': fc.constantFrom(
    'Ann',
    { contains: 'nn' },
    { words: ['Ann'], matches: 'a.n' },
    { like: ['Ann'] },
  ),
  'sender.prefix': fc.subarray(['+49', '+4930', '+55'], { minLength: 1 }),
  'sender.seen_for': fc
    .tuple(fc.constantFrom('at_least', 'at_most', 'below', 'above'), fc.constantFrom('1s', '1h', '1d', '7d'))
    .map(([bound, value]) => ({ [bound]: value })),
  'sender.strikes': amount(3),
  'sender.trust': fc.oneof(
    fc.constantFrom('newcomer', 'known', 'regular', 'customer', 'staff'),
    fc
      .tuple(
        fc.constantFrom('at_least', 'at_most'),
        fc.constantFrom('newcomer', 'known', 'regular', 'customer'),
      )
      .map(([bound, level]) => ({ [bound]: level })),
  ),
  surge: fc.constant({ times: 2, at_least: 3, within: '1m' }),
  'text.caps': fc.constantFrom({ at_least: '50%', min_letters: 2 }, { below: '50%', min_letters: 3 }),
  'text.contains': limited(words),
  'text.emoji': fc.oneof(
    amount(2),
    share.map((one) => ({ share: one })),
  ),
  'text.length': amount(6),
  'text.matches': fc.constantFrom('w.n', ['w.n', 'hel+o'], { any: ['win'], view: 'raw' }),
  'text.money': amount(2),
  'text.phones': amount(2),
  'text.profanity': fc.constantFrom(true, { at_least: 2 }, { add: ['win'] }, { except: ['damn'] }),
  'text.repeats': fc
    .tuple(amount(4), amount(2))
    .map(([characters, repeated]) => ({ characters, words: repeated })),
  'text.words': limited(words),
  'time.between': fc.constantFrom(['08:00', '10:00'], ['22:00', '07:00'], {
    from: '09:00',
    to: '09:01',
    zone: 'Europe/Berlin',
  }),
  'time.days': fc.subarray(['mon', 'tue', 'sun'], { minLength: 1 }),
};
export const CONDITION_NAMES = Object.keys(CONDITIONS);

const condition = fc.oneof(
  ...Object.entries(CONDITIONS).map(([name, options]) => options.map((value) => ({ [name]: value }))),
);

/** A block of conditions as in a file. */
export const block: fc.Arbitrary<object> = fc.letrec<{ block: object }>((tie) => {
  const list = fc.array(tie('block'), { minLength: 1, maxLength: 3 });
  return {
    block: fc.oneof(
      { maxDepth: 3, depthSize: 'medium', withCrossShrink: true },
      { arbitrary: condition, weight: 3 },
      { arbitrary: fc.tuple(condition, condition).map(([a, b]) => ({ ...a, ...b })), weight: 2 },
      { arbitrary: fc.tuple(condition, list).map(([a, not]) => ({ ...a, not })), weight: 1 },
      { arbitrary: list.map((all) => ({ all })), weight: 2 },
      { arbitrary: list.map((any) => ({ any })), weight: 1 },
      { arbitrary: list.map((not) => ({ not })), weight: 1 },
      {
        arbitrary: fc
          .tuple(list, fc.nat({ max: 2 }))
          .map(([of, n]) => ({ at_least: { n: Math.min(n + 1, of.length), of } })),
        weight: 1,
      },
    ),
  };
}).block;

const text = fc
  .array(
    fc.constantFrom(
      'win',
      'WIN',
      'free win',
      'hello',
      'now',
      'x.example',
      'https://shop.example/p',
      'https://x.example',
      't.me/abc',
      'bit.ly/1',
      '😀',
      'damn',
      'aaaa',
      'now now',
      '+49 30 1234567',
      '500 euro',
    ),
    { maxLength: 4 },
  )
  .map((parts) => parts.join(' '));

/** What only some types of message have. */
const content = fc.oneof(
  { arbitrary: fc.constantFrom({}, { type: 'text' }), weight: 5 },
  fc
    .constantFrom('image', 'document', 'sticker', 'location', 'contacts', 'reaction')
    .map((type) => ({ type })),
  fc.constantFrom({ media: { mime: 'image/png' } }, { media: { file_name: 'a.pdf' } }),
  fc
    .tuple(fc.constantFrom('interactive', 'button'), fc.constantFrom('yes', 'no', 'other'))
    .map(([type, button]) => ({ type, button })),
  fc.integer({ min: 1, max: 4 }).map((cards) => ({ contact_cards: cards })),
);
const past = fc.oneof(
  fc.constant({}),
  fc.record({ seen: fc.constantFrom(1, 3, 20, 25) }),
  fc.record({ seen: fc.constantFrom(1, 3, 20, 25), seen_for: fc.constantFrom('1s', '2h', '1d', '8d') }),
);

/** A message as in a rule's tests, with the sender's past. */
export const message: fc.Arbitrary<TestCase> = fc
  .tuple(
    content,
    past,
    fc.record(
      {
        text,
        forwarded: fc.constantFrom('once', 'many'),
        reply: fc.constantFrom(true, 'us'),
        ad: fc.constant(true),
        from: fc.constantFrom('+4930123456', '+5511987654321', 'IN.90000001', '+15550100123'),
        name: fc.constantFrom('Ann', 'Bob'),
        strikes: fc.integer({ min: 0, max: 3 }),
        times: fc.integer({ min: 1, max: 6 }),
        every: fc.constantFrom('1s', '10s', '10m'),
        at: fc.constantFrom('09:00', '23:30', 'sun 08:00', 'tue 09:59'),
        trust: fc.constantFrom('customer', 'staff'),
      },
      { requiredKeys: [] },
    ),
  )
  .map(([kind, before, rest]) => testCaseSchema.parse({ ...rest, ...before, ...kind }));
