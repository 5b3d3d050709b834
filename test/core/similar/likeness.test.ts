import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { EQUAL_BYTES } from '../../../src/core/campaign/trait.ts';
import type { Likeness } from '../../../src/core/similar/likeness.ts';
import { similarity } from '../../../src/core/similar/likeness.ts';
import { LikenessIndex } from '../../../src/core/similar/likeness-index.ts';
import { bandsOf, equalBytes, SKETCH_LENGTH } from '../../../src/core/similar/sketch.ts';
import { COMPARED_LENGTH } from '../../../src/core/similar/words.ts';
import { textViews } from '../../../src/core/text/views.ts';
import { copyOf, TEMPLATES } from './templates.ts';

function likeness(text: string): Likeness {
  const found = textViews(text).likeness;
  if (found === null) throw new Error(`too short: ${text}`);
  return found;
}
const alike = (one: string, other: string): number => similarity(likeness(one), likeness(other));

const letter = fc.constantFrom(...Array.from('abcdefghijklmnopqrstuvwxyz'));
const word = fc.string({ unit: letter, minLength: 4, maxLength: 10 });
const sentence = fc.uniqueArray(word, { minLength: 12, maxLength: 40 });

describe('how alike two texts are', () => {
  it('is one for the same words in another order, case and dress', () => {
    const text = 'Our company is looking for helpers who work from home';
    expect(
      alike(text, `  💰 HOME from WORK who helpers for looking is company OUR!!! 2026 https://x.example `),
    ).toBe(1);
  });

  it.each([
    ['look-alike letters', 'Оur соmраnу is lооking fоr hеlреrs whо wоrk frоm hоmе'],
    ['letters apart', 'Our c o m p a n y is looking for h e l p e r s who work from home'],
    ['numbers for letters', 'Our c0mpany is l00king for h3lpers who work from home'],
  ])('sees through %s', (_, disguised) => {
    expect(alike('Our company is looking for helpers who work from home', disguised)).toBeGreaterThan(0.8);
  });

  it('stays above what makes a campaign whatever name, amount, emoji, order and one letter are swapped', () => {
    fc.assert(
      fc.property(
        sentence,
        word,
        fc.nat(),
        fc.nat(),
        fc.nat(),
        fc.nat(1e6),
        (words, name, at, slip, turn, amount) => {
          const other = [...words];
          other[at % words.length] = name;
          const slipped = other[slip % words.length] ?? '';
          other[slip % words.length] = `${slipped.slice(0, -1)}q`;
          const turned = [...other.slice(turn % words.length), ...other.slice(0, turn % words.length)];
          const [one, two] = [likeness(words.join(' ')), likeness(`${turned.join(', ')} 🎉 ${amount} €`)];
          expect(similarity(one, two)).toBeGreaterThan(0.55);
          expect(equalBytes(one.sketch, two.sketch)).toBeGreaterThanOrEqual(EQUAL_BYTES.text);
        },
      ),
      // The sketch is a sample: these are the same ones every time.
      { seed: 1, numRuns: 300 },
    );
  });

  it('stays far below it for texts that have nothing to do with each other', () => {
    fc.assert(
      fc.property(sentence, sentence, (one, other) => {
        const [a, b] = [likeness(one.join(' ')), likeness(other.join(' '))];
        expect(similarity(a, b)).toBeLessThan(0.2);
        expect(equalBytes(a.sketch, b.sketch)).toBeLessThan(EQUAL_BYTES.text);
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it.each(TEMPLATES.map((template) => [template.language, template] as const))(
    'of copies of one template in %s is above it, of any two languages below',
    (language, template) => {
      const first = likeness(copyOf(template, 0));
      for (let n = 1; n < 50; n += 1)
        expect(equalBytes(first.sketch, likeness(copyOf(template, n)).sketch)).toBeGreaterThanOrEqual(
          EQUAL_BYTES.text,
        );
      for (const other of TEMPLATES.filter((one) => one.language !== language))
        expect(equalBytes(first.sketch, likeness(copyOf(other, 0)).sketch)).toBeLessThan(EQUAL_BYTES.text);
    },
  );

  it('does not take what customers ask every day for one text', () => {
    const questions = [
      'Hello, what is the price of this red sofa please',
      'Hi, do you deliver to Springfield on Saturday morning?',
      'Good morning, is the blue jacket still available in size M?',
      'Hello, when will my order arrive? I ordered last week',
      'Hi, what is your address and are you open tomorrow?',
      'Can I return the shoes I bought yesterday, they are too small',
    ].map(likeness);
    for (const [index, one] of questions.entries())
      for (const other of questions.slice(index + 1))
        expect(equalBytes(one.sketch, other.sketch)).toBeLessThan(EQUAL_BYTES.text);
  });

  it.each([
    '',
    'what is the price',
    'hello hello hello ok',
    '12345 67890 12345 67890 123456789',
    '🎉🎉🎉🎉🎉🎉🎉',
    'https://a.example/what-a-long-address-this-is',
    '你好请问多少钱',
  ])('is not asked of %p: too few words', (text) => expect(textViews(text).likeness).toBeNull());

  it('looks at the beginning of a long text', () => {
    const text = 'one two three four five words that are long enough '.repeat(60);
    expect(text.length).toBeGreaterThan(COMPARED_LENGTH);
    expect(alike(text, `${text} ${'something else entirely '.repeat(2000)}`)).toBe(1);
  });

  it('has a sketch of 64 bytes and 32 bands, the same on every machine', () => {
    const { sketch } = likeness('Our company is looking for helpers who work from home');
    expect(sketch).toHaveLength(SKETCH_LENGTH);
    expect(bandsOf(sketch)).toHaveLength(32);
    expect(Buffer.from(sketch, 'latin1').toString('hex')).toMatchInlineSnapshot(
      `"d8864e4fb9753eec90a46982aaede9a2b563ded75cba544dabb01f4e5decf457feeff4d244a1a7791d217606ae7d31fadc049b0c74e87f3e9125030c652284e2"`,
    );
  });
});

describe('the index of known texts', () => {
  const entries = TEMPLATES.map((template) => likeness(copyOf(template, 0)));

  it('finds what comparing with all would find', () => {
    const index = new LikenessIndex(entries);
    for (const [place, template] of TEMPLATES.entries()) {
      const text = likeness(copyOf(template, 7));
      const best = Math.max(...entries.map((entry) => similarity(entry, text)));
      expect(index.nearest(text)).toEqual({ index: place, similarity: best });
    }
  });

  it('finds nothing like a text that is like none', () => {
    const index = new LikenessIndex(entries);
    expect(index.nearest(likeness('zxq wvu kjh gfd plm okn ijb uhv ygc tfx'))).toBeNull();
    expect(new LikenessIndex([]).nearest(likeness(copyOf(TEMPLATES[0]!, 1)))).toBeNull();
  });

  it('of ten thousand entries that are all alike looks at a few', () => {
    const index = new LikenessIndex(Array.from({ length: 10_000 }, () => entries[0]!));
    expect(index.nearest(entries[0]!)).toEqual({ index: 0, similarity: 1 });
  });
});
