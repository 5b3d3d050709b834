import { LANGUAGES, madeUpWord, randomFrom } from './words.js';

const COMMON = Object.values(LANGUAGES).flatMap((words) => words.split(' ').slice(0, 12));
const CURRENCIES = ['usd', 'eur', 'руб', '₹', 'tl', 'zł', '元', '원', 'rp', 'R\\$', '€', '₦'];

/** `count` different words and phrases. Half of the phrases begin with a word every other message holds. */
export function phrases(count, seed = 2) {
  const random = randomFrom(seed);
  const made = new Set();
  while (made.size < count) {
    const words = Array.from({ length: 1 + random.below(3) }, () => madeUpWord(random));
    if (words.length > 1 && random.next() < 0.5) words[0] = random.pick(COMMON);
    made.add(words.join(' '));
  }
  return [...made];
}

/** `count` different patterns as moderators write them; all are valid in RE2 and in JavaScript with the flags `iu`. */
export function patterns(count, seed = 3) {
  const random = randomFrom(seed);
  const word = () => madeUpWord(random);
  const { below, pick } = random;
  const shapes = [
    () => `${word()} (up to )?[$€£]? ?\\d+`,
    () => `\\d+ ?(?:${pick(CURRENCIES)}|${pick(CURRENCIES)}) ${word()}`,
    () => `(?:${word()}|${word()}|${word()}).{0,${10 + below(30)}}(?:${word()}|${word()})`,
    () => `${word()}\\.(?:top|xyz|${word()})/\\w+`,
    () => `${word()}[aeiou]{1,3}${word()}s?`,
    () => `(?:${word()} ?){2,4}`,
    () => `${word()}\\s*[:：]\\s*@?\\w{4,${12 + below(20)}}`,
    () => `\\p{L}+ ${word()} \\p{L}{${2 + below(3)},}`,
    () => `[@#]${word()}_?\\d{2,${4 + below(4)}}`,
    // One in ten needs no letters at all: numbers of a shape.
    () => `(?:\\+|00)${1 + below(99)}[ -]?\\d{${6 + below(4)}}`,
  ];
  const made = new Set();
  while (made.size < count) made.add(shapes[made.size % shapes.length]());
  return [...made];
}
