import { appendFileSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Candidate } from '../../src/ruleset/candidate.ts';
import { examineFolder } from '../../src/ruleset/candidate.ts';
import type { Rejection, RulesetWatch } from '../../src/ruleset/watch.ts';
import { watchRuleset } from '../../src/ruleset/watch.ts';
import { tempFolder } from '../helpers/temp-folder.ts';
import { waitFor } from '../helpers/wait-for.ts';

const rule = (id: string, word: string): string => `rules:
  - id: ${id}
    description: Says ${word}
    when: { text.words: { any: [${word}] } }
    score: 3
    reason: "says '{{match}}'"
    tests:
      match: ["well, ${word}"]
      ignore: ["hello"]
`;
const entries = (count: number): string =>
  Array.from({ length: count }, (_, index) => `entry number ${index}\n`).join('');
const usesList = `rules:
  - id: listed
    description: A listed phrase
    when: { text.words: { list: lists/phrases.txt } }
    score: 3
    reason: "says '{{match}}'"
    tests: { match: ["entry number 0"], ignore: ["hello"] }
`;

describe('a watched rules folder', () => {
  let folder: ReturnType<typeof tempFolder>;
  let dir: string;
  let watch: RulesetWatch | null = null;
  let activated: Candidate[];
  let rejected: Rejection[];
  let errors: unknown[];
  let accepted: Set<string>;

  const put = (name: string, text: string): void => writeFileSync(join(dir, name), text);
  const ids = (): string[] => watch?.current().loaded.map(({ id }) => id) ?? [];
  const start = async (intervalMs = 30): Promise<void> => {
    const examined = await examineFolder(dir);
    if (!examined.ok) throw new Error(JSON.stringify(examined.problems));
    watch = watchRuleset({
      dir,
      initial: examined.candidate,
      rejection: null,
      isAccepted: (hash) => Promise.resolve(accepted.has(hash)),
      onActivated: (candidate) => Promise.resolve(void activated.push(candidate)),
      onRejected: (rejection) => void rejected.push(rejection),
      onError: (error) => void errors.push(error),
      now: Date.now,
      intervalMs,
    });
  };

  beforeEach(() => {
    folder = tempFolder();
    dir = join(folder.path, 'rules');
    mkdirSync(join(dir, 'lists'), { recursive: true });
    put('a.yaml', rule('first', 'alpha'));
    [activated, rejected, errors, accepted] = [[], [], [], new Set()];
  });
  afterEach(async () => {
    await watch?.close();
    watch = null;
    folder[Symbol.dispose]();
    expect(errors).toEqual([]);
  });

  it('puts an edit, a new file and a removed file in force', async () => {
    await start();
    const before = watch?.current().hash;
    put('a.yaml', rule('edited', 'alpha'));
    await waitFor(() => ids().join() === 'edited', { what: 'the edited rule' });
    put('b.yaml', rule('second', 'beta'));
    await waitFor(() => ids().join() === 'edited,second', { what: 'the new file' });
    rmSync(join(dir, 'b.yaml'));
    await waitFor(() => ids().join() === 'edited', { what: 'the file removed' });
    expect(watch?.current().hash).not.toBe(before);
    expect(activated).toHaveLength(3);
    expect(rejected).toEqual([]);
  });

  it('never judges by half a file: a writer that saves in pieces is waited for or refused, the whole file wins', async () => {
    await start();
    const text = rule('pieces-one', 'gamma') + rule('pieces-two', 'delta').replace('rules:\n', '');
    put('a.yaml', '');
    for (let at = 0; at < text.length; at += 7) {
      appendFileSync(join(dir, 'a.yaml'), text.slice(at, at + 7));
      // One look or two at this very state.
      await new Promise((resolve) => setTimeout(resolve, at % 5 === 0 ? 70 : 3));
      expect([['first'], ['pieces-one'], ['pieces-one', 'pieces-two']]).toContainEqual(ids());
    }
    await waitFor(() => ids().join() === 'pieces-one,pieces-two', { what: 'the whole file' });
    expect(watch?.rejection()).toBeNull();
  });

  it.each([
    ['a syntax error', 'rules: [', 'a.yaml:1:'],
    ['an unknown condition', rule('first', 'alpha').replace('text.words', 'text.wrods'), 'text.words'],
    [
      'a rule that fails its own test',
      rule('first', 'alpha').replace('well, alpha', 'well, omega'),
      'should match',
    ],
    ['an emptied file', '', 'was emptied'],
  ])('keeps the last good set on %s and takes the mended file', async (_what, broken, said) => {
    await start();
    const good = watch?.current();
    put('a.yaml', broken);
    await waitFor(() => rejected.length > 0, { what: 'the rejection' });
    expect(watch?.current()).toBe(good);
    const [problem] = watch?.rejection()?.problems ?? [];
    expect(`${problem?.file}:${problem?.line}: ${problem?.message}`).toContain(said);
    put('a.yaml', rule('mended', 'alpha'));
    await waitFor(() => ids().join() === 'mended', { what: 'the mended file' });
    expect(watch?.rejection()).toBeNull();
  });

  it('clears the rejection when the broken edit is taken back', async () => {
    await start();
    put('a.yaml', 'rules: [');
    await waitFor(() => watch?.rejection() !== null, { what: 'the rejection' });
    put('a.yaml', rule('first', 'alpha'));
    await waitFor(() => watch?.rejection() === null, { what: 'the rejection gone' });
    expect(activated).toEqual([]);
  });

  it.each([
    ['emptied', '# nothing left\n'],
    ['cut to less than half', entries(9)],
  ])('keeps the last good set when a list is %s, until that is accepted', async (_what, list) => {
    put('a.yaml', usesList);
    put('lists/phrases.txt', entries(20));
    await start();
    const good = watch?.current();
    put('lists/phrases.txt', list);
    await waitFor(() => rejected.length > 0, { what: 'the rejection' });
    expect(watch?.current()).toBe(good);
    if (list.startsWith('#')) return; // an empty list cannot be used at all
    expect(rejected[0]?.problems[0]?.message).toContain('from 20 to 9 entries');
    const examined = await examineFolder(dir);
    if (!examined.ok) throw new Error('the cut list is usable');
    accepted.add(examined.candidate.ruleset.hash);
    await waitFor(() => watch?.current() !== good, { what: 'the accepted list' });
    expect(watch?.rejection()).toBeNull();
    expect(rejected).toHaveLength(1);
  });

  const staff = (...numbers: string[]): string =>
    `protect: { staff: [${numbers.map((n) => `'${n}'`).join(', ')}] }\n`;
  it.each([
    ['the policy that names them is gone', () => rmSync(join(dir, 'policy.yaml'))],
    [
      'the policy was saved only up to where it names them',
      () => put('policy.yaml', 'actions: { flag: { at: 3 } }\n'),
    ],
    ['it names somebody else', () => put('policy.yaml', staff('+15550100777'))],
  ])('does not unprotect everybody because %s, until that is accepted', async (_what, edit) => {
    put('policy.yaml', staff('+15550100998', '+15550100999'));
    await start();
    const good = watch?.current();
    edit();
    await waitFor(() => rejected.length > 0, { what: 'the rejection' });
    expect(watch?.current()).toBe(good);
    expect(rejected[0]?.problems[0]?.message).toContain('none of the 2 people protected before');
    const examined = await examineFolder(dir);
    if (!examined.ok) throw new Error('the edit is usable');
    accepted.add(examined.candidate.ruleset.hash);
    await waitFor(() => watch?.current() !== good, { what: 'the accepted edit' });
  });

  it('does not take the customers from the policy at once, until that is accepted', async () => {
    put('lists/vip.txt', '+15550100998\n+15550100999\n');
    put('policy.yaml', 'trust: { customers: lists/vip.txt }\n');
    await start();
    put('policy.yaml', '{}\n');
    await waitFor(() => rejected.length > 0, { what: 'the rejection' });
    expect(rejected[0]?.problems[0]?.message).toContain('none of the 2 customers known before still are');
  });

  it('lets one of two people go from the protected ones', async () => {
    put('policy.yaml', staff('+15550100998', '+15550100999'));
    await start();
    put('policy.yaml', staff('+15550100999'));
    await waitFor(() => activated.length === 1, { what: 'the edit' });
    expect(rejected).toEqual([]);
  });

  it('takes a list that lost fewer than half of its entries', async () => {
    put('a.yaml', usesList);
    put('lists/phrases.txt', entries(20));
    await start();
    put('lists/phrases.txt', entries(11));
    await waitFor(() => activated.length === 1, { what: 'the shorter list' });
    expect(rejected).toEqual([]);
  });

  it('survives a folder that vanishes and comes back', async () => {
    await start();
    renameSync(dir, `${dir}-away`);
    await waitFor(() => rejected.length > 0, { what: 'the rejection' });
    expect(ids()).toEqual(['first']);
    renameSync(`${dir}-away`, dir);
    await waitFor(() => watch?.rejection() === null, { what: 'the folder back' });
    expect(ids()).toEqual(['first']);
  });

  it('ends when it is closed in the middle of a look', async () => {
    await start(3_600_000);
    await watch?.close();
    expect(ids()).toEqual(['first']);
  });
});
