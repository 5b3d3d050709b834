import { LANGUAGES, UNSPACED, randomFrom } from './words.js';

const EMOJI = ['🙏', '😊', '👍', '🎉', '❤️', '😅', '🌹', '👌🏽', '🤔', '😍'];
const POOLS = Object.entries(LANGUAGES).map(([language, words]) => ({ language, words: words.split(' ') }));

/** `count` different messages of customers in 19 languages, in lengths as chats have them; the same on every run. */
export function messages(count, seed = 1) {
  const random = randomFrom(seed);
  const made = new Set();
  while (made.size < count) made.add(message(random));
  return [...made];
}

function message(random) {
  const { below, pick, next } = random;
  const { language, words } = pick(POOLS);
  const gap = UNSPACED.has(language) ? '' : ' ';
  const sentences = next() < 0.1 ? 5 + below(8) : 1 + below(3);
  const text = Array.from({ length: sentences }, () => {
    const sentence = Array.from({ length: 2 + below(9) }, () => pick(words)).join(gap);
    return sentence.charAt(0).toUpperCase() + sentence.slice(1) + pick(['.', '!', '?', '', ' ...', '??']);
  });
  if (next() < 0.35) text.push(String(10 + below(99_990)));
  if (next() < 0.15) text.push(pick(EMOJI).repeat(1 + below(3)));
  if (next() < 0.08) text.push(`https://shop${below(5000)}.example/p/${below(100_000)}`);
  if (next() < 0.05) text.push(`+${1 + below(98)} ${100 + below(900)} ${1_000_000 + below(9_000_000)}`);
  return text.join(' ');
}

/** Texts made to be slow, each as long as a message may be. */
export const extremes = () => ({
  '64 KB of words': messages(2_000, 7).join(' ').slice(0, 65_536),
  '64 KB of one hit': 'bitcoin '.repeat(8_192),
  '64 KB in disguise': 'fr33 b1tc0in '.repeat(5_042).slice(0, 65_536),
  '64 KB letter by letter': 'f r e e '.repeat(8_192),
  '10,000 emoji': '😀👍🏽👨‍👩‍👧'.repeat(3_334),
  'zalgo, 64 KB': Array.from('hello free money ')
    .map((letter) => letter + '\u0336\u0489\u0321\u0334\u0335\u0338'.repeat(3))
    .join('')
    .repeat(250)
    .slice(0, 65_536),
});
