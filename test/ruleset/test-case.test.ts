import { describe, expect, it } from '@jest/globals';
import { describeTest } from '../../src/ruleset/describe-test.ts';
import { parseRuleset } from '../../src/ruleset/parse.ts';
import { formatProblem } from '../../src/ruleset/problem.ts';
import { runRuleTests } from '../../src/ruleset/run-tests.ts';
import type { TestCase } from '../../src/ruleset/test-case.ts';
import { testCaseSchema, typeOf } from '../../src/ruleset/test-case.ts';
import { testArrival, testEnvelope } from '../../src/ruleset/test-messages.ts';
import { normalize } from '../../src/core/normalize/normalize.ts';
import type { Message } from '../../src/core/message.ts';

const SENT_AT = Date.UTC(2026, 0, 5, 9);
const read = (written: object): TestCase => testCaseSchema.parse(written);

function messageOf(written: object): Message {
  const test = read(written);
  const normalized = normalize(testEnvelope(test, 0, SENT_AT), testArrival(test, SENT_AT));
  if (normalized.kind === 'skipped') throw new Error(normalized.reason);
  return normalized.message;
}

describe('a line of rule tests', () => {
  it.each<[object, object]>([
    [
      { text: 'hi' },
      { type: 'text', sender: { phone: '15550100123', userId: null, name: null, username: null } },
    ],
    [{ from: '+55 11 98765-4321' }, { sender: { phone: '5511987654321', userId: null } }],
    [{ from: 5511987654321 }, { sender: { id: '5511987654321' } }],
    [{ from: 'BR.90000001' }, { sender: { phone: null, userId: 'BR.90000001' } }],
    [{ country: 'IN' }, { sender: { phone: null, userId: 'IN.90000000000000000123' } }],
    [
      { country: 'IN', from: '919876543210' },
      { sender: { phone: '919876543210', userId: 'IN.90000000000000000123' } },
    ],
    [{ name: 'Anna', username: '@anna' }, { sender: { name: 'Anna', username: 'anna' } }],
    [{ media: { mime: 'video/mp4' } }, { type: 'video', media: { mime: 'video/mp4', fileName: null } }],
    [{ media: { mime: 'application/zip' } }, { type: 'document', media: { kind: 'document' } }],
    [
      { media: { file_name: 'a.pdf' }, text: 'see' },
      { type: 'document', text: 'see\na.pdf', media: { fileName: 'a.pdf' } },
    ],
    [{ media: { sha256: 'ab'.repeat(32) } }, { type: 'image', media: { sha256: 'ab'.repeat(32) } }],
    [
      { media: { mime: 'image/webp' }, type: 'sticker' },
      { type: 'sticker', media: { kind: 'sticker' } },
    ],
    [{ button: 'yes' }, { type: 'interactive', button: { kind: 'button', id: 'yes' } }],
    [
      { button: 'yes', type: 'button' },
      { type: 'button', button: { kind: 'template', id: 'yes' } },
    ],
    [{ contact_cards: 3 }, { type: 'contacts', contactCards: 3 }],
    [{ ad: true }, { referral: { sourceType: 'ad' } }],
    [{ reply: true }, { isReply: true, repliesToUs: false, forwarded: 'no' }],
    [
      { reply: 'us', forwarded: 'many' },
      { isReply: true, repliesToUs: true, forwarded: 'many' },
    ],
    [
      { number: '+49 30 1234567', reply: 'us' },
      { phoneNumberId: '49301234567', displayPhoneNumber: '49301234567', repliesToUs: true },
    ],
    [{ forwarded: 'once' }, { forwarded: 'once', isReply: false }],
  ])('%j is a message with it', (written, expected) => {
    expect(messageOf(written)).toMatchObject(expected);
  });

  it.each<[TestCase, string]>([
    [{}, 'text'],
    [{ type: 'image' }, 'image'],
    [{ type: 'document', media: { mime: 'image/png' } }, 'document'],
  ])('%j is of type %s', (test, type) => {
    expect(typeOf(test)).toBe(type);
  });

  it.each<[object, RegExp]>([
    [{ media: { mime: 'image/png' }, type: 'text' }, /a text has no 'media'/],
    [{ button: 'x', type: 'image' }, /a image has no 'button'; it goes with interactive, button/],
    [{ media: { mime: 'image/png' }, button: 'x' }, /both 'media' and 'button'/],
    [{ media: {} }, /at least one of mime, sha256, file_name/],
    [{ media: { sha256: 'abc' } }, /expected a SHA-256/],
    [{ from: 'Bob' }, /phone number with its country code or a user id/],
    [{ country: 'Brazil' }, /ISO country code/],
    [{ seen: 0, seen_for: '1d' }, /never seen/],
    [{ number: 2 ** 64 }, /phone number id/],
    [{ ad: false }, /expected true/],
    [{ strikes: -1 }, /too_small/],
    [{ trust: 'regular' }, /expected customer or staff; for less say seen and seen_for/],
    [{ at: '02:30 Mars' }, /expected a time such as/],
    [{ colour: 'red' }, /unrecognized_keys/],
  ])('%j is refused', (written, message) => {
    expect(JSON.stringify(testCaseSchema.safeParse(written).error?.issues)).toMatch(message);
  });

  it.each<[object, string]>([
    [{ text: 'hi' }, '"hi"'],
    [
      { text: 'hi', seen: 3, times: 2, every: '90s', seen_for: '2d' },
      '"hi" (3 seen before, seen for 2d, 2 times, every 1m30s)',
    ],
    [{ type: 'image', media: { mime: 'image/png' } }, 'no text (image, media {"mime":"image/png"})'],
    [
      { at: 'sat 23:30', strikes: 2, country: 'BR', ad: true },
      'no text (ad true, country BR, strikes 2, at 2026-01-10T23:30:00.000Z)',
    ],
  ])('%j reads %s', (written, words) => {
    expect(describeTest(read(written))).toBe(words);
  });

  it('makes the sender a customer or staff, and takes a match held back by trust for none', () => {
    const rule = (when: string, trust: string, match: string, ignore: string): string =>
      `rules: [{ id: a, score: 1, description: x, when: { ${when} }, ${trust} tests: { match: [${match}], ignore: [${ignore}] } }]`;
    const failures = (file: string): string[] => {
      const result = parseRuleset(new Map([['a.yaml', file]]));
      if (!result.ok) throw new Error(result.problems.map(formatProblem).join('\n'));
      return runRuleTests(result.ruleset).problems.map(({ message }) => message);
    };
    const customer = '{ text: hi, trust: customer }';
    expect(failures(rule('sender.trust: customer', 'trust: customer,', customer, 'hi'))).toEqual([]);
    expect(failures(rule('sender.trust: staff', '', '{ trust: staff }', customer))).toEqual([]);
    expect(failures(rule('text.words: hi', '', 'hi', customer))).toEqual([]);
    expect(failures(rule('text.words: hi', '', customer, 'ho'))).toEqual([
      "rule 'a' should match but does not: \"hi\" (trust customer) — it matches, but acts against senders up to 'trust: regular' only",
    ]);
  });

  it('says the time and the past of the copy that is judged', () => {
    const rule = (when: string, match: string, ignore: string): string =>
      `rules: [{ id: a, score: 1, description: x, when: { ${when} }, tests: { match: [${match}], ignore: [${ignore}] } }]`;
    const files = [
      rule(
        "time.between: ['12:00', '13:00']",
        "{ times: 3, every: 1h, at: '12:30' }",
        "{ times: 3, every: 1h, at: '14:30' }",
      ),
      rule(
        'sender.seen_for: { at_least: 1h }',
        '{ seen_for: 1h }, { seen: 2 }, { times: 2, every: 1h }',
        'hi, { seen_for: 59m }',
      ),
      rule('sender.messages_seen: { at_least: 1 }', '{ seen_for: 1h }, { seen: 1 }', 'hi'),
      rule('sender.strikes: { at_least: 2 }', '{ strikes: 2 }', 'hi, { strikes: 1 }'),
    ];
    for (const file of files) {
      const result = parseRuleset(new Map([['a.yaml', file]]));
      if (!result.ok) throw new Error(result.problems.map(formatProblem).join('\n'));
      expect(runRuleTests(result.ruleset).problems.map(formatProblem)).toEqual([]);
    }
  });
});
