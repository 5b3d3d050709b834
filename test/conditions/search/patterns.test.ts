import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { RE2JS } from 're2js';
import { patternProblem } from '../../../src/conditions/patterns.ts';
import { neededBy, TWIN_LETTERS } from '../../../src/conditions/search/pattern-needs.ts';
import { searchIndex } from '../../../src/conditions/search/search-index.ts';
import { foldCharacters, plainText } from '../../../src/core/text/plain.ts';
import { textViews } from '../../../src/core/text/views.ts';

/** What the bench measures, too. */
const { catastrophic, ordinary } = JSON.parse(
  readFileSync(new URL('../../../bench/rules/patterns.json', import.meta.url), 'utf8'),
) as Record<'catastrophic' | 'ordinary', string[]>;

const REFUSALS = /too large: its counted repetitions|invalid repeat count|also matches empty text/;

describe('published patterns', () => {
  it('are many', () => {
    expect(new Set(catastrophic).size).toBeGreaterThanOrEqual(60);
    expect(new Set(ordinary).size).toBeGreaterThanOrEqual(60);
  });

  it.each(ordinary)('everyday ones load: %s', (pattern) => {
    expect(patternProblem(pattern)).toBeNull();
  });

  it.each(catastrophic)('catastrophic ones load, or are refused with a reason: %s', (pattern) => {
    expect(patternProblem(pattern) ?? 'too large: its counted repetitions').toMatch(REFUSALS);
  });

  it('that load stay below the bound on what repetitions may cost', () => {
    const sizes = catastrophic
      .filter((pattern) => patternProblem(pattern) === null)
      .map((pattern) => RE2JS.compile(pattern).programSize());
    expect(Math.max(...sizes)).toBeLessThanOrEqual(350);
  });

  it('load together', () => {
    const index = searchIndex();
    const loading = [...catastrophic, ...ordinary].filter((pattern) => patternProblem(pattern) === null);
    const find = index.patterns(loading, 'plain', 'message');
    index.seal();
    expect(find(textViews('a'.repeat(4096)))).not.toBeNull();
  });
});

describe('patternProblem', () => {
  it.each([
    [
      '.{1000}',
      /counted repetitions take \d+ steps, at most 250 are possible.*make numbers such as \{100\} smaller/,
    ],
    ['(\\w{100}x){3}', /too large/],
    ['(a{1,100}){1,10}', /too large/],
    ['a(?=b)', /look-around cannot run in linear time.*a 'not' of its own/],
    ['(?<!a)b', /look-around/],
    ['(a)\\1', /back-references.*write the repeated part out/],
    ['((a{100}){100}){100}', /repeat count.*make the numbers smaller/],
    ['a{1001}', /repeat count.*up to 1000/],
    ['(a', /missing closing.*see the RE2 syntax/],
    ['a*', /would match every message/],
    ['x'.repeat(2001), /longer than 2000/],
  ])('says of %s what is wrong and what to do', (pattern, message) => {
    expect(patternProblem(pattern)).toMatch(message);
  });

  it.each([
    '.{250}',
    '\\{1000}',
    '[{1000}]x',
    '\\x{1000}',
    '\\Q{1000}{1000}\\E',
    `(?:${'word|'.repeat(300)}end)`,
    'a{2,3}?',
  ])('takes %s, which repeats little', (pattern) => {
    expect(patternProblem(pattern)).toBeNull();
  });
});

describe('the patterns of a whole ruleset', () => {
  it('are refused with the one that makes them too large', () => {
    const index = searchIndex();
    const add = (count: number): void => {
      const word = (n: number): string => n.toString(36).padStart(4, 'q').repeat(450);
      for (let n = 0; n < count; n += 1) index.patterns([word(n)], 'plain', 'message');
    };
    add(50);
    expect(() => add(60)).toThrow(
      /patterns of all rules together take \d+ steps; at most 100000.*text\.words/,
    );
  });

  const letters = 'abkKſsıiİσςÉ京 -@.1'.split('');
  const source = fc.letrec<{ part: string }>((tie) => ({
    part: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.string({
        unit: fc.constantFrom('a', 'b', 'k', 'S', 'É', '京', ' ', '@', '1'),
        minLength: 1,
        maxLength: 4,
      }),
      fc.constantFrom('\\d', '[ab]', '.', '\\p{L}', 'σ', 'ς', 'ſ', 'İ', '(?i:K)', '^a', 'b$', '\\bs'),
      fc.tuple(tie('part'), tie('part')).map(([a, b]) => `${a}${b}`),
      fc.tuple(tie('part'), tie('part')).map(([a, b]) => `(?:${a}|${b})`),
      fc
        .tuple(tie('part'), fc.constantFrom('?', '*', '+', '{2}', '{0,2}'))
        .map(([a, times]) => `(?:${a})${times}`),
    ),
  })).part;
  const raw = fc.string({ unit: fc.constantFrom(...letters), maxLength: 12 });

  it('are found exactly where each by itself is, in every view', () => {
    fc.assert(
      fc.property(
        fc.array(source, { minLength: 1, maxLength: 6 }),
        fc.array(raw, { maxLength: 4 }),
        (sources, raws) => {
          const index = searchIndex();
          for (const view of ['plain', 'skeleton', 'raw'] as const) {
            const finders = sources.map((one) => index.patterns([one], view, 'message'));
            for (const text of raws.map(textViews)) {
              const alone = sources.map((one) => {
                const pattern = RE2JS.compile(one, view === 'raw' ? 0 : RE2JS.CASE_INSENSITIVE);
                return pattern.test(text[view]);
              });
              expect(finders.map((find) => find(text) !== null)).toEqual(alone);
            }
          }
        },
      ),
      { numRuns: 600 },
    );
  });

  it.each([
    ['.{25}', 'x'.repeat(9_000), true],
    ['a$', `a${'x'.repeat(9_000)}`, false],
    ['^x{200}$', 'x'.repeat(9_000), false],
    ['\\bxx\\b', `${'y '.repeat(511)}xx${'x'.repeat(9_000)}`, false],
    ['x\\z', 'x'.repeat(9_000) + 'y', false],
    ['yx$', `${'x'.repeat(9_000)}yx`, true],
    ['\\d+y', `${'x'.repeat(9_000)}12y`, true],
    ['xy', `${'x'.repeat(1_024)}y${'z'.repeat(9_000)}`, true],
    ['x[^😀]', `${'y'.repeat(1_022)}${'x😀'.repeat(3_000)}`, false],
  ])('are in a long text where they are in a short one: %s', (pattern, text, found) => {
    const index = searchIndex();
    const find = index.patterns([pattern], 'raw', 'message');
    expect(find(textViews(text)) !== null).toBe(found);
  });

  it('answer each condition for itself', () => {
    const index = searchIndex();
    const [first, second, both] = [['\\d{2}'], ['x\\d'], ['x\\d', '\\d{2}']].map((sources) =>
      index.patterns(sources, 'plain', 'message'),
    );
    const text = textViews('call 42');
    expect(second?.(text)).toBeNull();
    expect(both?.(text)?.()).toEqual([{ start: 5, end: 7, view: 'plain' }]);
    expect(first?.(text)?.()).toEqual([{ start: 5, end: 7, view: 'plain' }]);
    expect(second?.(text)).toBeNull();
  });

  it('tell where they are', () => {
    const find = searchIndex().patterns(['earn \\d+', 'usd+'], 'plain', 'message');
    const hits = find(textViews('Earn 500 USD, earn 20'))?.();
    expect(hits).toEqual([
      { start: 0, end: 8, view: 'plain' },
      { start: 14, end: 21, view: 'plain' },
      { start: 9, end: 12, view: 'plain' },
    ]);
  });

  it('show how a text begins when looking for the place would take too long', () => {
    const find = searchIndex().patterns(['x\\w{200}end'], 'plain', 'message');
    const hits = find(textViews(`${'y '.repeat(10_000)}x${'y'.repeat(200)}end`))?.();
    expect(hits).toEqual([{ start: 0, end: 80, view: 'plain' }]);
  });
});

describe('neededBy', () => {
  it.each([
    ['earn \\d+', ['earn ']],
    ['EARN', ['earn']],
    ['(?:foo|barbar)x?', ['foo', 'barbar']],
    ['\\d+ (?:usd|eur) a day', [' a day']],
    ['\\p{L}+', null],
    ['(?:foo)?', null],
    ['fooⒶbarbar', ['barbar']],
    ['日赚\\d+', ['日赚']],
  ])('knows what %s needs', (pattern, needs) => {
    expect(neededBy(pattern, { folded: true })).toEqual(needs);
  });

  it('takes the pattern at its word where case matters', () => {
    expect(neededBy('EARN', { folded: false })).toEqual(['EARN']);
  });

  it('knows every small letter that another one equals when case is ignored', () => {
    const points = Array.from({ length: 0x1ffff }, (_, point) => point).filter(
      (p) => p < 0xd800 || p > 0xdfff,
    );
    const cased = points
      .map((point) => String.fromCodePoint(point))
      .filter((letter) => letter.toUpperCase() !== letter || letter.toLowerCase() !== letter);
    const plain = new Set(
      cased.filter((letter) => plainText(letter) === letter || foldCharacters(letter) === letter),
    );
    const twins = [...plain].filter((letter) => {
      const equal = new RegExp(`^\\u{${letter.codePointAt(0)!.toString(16)}}$`, 'iu');
      const small = letter.toUpperCase().toLowerCase();
      return small !== letter && plain.has(small) && equal.test(small);
    });
    expect(twins.sort()).toEqual([...TWIN_LETTERS].sort());
  });
});
