import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Ruleset } from '../../src/core/ruleset.ts';
import { createKeys } from '../../src/store/keys.ts';
import { createNumberStore } from '../../src/store/number-store.ts';
import { createRulesetStore } from '../../src/store/ruleset-store.ts';
import { MINUTE, policy, ruleset } from '../core/builders.ts';
import { typed, type Answer } from '../e2e/typed.ts';
import { testRedis } from '../helpers/redis.ts';
import { tempFolder } from '../helpers/temp-folder.ts';
import { NUMBER, wordRule } from '../workers/rig.ts';
import { crowd, World } from '../workers/world.ts';

const HASH = '0123456789abcdef';
const brake = {
  establishedSenders: { count: 1_000_000, withinMs: MINUTE },
  shareOfActiveSenders: 1,
  minBlocks: 1_000_000,
};
const rules = (blocksPerMinute: number, ...words: string[]): Ruleset =>
  ruleset(
    words.map((word) => wordRule(word)),
    { hash: HASH, policy: policy({ brake: { ...brake, blocksPerMinute } }) },
  );

/** People blocked and held by two rules, and an operator's terminal beside them. */
async function openTerminal(given: Ruleset) {
  const world = await World.open(given);
  const folder = tempFolder();
  const rulesDir = join(folder.path, 'rules');
  mkdirSync(rulesDir);
  writeFileSync(join(rulesDir, 'policy.yaml'), 'brake: { blocks_per_minute: 2 }\n');
  world.rig.now = Date.now();
  const redis = testRedis();
  const keys = createKeys(world.rig.prefix);
  await createNumberStore(redis, keys).register(NUMBER);
  const { simulator } = world;
  const stage = { folder: folder.path, keyPrefix: world.rig.prefix, rulesDir, simulator };
  return {
    world,
    rulesets: createRulesetStore(redis, keys),
    type: (words: string, isTTY = false): Promise<Answer> => typed(stage, words.split(' '), { isTTY }),
    async close() {
      await world[Symbol.asyncDispose]();
      await redis.quit();
      folder[Symbol.dispose]();
    },
  };
}

let terminal: Awaited<ReturnType<typeof openTerminal>>;
beforeAll(async () => {
  terminal = await openTerminal(rules(1_000, 'bad', 'good'));
});
afterAll(() => terminal.close());

describe('cordon blocks undo and blocks release', () => {
  it.each([
    ['undo', 'no rule is named'],
    ['release', 'no rule is named'],
    ['undo --rule bad --version later', '--version later is not a version of the rules'],
    ['undo --rule bad --since soon', '--since soon is neither a length'],
    ['undo --rule bad --since 1h --until 2h', '--since is later than --until'],
    ['release --rule bad --number 5', '"5" is not a phone number id Cordon knows'],
  ])('blocks %s: says what is wrong', async (words, problem) => {
    const answer = await terminal.type(`blocks ${words}`);
    expect(answer).toMatchObject({ code: 2, out: '' });
    expect(answer.err).toContain(problem);
  });

  it('when there is nothing of that rule, says so and what may have been meant', async () => {
    const { world, type } = terminal;
    await world.write(crowd(3), 'bad');
    await world.write([4], 'bad and good');
    await world.enforce();
    expect(await type('blocks undo --rule badd')).toEqual(
      expect.objectContaining({
        code: 1,
        out: 'Rule badd blocks nobody and left no strikes.\n',
        err: 'Did you mean --rule bad?\n',
      }),
    );
    expect(await type('blocks release --rule bad')).toMatchObject({
      code: 1,
      out: 'The brake holds no block of rule bad.\n',
    });
  });

  it('a dry run says what would be done, masked, and does nothing; then it is done, with a warning while the rule is in force', async () => {
    const { world, rulesets, type } = terminal;
    const dry = await type(`blocks undo --rule bad --version ${HASH.slice(0, 6)} --dry-run --limit 2`);
    expect(dry.code).toBe(0);
    expect(dry.out.split('\n')).toHaveLength(5);
    expect(dry.out).toContain(
      'Rule bad: 3 blocks would be lifted, 1 stay by other rules or by hand, 0 could not be lifted.\n',
    );
    expect(dry.err).toContain('2 more people; name them with --limit 0\n');
    await world.enforce();
    expect(world.blocked()).toBe(4);

    await rulesets.report({
      ...{ process: 'test:1', at: Date.now(), hash: HASH, rules: 2 },
      ...{ source: 'files', rejected: [] },
    });
    const done = await type('blocks undo --rule bad --json');
    expect(done.code).toBe(0);
    expect(done.err).toContain('Unless bad is mended or set to monitor, it blocks again.');
    const lines = done.json();
    expect(lines).toHaveLength(5);
    expect(lines.at(-1)).toEqual({
      ...{ rule: 'bad', version: null, dryRun: false },
      ...{ people: 4, lifted: 3, kept: 1, left: 0, strikes: 0 },
    });
    world.rig.now = Date.now();
    await world.enforce();
    expect(world.blocked()).toBe(1);
    expect((await type('blocks undo --rule good')).out).toContain('is to be let in within seconds');
  });

  it('releases what the brake holds at the pace of the policy', async () => {
    const own = await openTerminal(rules(1, 'bad'));
    const { world, type } = own;
    try {
      await world.write(crowd(6), 'bad');
      await world.enforce();
      expect(world.blocked()).toBe(1);
      expect((await type('blocks list --status held --json')).json()).toHaveLength(5);
      expect((await type('blocks release --rule bad --dry-run')).out).toContain('5 held blocks would go on');
      const { code, out } = await type(`blocks release --rule bad --version ${HASH.slice(0, 4)}`);
      expect(code).toBe(0);
      expect(out).toContain('Rule bad: 5 held blocks go on, the last from ');
      await world.wait(30_000);
      expect(world.blocked()).toBe(3);
      await world.wait(2 * MINUTE);
      expect(world.blocked()).toBe(6);
    } finally {
      await own.close();
    }
  });
});
