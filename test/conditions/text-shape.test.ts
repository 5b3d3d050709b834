import { describe, expect, it } from '@jest/globals';
import { textCaps } from '../../src/conditions/text-caps.ts';
import { textEmoji } from '../../src/conditions/text-emoji.ts';
import { textLength } from '../../src/conditions/text-length.ts';
import { textRepeats } from '../../src/conditions/text-repeats.ts';
import { run, testCondition } from '../helpers/test-condition.ts';

testCondition(textLength, {
  match: [
    { options: { at_least: 5 }, text: 'hello', data: { count: 5, limit: 'at least 5' } },
    { options: { at_most: 2 }, text: '👍👍', data: { count: 2 } },
    { options: { at_most: 3 }, text: ' \n a b \t', data: { count: 3 } },
    { options: { below: 1 }, text: '\u200b\u2060\ufe0f', data: { count: 0 } },
    { options: { below: 1 }, text: '', data: { count: 0 } },
    { options: { above: 65_000 }, text: 'a'.repeat(70_000), data: { count: 65_536 } },
  ],
  ignore: [
    { options: { at_least: 6 }, text: 'hello', data: { count: 5 } },
    { options: { above: 0 }, text: '' },
  ],
  invalid: [
    { options: { at_least: '5' }, message: /invalid_type/ },
    { options: 5, message: /invalid_type/ },
  ],
});

testCondition(textEmoji, {
  match: [
    { options: { at_least: 3 }, text: '🎉🎉 hi 🎉', data: { count: 3, share: '60%', limit: 'at least 3' } },
    { options: { share: { at_least: '50%' } }, text: '😀 a', data: { limit: 'a share of at least 50%' } },
    {
      options: { at_least: 1, share: { above: '99%' } },
      text: ' 👍 \n👍',
      data: { count: 2, share: '100%', limit: 'at least 1 and a share of above 99%' },
    },
    { options: { below: 1 }, text: 'plain', data: { count: 0, share: '0%' } },
  ],
  ignore: [
    { options: { at_least: 1 }, text: '' },
    { options: { at_least: 3 }, text: '🎉🎉' },
    { options: { at_least: 2, share: { at_least: '50%' } }, text: '🎉🎉 three' },
    { options: { share: { above: '0%' } }, text: '' },
  ],
  invalid: [
    { options: {}, message: /at_least, at_most, below, above, share/ },
    { options: { share: {} }, message: /at least one of/ },
    { options: { share: { at_least: 0.5 } }, message: /a share such as 20%/ },
    { options: { share: { at_least: '120%' } }, message: /from 0% to 100%/ },
    { options: { at_least: 3, below: 3 }, message: /no amount/ },
    { options: { share: { above: '100%' } }, message: /no amount/ },
  ],
});

describe('text.emoji counts what people see', () => {
  it.each([
    ['👨‍👩‍👧‍👦', 1],
    ['👍🏽', 1],
    ['🏳️‍🌈', 1],
    ['🇧🇷🇮🇳', 2],
    ['🏴󠁧󠁢󠁳󠁣󠁴󠁿', 1],
    ['1️⃣2️⃣', 2],
    ['❤️', 1],
    ['❤', 1],
    ['❤️‍🔥', 1],
    ['☎️', 1],
    ['☀\ufe0e', 0],
    ['© ® ™ ↔ 1 # *', 0],
    ['©️', 1],
    ['12 km → 3°', 0],
    ['你好，世界', 0],
    ['✨✨✨', 3],
    ['\ud83d', 0],
  ])('%s: %d', (text, count) => {
    expect(run(textEmoji, { options: { at_least: 1 }, text }).data.count).toBe(count);
  });

  it('in time that grows with the text alone', () => {
    const text = '👨‍'.repeat(20_000);
    expect(run(textEmoji, { options: { at_least: 1 }, text }).data.count).toBeGreaterThan(0);
  });
});

testCondition(textCaps, {
  match: [
    {
      options: { at_least: '70%' },
      text: 'BUY IT NOW ok',
      data: { share: '80%', letters: 10, limit: 'at least 70%', min_letters: 10 },
    },
    { options: { at_least: '70%', min_letters: 3 }, text: 'WOW', data: { share: '100%', min_letters: 3 } },
    { options: { at_least: '100%' }, text: 'КУПИТЕ СЕЙЧАС' },
    { options: { below: '10%' }, text: 'all in lower case' },
    { options: { at_least: '70%' }, text: 'ＢＵＹ ＢＩＴＣＯＩＮ' },
    { options: { at_least: '70%' }, text: '𝐁𝐔𝐘 𝐁𝐈𝐓𝐂𝐎𝐈𝐍', data: { letters: 10 } },
  ],
  ignore: [
    { options: { at_least: '70%' }, text: 'OK THANKS', data: { letters: 8 } },
    { options: { at_least: '70%' }, text: 'Where is my parcel? ASAP please' },
    { options: { at_least: '70%' }, text: 'मेरा ऑर्डर कब आएगा', data: { letters: 0, share: '0%' } },
    { options: { below: '10%' }, text: 'short' },
    { options: { at_least: '0%' }, text: '' },
  ],
  invalid: [
    { options: { min_letters: 5 }, message: /at least one of/ },
    { options: { at_least: 70 }, message: /a share such as/ },
    { options: { at_least: '70%', min_letters: 0 }, message: /too_small/ },
    { options: { at_least: '80%', below: '70%' }, message: /no amount/ },
  ],
});

testCondition(textRepeats, {
  match: [
    {
      options: { characters: { at_least: 5 } },
      text: 'nooooo',
      data: { characters: 5, character: 'o', limit: 'characters at least 5' },
    },
    { options: { characters: { at_least: 4 } }, text: 'AaAa' },
    { options: { characters: { at_least: 3 } }, text: '🔥🔥🔥', data: { character: '🔥' } },
    { options: { characters: { at_least: 3 } }, text: '❤️❤️❤️' },
    { options: { words: { at_least: 3 } }, text: 'Spam, spam! SPAM?', data: { words: 3, phrase: 'spam' } },
    {
      options: { words: { at_least: 3 } },
      text: 'so: buy now buy now buy now',
      data: { words: 3, phrase: 'buy now' },
    },
    { options: { words: { at_least: 2 } }, text: 'a b c d e a b c d e', data: { phrase: 'a b c d e' } },
    { options: { characters: { at_least: 3 }, words: { at_least: 2 } }, text: 'aaa b b' },
    { options: { words: { at_most: 1 } }, text: 'each word once', data: { words: 1 } },
    { options: { words: { below: 1 } }, text: '', data: { words: 0, characters: 0, phrase: '' } },
  ],
  ignore: [
    { options: { characters: { at_least: 3 } }, text: 'aabb', data: { characters: 2 } },
    { options: { characters: { at_least: 3 } }, text: 'a     b' },
    { options: { words: { at_least: 2 } }, text: 'the cat and the dog', data: { words: 1 } },
    { options: { words: { at_least: 2 } }, text: 'a b c d e f a b c d e f' },
    { options: { characters: { at_least: 3 }, words: { at_least: 2 } }, text: 'aaa b c' },
    { options: { characters: { at_least: 1 } }, text: '' },
  ],
  invalid: [
    { options: {}, message: /characters, words or both/ },
    { options: { at_least: 3 }, message: /unrecognized_keys/ },
    { options: { characters: 3 }, message: /invalid_type/ },
  ],
});
