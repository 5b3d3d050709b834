import { describe, expect, it } from '@jest/globals';
import { eld } from 'eld/extrasmall';
import { useLanguageDetector } from '../../src/conditions/language-detector.ts';
import { LANGUAGES } from '../../src/conditions/languages.ts';
import { textLanguage } from '../../src/conditions/text-language.ts';
import { run, testCondition } from '../helpers/test-condition.ts';

it('says so when the detector was not loaded', () => {
  const ask = () =>
    run(textLanguage, { options: 'en', text: 'hello, do you still have the blue shirt?' }).matched;
  expect(ask).toThrow('the language detector has not been loaded');
  expect(run(textLanguage, { options: 'en', text: 'short' }).matched).toBe(false);
  useLanguageDetector((text) => eld.detect(text));
  expect(ask()).toBe(true);
});

testCondition(textLanguage, {
  match: [
    {
      options: 'ru',
      text: 'Здравствуйте, есть ещё синяя рубашка?',
      data: { language: 'ru', letters: 31, wanted: 'ru' },
    },
    { options: ['uk', 'ru'], text: 'скільки коштує доставка до Києва' },
    { options: { any: ['pt'] }, text: 'oi, vocês ainda têm a camisa azul?' },
    { options: { any: ['ja'] }, text: '送料はいくらですか' },
    { options: 'hi', text: 'नमस्ते, क्या नीली कमीज़ है आपके पास?' },
    { options: 'id', text: 'halo, apakah kemeja biru masih ada?', data: { language: 'ms', wanted: 'id' } },
    { options: 'ru', text: 'Бecплaтнoe oбyчeниe, пишитe в личныe cooбщeния' },
    { options: { except: ['de', 'en'] }, text: 'hola, ¿todavía tienen la camisa azul?' },
    { options: 'unknown', text: 'ok 👍' },
    { options: 'unknown', text: 'https://where-is-my-parcel.example/please/tell/me/now' },
    { options: 'unknown', text: '' },
    { options: { any: ['en'], min_letters: 10 }, text: 'where are you now' },
    { options: 'fr', text: 'bonjour, je voudrais commander la chemise bleue. '.repeat(1_000) },
  ],
  ignore: [
    { options: 'en', text: 'where are you now', data: { language: 'unknown', letters: 14 } },
    { options: { except: ['de'] }, text: 'ok thanks' },
    { options: { except: ['en'] }, text: 'hi, do you still have the blue shirt?' },
    { options: { except: ['id'] }, text: 'terima kasih, saya sudah bayar kemarin' },
    { options: 'en', text: '' },
  ],
  invalid: [
    { options: 'russian', message: /expected an ISO code of a language: am, ar/ },
    { options: [], message: /the list is empty/ },
    { options: { except: ['unknown'] }, message: /expected an ISO code/ },
    { options: { any: ['en'], except: ['de'] }, message: /unrecognized_keys/ },
    { options: {}, message: /invalid/ },
    { options: { any: ['en'], min_letters: 0 }, message: /too_small/ },
  ],
});

describe('the languages a rule may name', () => {
  it('are those the detector knows, and Indonesian as Malay', () => {
    const known = Object.values(eld.info().Languages);
    expect([...known, 'id'].sort()).toEqual([...LANGUAGES]);
  });
});

describe('asked again about one text', () => {
  it('the detector is not asked again', () => {
    let asked = 0;
    useLanguageDetector((text) => {
      asked += 1;
      return eld.detect(text);
    });
    const input = { options: { any: ['en', 'de'] }, text: 'hello, do you still have the blue shirt?' };
    run(textLanguage, input);
    expect(asked).toBe(1);
  });
});
