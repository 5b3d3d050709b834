import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Action, Decision } from '../../src/core/decision.ts';
import type { Ruleset } from '../../src/core/ruleset.ts';
import type { TestCase } from '../../src/ruleset/test-case.ts';
import { testEnvelope } from '../../src/ruleset/test-messages.ts';
import { loadRuleset } from '../../src/ruleset/load.ts';
import { Timeline } from '../../src/timeline/timeline.ts';
import { NOON, SECOND, sender } from '../core/builders.ts';
import { copyOf, TEMPLATES } from '../core/similar/templates.ts';

let ruleset: Ruleset;
beforeAll(async () => {
  const result = await loadRuleset(join(import.meta.dirname, '../../rules'));
  if (!result.ok) throw new Error('the shipped rules are broken');
  ruleset = result.ruleset;
});

/** What the shipped rules say to each of these messages, every one from another newcomer. */
const decide = (tests: readonly TestCase[], everyMs?: number): Action[] =>
  decisions(tests, everyMs).map(({ action }) => action);

function decisions(tests: readonly TestCase[], everyMs = 20 * SECOND): Decision[] {
  const timeline = new Timeline({ ruleset, mode: 'enforce' });
  return tests.map((test, n) => {
    const at = NOON + n * everyMs;
    const { id } = sender(n);
    const member = { id, phone: id, userId: null };
    const envelope = testEnvelope(test, n, at, member);
    const delivered = timeline.deliver({ phoneNumberId: '1', displayPhoneNumber: null, envelope }, at);
    if (delivered.kind !== 'message') throw new Error(delivered.kind);
    return delivered.decision;
  });
}
const times = (count: number, test: (n: number) => TestCase): TestCase[] =>
  Array.from({ length: count }, (_, n) => test(n));
const above = (actions: readonly Action[], action: Action): number =>
  actions.filter((one) => one !== 'allow' && (action === 'allow' || one !== action)).length;

describe('fifty numbers with one template, names, amounts, emoji and slips swapped', () => {
  const languages = TEMPLATES.map((template) => [template.language, template] as const);

  it.each(languages)(
    'in %s are noted from the fourth on, and no more without a further sign',
    (_, template) => {
      const all = decisions(times(50, (n) => ({ text: copyOf(template, n) })));
      const isNoted = ({ lines }: Decision): boolean =>
        lines.some(({ ruleId }) => ruleId === 'campaign-text');
      expect(all.map(isNoted)).toEqual(all.map((_one, n) => n >= 3));
      expect(all.slice(3).map(({ action }) => action)).toEqual(all.slice(3).map(() => 'flag'));
    },
  );

  it.each(languages)('in %s with an invitation are cooled down from the fourth on', (_, template) => {
    const actions = decide(times(50, (n) => ({ text: `${copyOf(template, n)} https://t.me/joinchat/${n}` })));
    expect(above(actions.slice(3), 'flag')).toBe(47);
    expect(above(actions.slice(0, 3), 'flag')).toBe(0);
  });

  it('two templates mixed are two campaigns', () => {
    const [one, two] = TEMPLATES;
    const actions = decide(times(100, (n) => ({ text: copyOf(n % 2 === 0 ? one! : two!, n) })));
    expect(actions.filter((action) => action === 'allow')).toHaveLength(6);
  });
});

describe('many people with a good reason', () => {
  it.each([
    [
      'raffle with names of their own',
      (n: number) => ({
        text: `I want to take part in the raffle, my name is ${sender(n).name} and I live in Springfield`,
      }),
    ],
    [
      'answer in Hindi',
      (n: number) => ({ text: `नमस्ते, मैं लकी ड्रॉ में भाग लेना चाहता हूँ, मेरा नाम ${'क'.repeat((n % 4) + 2)} है` }),
    ],
    [
      'prefilled text of an advert',
      () => ({
        text: 'Hello! I saw your advert, can I get more information about this offer?',
        ad: true as const,
      }),
    ],
    ['photo of their own', () => ({ type: 'image' as const })],
    ['short question', () => ({ text: 'Hi, how much is it?' })],
    [
      'press of one button',
      () => ({ type: 'interactive' as const, button: 'Yes, please send me the offers of this week' }),
    ],
  ])('%s: nothing happens', (_, test) => {
    expect(new Set(decide(times(200, test), SECOND))).toEqual(new Set(['allow']));
  });

  it.each([
    [
      'forwarded joke',
      {
        text: 'A man walks into a shop and asks for a loaf of bread, the baker says no',
        forwarded: 'many' as const,
      },
    ],
    [
      'forwarded picture',
      { type: 'image' as const, forwarded: 'many' as const, media: { sha256: 'ab'.repeat(32) } },
    ],
    [
      'text of a website with a link',
      { text: 'Hello, I am interested in this product of yours https://unknown.example/p/1' },
    ],
    [
      'answer to a promotion nobody listed',
      { text: 'Count me in for the big summer bicycle giveaway of your shop' },
    ],
  ])('%s: noted at most', (_, test) => {
    const actions = decide(
      times(200, () => test),
      SECOND,
    );
    expect(above(actions, 'flag')).toBe(0);
    expect(actions).toContain('flag');
  });
});
