import { textScript } from '../../src/conditions/text-script.ts';
import { testCondition } from '../helpers/test-condition.ts';

testCondition(textScript, {
  match: [
    {
      options: 'Cyrillic',
      text: 'Привет, where?',
      data: { found: '54.5% of 11 letters are Cyrillic', letters: 11 },
    },
    { options: ['Cyrillic', 'Arabic'], text: 'مرحبا' },
    {
      options: { any: ['Han', 'Hiragana', 'Katakana'], share: { at_least: '90%' } },
      text: 'こんにちは、青いシャツ',
      data: { wanted: 'at least 90% Han or Hiragana or Katakana' },
    },
    { options: { any: ['Latin'], share: { below: '10%' } }, text: '' },
    {
      options: { except: ['Latin', 'Greek'] },
      text: 'ok да конечно',
      data: { wanted: 'at least 50% other than Latin or Greek' },
    },
    { options: { any: ['Latin'] }, text: '𝐅𝐫𝐞𝐞 ｍｏｎｅｙ 12345' },
    {
      options: { mixed: true },
      text: 'get pаypаl now',
      data: { count: 1, wanted: 'at least 1' },
      words: ['pаypаl'],
    },
    { options: { mixed: { at_least: 2 } }, text: 'ЗАРAБOТОК: cтaвки', words: ['ЗАРAБOТОК', 'cтaвки'] },
    { options: { mixed: { below: 1 } }, text: 'plain', words: [] },
  ],
  ignore: [
    { options: 'Cyrillic', text: 'where is мой order now' },
    { options: 'Cyrillic', text: '' },
    { options: 'Latin', text: '12 + 34 = 👍' },
    { options: { except: ['Latin'] }, text: '' },
    { options: { except: ['Latin'] }, text: 'naïve Ünïcode ñandú' },
    { options: { mixed: true }, text: 'SMSка пришла на iPhone, 10 μm' },
    { options: { mixed: true }, text: 'Скидка на BMW и iPhone' },
    { options: { mixed: true }, text: 'ไลน์LINE 买iPhone手机 fr33 ꜰʀᴇᴇ' },
    { options: { mixed: true }, text: '' },
  ],
  invalid: [
    { options: 'Russian', message: /expected one of Latin, Cyrillic/ },
    { options: [], message: /the list is empty/ },
    { options: {}, message: /invalid/ },
    { options: { share: { at_least: '50%' } }, message: /invalid/ },
    { options: { any: ['Latin'], mixed: true }, message: /unrecognized_keys/ },
    { options: { any: ['Latin'], share: { at_least: 0.5 } }, message: /a share such as 20%/ },
    { options: { mixed: false }, message: /invalid/ },
  ],
});
