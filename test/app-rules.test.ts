import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startRules, type Rules } from '../src/app-rules.ts';
import { createLogger } from '../src/log.ts';
import { examineFolder } from '../src/ruleset/candidate.ts';
import { createKeys } from '../src/store/keys.ts';
import { createRulesetStore } from '../src/store/ruleset-store.ts';
import { testRedis, testRedisPath, uniquePrefix } from './helpers/redis.ts';
import { tempFolder } from './helpers/temp-folder.ts';
import { waitFor } from './helpers/wait-for.ts';

const GOOD = `rules:
  - id: good
    description: Says alpha
    when: { text.words: { any: [alpha] } }
    score: 3
    reason: "says '{{match}}'"
    tests: { match: [alpha], ignore: [hello] }
`;

describe('the rules of a process', () => {
  const redis = testRedis();
  let folder: ReturnType<typeof tempFolder>;
  let keyPrefix: string;
  let logged: string[];
  let running: Rules[];

  const put = (text: string): void => writeFileSync(join(folder.path, 'rules', 'a.yaml'), text);
  const start = async (): Promise<Rules> => {
    const log = createLogger({ level: 'info', destination: { write: (line) => void logged.push(line) } });
    const rules = await startRules({
      dir: join(folder.path, 'rules'),
      redis: { path: testRedisPath() },
      keyPrefix,
      log,
    });
    running.push(rules);
    return rules;
  };
  const reports = () => createRulesetStore(redis, createKeys(keyPrefix)).reports(Date.now());

  afterAll(() => redis.disconnect());
  beforeEach(() => {
    folder = tempFolder();
    mkdirSync(join(folder.path, 'rules'));
    keyPrefix = uniquePrefix('app-rules');
    [logged, running] = [[], []];
  });
  afterEach(async () => {
    for (const rules of running) await rules.close();
    folder[Symbol.dispose]();
  });

  it('refuses to start with broken files when there is no last good set, naming every problem', async () => {
    put(`${GOOD}  - id: Bad Id\n    when: {}\n`);
    await expect(start()).rejects.toThrow(/a\.yaml:8:9 error[\s\S]*a\.yaml:9:/);
  });

  it('takes a pack away and back by one line while it runs; a mistyped line keeps what was in force', async () => {
    const own = (line: string): void => writeFileSync(join(folder.path, 'rules', 'own.yaml'), line);
    put(GOOD);
    const rules = await start();
    const mode = () => rules.current().loaded[0]?.mode;
    own('packs: { a: off }\n');
    await waitFor(() => mode() === 'off', { what: 'the pack switched off' });
    own('packs: { b: enforce }\n');
    await waitFor(() => rules.rejection() !== null, { what: 'the refused line' });
    expect([rules.rejection()?.problems[0]?.file, mode()]).toEqual(['own.yaml', 'off']);
    own('packs: { a: enforce }\n');
    await waitFor(() => rules.rejection() === null && mode() === 'enforce', {
      what: 'the pack back in force',
    });
  });

  it('starts with the last good set when the files are broken, says so everywhere, and takes the mended files', async () => {
    put(GOOD);
    const first = await start();
    const { hash } = first.current();
    await waitFor(async () => (await reports())[0]?.hash === hash, { what: 'the report of the good set' });
    await first.close();

    put('rules: [');
    const second = await start();
    expect(second.current().hash).toBe(hash);
    expect(second.rejection()?.problems[0]?.file).toBe('a.yaml');
    expect(logged.join('')).toContain('rules cannot be used; judging by the last good ones');
    await waitFor(async () => (await reports())[0]?.source === 'last-good', {
      what: 'the report of the last good set',
    });
    expect((await reports())[0]?.rejected[0]).toContain('a.yaml:1:');

    put(GOOD.replace('id: good', 'id: mended'));
    await waitFor(() => second.rejection() === null, { what: 'the mended files' });
    expect(second.current().loaded.map(({ id }) => id)).toEqual(['mended']);
    await waitFor(async () => (await reports())[0]?.source === 'files', {
      what: 'the report of the mended set',
    });
  });

  it('keeps as last good what was last in force, not what was last written', async () => {
    put(GOOD);
    const rules = await start();
    put(GOOD.replace('alpha] }', 'omega] }'));
    await waitFor(() => rules.rejection() !== null, {
      what: 'the rejection of a set that fails its own test',
    });
    const kept = await createRulesetStore(redis, createKeys(keyPrefix)).lastGood();
    expect(kept?.contents.get('a.yaml')).toBe(GOOD);
  });

  describe('started with a list that lost most of its entries', () => {
    const entries = (count: number): string =>
      Array.from({ length: count }, (_, index) => `entry number ${index}\n`).join('');
    const putList = (count: number): void =>
      writeFileSync(join(folder.path, 'rules', 'phrases.txt'), entries(count));
    const before = async (): Promise<string> => {
      put(GOOD.replace('any: [alpha]', 'list: phrases.txt').replaceAll('[alpha]', '[entry number 0]'));
      putList(40);
      const first = await start();
      await first.close();
      return first.current().hash;
    };

    it('judges by the last good set until that is accepted, and by the whole list once it is there', async () => {
      const whole = await before();
      putList(3);
      const second = await start();
      expect(second.current().hash).toBe(whole);
      expect(second.rejection()?.problems[0]?.message).toContain('from 40 to 3 entries');
      expect(logged.join('')).toContain('rules cannot be used; judging by the last good ones');
      putList(41);
      await waitFor(() => second.rejection() === null, { what: 'the whole list' });
      expect(second.current().hash).not.toBe(whole);
    });

    it('uses it at once when it was accepted', async () => {
      const whole = await before();
      putList(3);
      const second = await start();
      const examined = await examineFolder(join(folder.path, 'rules'));
      const short = examined.ok ? examined.candidate.ruleset.hash : '';
      await createRulesetStore(redis, createKeys(keyPrefix)).accept(short);
      await waitFor(() => second.current().hash === short, { what: 'the accepted list' });
      expect(short).not.toBe(whole);

      putList(40);
      await waitFor(() => second.current().hash === whole, { what: 'the whole list' });
      await second.close();
      putList(3);
      const third = await start();
      expect([third.current().hash, third.rejection()]).toEqual([short, null]);
    });

    it('takes a folder without that list: what is gone at a start was taken away', async () => {
      await before();
      rmSync(join(folder.path, 'rules', 'phrases.txt'));
      put(GOOD);
      const second = await start();
      expect(second.rejection()).toBeNull();
    });
  });
});
