import { describe, expect, it } from '@jest/globals';
import { Bayes, isForLearning } from '../../../scripts/quality/bayes.ts';

/** Two ham texts of 4 words, one spam text of 3; five different words in all. */
const taught = (): Bayes => {
  const bayes = new Bayes();
  bayes.learn('ham', 'en', ['order', 'arrives', 'today']);
  bayes.learn('ham', 'en', ['order']);
  bayes.learn('spam', 'en', ['free', 'coins', 'today']);
  return bayes;
};

describe('the Bayes filter', () => {
  it('weighs words and labels as counted by hand', () => {
    // Words of spam 3 + 5 different, of ham 4 + 5; priors (1 + 1) to (2 + 1).
    const prior = 2 / 3;
    expect(taught().logOdds([])).toBeCloseTo(Math.log(prior), 12);
    expect(taught().logOdds(['free'])).toBeCloseTo(Math.log(prior * (2 / 8 / (1 / 9))), 12);
    expect(taught().logOdds(['order', 'today'])).toBeCloseTo(
      Math.log(prior * (1 / 8 / (3 / 9)) * (2 / 8 / (2 / 9))),
      12,
    );
  });

  it('lets words it never met say nothing', () => {
    expect(taught().logOdds(['unheard', 'of'])).toBe(taught().logOdds([]));
  });

  it('calls spam only what it is sure of', () => {
    const bayes = new Bayes();
    for (let times = 0; times < 20; times += 1) {
      bayes.learn('ham', 'en', ['order', 'parcel']);
      bayes.learn('spam', 'en', ['coins', 'profit']);
    }
    expect(bayes.isSpam(['coins'])).toBe(false);
    expect(bayes.isSpam(['coins', 'profit'])).toBe(true);
    expect(bayes.isSpam(['order', 'coins'])).toBe(false);
  });

  it('forgets a language for one question', () => {
    const both = taught();
    both.learn('spam', 'de', ['gratis']);
    both.learn('ham', 'de', ['order']);
    // Only one word more is known to exist.
    expect(both.logOdds([], 'de')).toBeCloseTo(taught().logOdds([]), 12);
    expect(both.logOdds(['gratis'], 'de')).toBe(both.logOdds([], 'de'));
    expect(both.logOdds(['gratis'])).toBeGreaterThan(both.logOdds([]));
    expect(both.logOdds(['gratis'], 'fr')).toBe(both.logOdds(['gratis']));
  });
});

describe('the halves', () => {
  it('keep a text together, and are about as large', () => {
    const texts = Array.from({ length: 2000 }, (_, index) => `text ${index}`);
    const learned = texts.filter(isForLearning);
    expect(learned.length).toBeGreaterThan(900);
    expect(learned.length).toBeLessThan(1100);
    expect(texts.filter(isForLearning)).toEqual(learned);
  });
});
