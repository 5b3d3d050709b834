import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MAX_DURATION_MS } from '../../src/core/duration.ts';
import { cooldownMs } from '../../src/core/ladder.ts';
import type { Ladder } from '../../src/core/policy.ts';
import { parseRuleset } from '../../src/ruleset/parse.ts';
import { formatProblem } from '../../src/ruleset/problem.ts';

const RULE = 'rules:\n  - { id: a, score: 1, when: { text.words: hi } }\n';

/** The ladder a policy gives, or what is said against it. */
function ladderOf(cooldown: string): Ladder | string[] {
  const policy = `actions: { cooldown: { ${cooldown} } }`;
  const result = parseRuleset(
    new Map([
      ['r.yaml', RULE],
      ['policy.yaml', policy],
    ]),
  );
  return result.ok ? result.ruleset.policy.ladder : result.problems.map(formatProblem);
}

const TEN_YEARS_DAYS = 3650;
const length = fc
  .tuple(fc.integer({ min: 1, max: 4_000 }), fc.constantFrom('s', 'm', 'h', 'd', 'w'))
  .map(([amount, unit]) => `${amount}${unit}`);
const percent = fc.integer({ min: 0, max: 100 }).map((share) => `${share}%`);
const listed = fc.array(length, { minLength: 1, maxLength: 6 }).map((steps) => `[${steps.join(', ')}]`);
const scaled = fc
  .tuple(
    length,
    fc.array(fc.double({ min: 0.001, max: 1_000_000, noNaN: true }), { minLength: 1, maxLength: 6 }),
    fc.option(length),
  )
  .map(([base, factors, cap]) => {
    const multipliers = factors.sort((a, b) => a - b).map((factor) => factor.toFixed(3));
    return `{ base: ${base}, multipliers: [${multipliers.join(', ')}]${cap === null ? '' : `, cap: ${cap}`} }`;
  });
const cooldowns = fc
  .tuple(fc.oneof(listed, scaled), percent, fc.constantFrom('repeat', 'permanent'))
  .map(([ladder, jitter, after]) => `ladder: ${ladder}, jitter: ${jitter}, after_ladder: ${after}`);

describe('a ladder', () => {
  it('never keeps anybody out for more than ten years, unless it says for good', () => {
    let loaded = 0;
    fc.assert(
      fc.property(cooldowns, fc.integer({ min: 1, max: 20 }), fc.string(), (written, strikes, seed) => {
        const ladder = ladderOf(written);
        if (Array.isArray(ladder)) return;
        loaded += 1;
        const ms = cooldownMs(ladder, strikes, seed);
        const isForGood = ladder.afterLadder === 'permanent' && strikes > ladder.stepsMs.length;
        expect(isForGood ? ms : Math.min(ms, MAX_DURATION_MS)).toBe(isForGood ? Infinity : ms);
        expect(ms).toBeGreaterThanOrEqual(1000);
      }),
      { numRuns: 400 },
    );
    // Most of them must be ladders, or nothing was looked at.
    expect(loaded).toBeGreaterThan(100);
  });

  it.each([
    [`ladder: [${TEN_YEARS_DAYS}d], jitter: 100%`],
    [`ladder: { base: ${TEN_YEARS_DAYS}d, multipliers: [1000000], cap: ${TEN_YEARS_DAYS}d }, jitter: 100%`],
    [`ladder: { base: ${TEN_YEARS_DAYS}d, multipliers: [1, 2] }, jitter: 100%`],
  ])('of ten years is ten years: %s', (written) => {
    const ladder = ladderOf(written);
    if (Array.isArray(ladder)) throw new Error(ladder.join());
    const lengths = [1, 2, 3].map((strikes) => cooldownMs(ladder, strikes, `seed-${strikes}`));
    expect(lengths).toEqual([MAX_DURATION_MS, MAX_DURATION_MS, MAX_DURATION_MS]);
  });

  it.each([
    [`ladder: [${TEN_YEARS_DAYS + 1}d]`, 'from 1s to ten years'],
    ['ladder: { base: 1h, multipliers: [1], cap: 3651d }', 'from 1s to ten years'],
    ['ladder: { base: 1s, multipliers: [0.5] }', 'a step of the ladder is shorter than 1s'],
  ])('is refused: %s', (written, said) => {
    expect(JSON.stringify(ladderOf(written))).toContain(said);
  });
});
