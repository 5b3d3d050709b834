import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { decide } from '../../src/core/decide.ts';
import type { Decision } from '../../src/core/decision.ts';
import { evaluate } from '../../src/core/evaluate.ts';
import type { Message } from '../../src/core/message.ts';
import { normalize } from '../../src/core/normalize/normalize.ts';
import { factsFor } from '../../src/core/state/facts-for.ts';
import { observationOf } from '../../src/core/state/observation-of.ts';
import { EMPTY_STATE, observe } from '../../src/core/state/sender-state.ts';
import { textViews } from '../../src/core/text/views.ts';
import { conditionsTable } from '../../src/ruleset/docs.ts';
import { lintRules } from '../../src/ruleset/lint.ts';
import { loadRuleset } from '../../src/ruleset/load.ts';
import type { LoadedRuleset } from '../../src/ruleset/parse.ts';
import { parseRuleset } from '../../src/ruleset/parse.ts';
import { formatProblem } from '../../src/ruleset/problem.ts';
import { testRules } from '../helpers/test-rules.ts';
import { testEnvelope } from '../../src/ruleset/test-messages.ts';
import type { TestCase } from '../../src/ruleset/rule-schema.ts';
import { expectGenerated } from '../helpers/generated-docs.ts';

const DIR = fileURLToPath(new URL('../../rules', import.meta.url));
const START = Date.UTC(2026, 0, 5, 9);

let ruleset: LoadedRuleset;
beforeAll(async () => {
  const result = await loadRuleset(DIR);
  if (!result.ok) throw new Error(result.problems.map(formatProblem).join('\n'));
  ruleset = result.ruleset;
});

/** One sender's messages in order; the decision on each. */
function judge(tests: readonly TestCase[], everyMs = 1000): Decision[] {
  let state = EMPTY_STATE;
  return tests.map((test, index) => {
    const now = START + index * everyMs;
    const context = { phoneNumberId: '1', displayPhoneNumber: null, receivedAt: now };
    const normalized = normalize(testEnvelope(test, index, now), context);
    if (normalized.kind !== 'message') throw new Error(normalized.reason);
    const message: Message = normalized.message;
    const text = textViews(message.text);
    const { plan, policy } = ruleset;
    state = observe(state, [observationOf(message, text, message.id, plan, policy)], Math.floor(now / 1000));
    const facts = factsFor(state, { message, key: message.id, plan, policy, strikes: 0 });
    if (facts === null) throw new Error('forgotten');
    return decide(evaluate(ruleset, { message, text, facts }), message, ruleset.policy, now);
  });
}
const actionsOf = (tests: readonly TestCase[], everyMs?: number): string[] => [
  ...new Set(judge(tests, everyMs).map(({ action }) => action)),
];
const times = (count: number, test: (index: number) => TestCase): TestCase[] =>
  Array.from({ length: count }, (_, index) => test(index));

describe('the shipped rules', () => {
  it('lint without a word and pass their own tests', async () => {
    expect((await lintRules(DIR)).problems.map(formatProblem)).toEqual([]);
    const report = await testRules(DIR);
    expect(report.problems.map(formatProblem)).toEqual([]);
    expect(report.passed).toBeGreaterThan(150);
  });

  it('each have a description, and lines to match and to ignore', () => {
    for (const { id, description, tests } of ruleset.loaded) {
      expect([
        id,
        description === '',
        tests.some(({ expect: e }) => e === 'match'),
        tests.some(({ expect: e }) => e === 'ignore'),
      ]).toEqual([id, false, true, true]);
    }
  });

  it("spell out the policy's defaults", () => {
    const bare = parseRuleset(
      new Map([['r.yaml', 'rules:\n  - { id: a, score: 1, when: { text.words: hi } }\n']]),
    );
    expect(bare).toMatchObject({ ok: true, ruleset: { policy: ruleset.policy } });
  });

  it('have the table of conditions in their README', async () => {
    await expectGenerated(`${DIR}/README.md`, 'conditions', conditionsTable());
  });
});

describe('with the shipped rules customers', () => {
  const LINES = [
    'Hi! Is the blue one still available? https://your.example/p/12',
    'My order 48213 has not arrived, what is going on?!',
    'DAMN that was quick, thank you 😍😍😍',
    'How much is the shipping to Glasgow? Can I pay with crypto or a loan?',
    'I won the raffle on Saturday, when can I collect the prize?',
    '¡Hola! ¿Tienen tallas grandes? Vi esto: https://tienda.example/vestido',
    'Buenas, quiero ganar los puntos de mi compra de ayer',
    'Oi, tudo bem? Vocês entregam em Campinas? Pago no pix',
    'Que pena, então fica para a próxima. Obrigada!',
    'Guten Tag, ich hätte Lust auf den Schmuck aus dem Schaufenster',
    'Das Glas ist zu dick, gibt es das auch in hell?',
    'Bonjour, mon colis est en retard, avez-vous des nouvelles ?',
    "Est-ce que le prêt de l'appareil est gratuit ?",
    'नमस्ते, क्या आप रविवार को खुले हैं? मेरा ऑर्डर बुक हुआ था',
    'mera order kab tak aayega bhai? payment ho gaya hai',
    'Halo kak, saya suka yang merah. Masih ada? Bisa COD?',
    'مرحبا، متى يصل طلبي؟ دفعت أمس',
    'Здравствуйте! Подскажите, пожалуйста, есть ли скидка на страховку?',
    'Merhaba, bu ürün çok güzel, fiyatı ne kadar? cok tesekkurler',
    'Ciao, il pacco è arrivato rotto. Cosa posso fare?',
    'สวัสดีค่ะ สินค้ามีไหมคะ',
    '你好，请问这个还有货吗？',
    'こんにちは、営業時間を教えてください',
    'Mein Galaxy A55 ist kaputt, Herr Schaffer sagte, Sie reparieren es',
    '?',
    '👍',
  ];
  it.each(LINES)('are let through: %s', (text) => {
    expect(actionsOf([{ text }])).toEqual(['allow']);
  });

  it.each<[string, TestCase[], number]>([
    ['a nervous "hello?" four times', times(4, () => ({ text: 'hello?' })), 20_000],
    ['thirty photos at once', times(30, () => ({ type: 'image' })), 150],
    [
      'an album of a hundred photos and a line under it',
      [...times(100, (): TestCase => ({ type: 'image' })), { text: 'Please print these' }],
      150,
    ],
    ['a lively talk', times(60, (index) => ({ text: `message ${index}` })), 3_000],
    ['voice note after voice note', times(20, () => ({ type: 'audio' })), 2_000],
    [
      'good-morning pictures, often forwarded',
      times(5, () => ({ type: 'image', text: 'Good morning!', forwarded: 'many' })),
      60_000,
    ],
  ])('are let through: %s', (_, tests, everyMs) => {
    expect(actionsOf(tests, everyMs)).toEqual(['allow']);
  });

  it.each<[string, TestCase[], number]>([
    [
      'a swearing customer',
      [{ text: 'This is shit. Where the fuck is my fucking parcel, for fuck’s sake' }],
      0,
    ],
    ['one insult', [{ text: 'fuck you' }], 0],
    ['one threat', [{ text: 'I will kill you' }], 0],
    [
      'words about a group of people',
      times(3, () => ({ text: 'you fag, faggot, nigger, nigga, retard' })),
      60_000,
    ],
    ['a lure without a link', [{ text: 'guaranteed profits with free bitcoin' }], 0],
    ['a chain letter with a link', [{ text: 'Share this https://chain.example', forwarded: 'many' }], 0],
    [
      'a text sent seven times',
      times(7, () => ({ text: 'Where is my order? I have been waiting for hours' })),
      60_000,
    ],
    ['a shout', [{ text: 'WHERE IS MY ORDER? I HAVE BEEN WAITING SINCE MONDAY!!!' }], 0],
    ['emoji and nothing else', [{ text: '😡😡😡😡😡😡😡😡😡😡😡😡' }], 0],
    ['a number from afar', [{ text: 'hello', from: '+2348012345678' }], 0],
    [
      'a language nobody here speaks',
      [{ text: 'Salam, bu məhsulun qiyməti neçəyədir?', from: 'AZ.90001' }],
      0,
    ],
    ['a first link', [{ text: 'https://nobody-knows.example' }], 0],
    ['a short link', [{ text: 'Is it this one? https://bit.ly/3xYz' }], 0],
    ['a link to a cheap domain', [{ text: 'Our band: https://ourband.top' }], 0],
    ['an invite to a group', [{ text: 'Our class: https://chat.whatsapp.com/AbCdEf' }], 0],
    ['a name with a number', [{ text: 'hello', name: 'Ana 600 123 456 78' }], 0],
    ['a name like a brand', [{ text: 'hello', name: 'WhatsApp Support' }], 0],
    ['a program', [{ media: { file_name: 'our-app.apk' } }], 0],
    ['contact cards', [{ contact_cards: 9 }], 0],
    ['a file that was forwarded many times', [{ type: 'video', forwarded: 'many' }], 0],
    ['a burst of short texts', times(40, (index) => ({ text: `and ${index}` })), 700],
  ])('are flagged at most: %s', (_, tests, everyMs) => {
    expect(actionsOf(tests, everyMs)).not.toContain('cooldown');
    expect(actionsOf(tests, everyMs)).not.toContain('block');
  });
});

describe('with the shipped rules offenders are cooled down', () => {
  it.each<[string, TestCase[], number]>([
    ['a lure with a link from a stranger', [{ text: 'CLAIM YOUR AIRDROP now https://drop.example' }], 0],
    ['a flood', times(60, (index) => ({ text: `flood ${index}` })), 300],
    [
      'a text pasted again and again',
      times(10, () => ({ text: 'Cheap followers and likes, write me on my page now' })),
      5_000,
    ],
    ['a link pasted again and again', times(6, () => ({ text: 'look https://x.example' })), 5_000],
    ['an insult again and again', times(4, () => ({ text: 'hijo de puta' })), 5_000],
    ['a torrent of abuse', [{ text: 'fuck you, you fucking cunt, you piece of shit, asshole' }], 0],
    ['a forwarded lure with a link', [{ text: 'You have won! https://win.example', forwarded: 'many' }], 0],
  ])('%s', (_, tests, everyMs) => {
    const last = judge(tests, everyMs).at(-1);
    expect(last).toMatchObject({ action: 'cooldown' });
    expect(last?.reasons.length).toBeGreaterThan(0);
    for (const { text } of last?.reasons ?? []) expect(text).not.toMatch(/\{\{|\}\}/);
  });
});
