import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Bayes } from '../../../scripts/quality/bayes.ts';
import { learn, measure } from '../../../scripts/quality/measure.ts';
import { partOf } from '../../../scripts/quality/part.ts';
import { rulesetOrProblems } from '../../../src/cli/ruleset.ts';
import type { LoadedRuleset } from '../../../src/ruleset/parse.ts';
import { tempFolder, type TempFolder } from '../../helpers/temp-folder.ts';

const RULES = `rules:
  - id: coins
    description: Speaks of coins
    mode: enforce
    when: { text.words: { any: [coins] } }
    then: flag
  - id: profit
    description: Promises profit
    mode: enforce
    when: { text.words: { any: [profit] } }
    then: cooldown
  - id: watched
    description: Greets
    mode: monitor
    when: { text.words: { any: [hello] } }
    then: block
  - id: silent
    description: Says nothing anybody says
    mode: enforce
    when: { text.words: { any: [zzyzx] } }
    then: block
  - id: asleep
    description: Switched off
    mode: off
    when: { text.words: { any: [hello] } }
    then: block
`;
const row = (source: string, lang: string, label: string, text: string): string =>
  JSON.stringify({ source, lang, label, text });
const FIRST = [
  row('a', 'en', 'ham', 'hello there'),
  row('a', 'en', 'ham', 'coins for the laundry'),
  row('a', 'en', 'HAM', 'when do you open'),
  row('a', 'en', 'spam', 'coins and profit'),
  row('a', 'en', 'spam', 'hello dear'),
  row('a', 'de', 'ham', 'guten Tag'),
  row('a', 'de', 'spam', 'profit am Tag'),
];
const SECOND = [
  row('b', 'fr', 'hate', 'profit'),
  row('b', 'fr', 'hate', 'rien'),
  row('b', 'fr', 'spam', 'coins'),
];

let folder: TempFolder;
let ruleset: LoadedRuleset;
const file = (name: string, lines: readonly string[]): string => {
  const path = join(folder.path, name);
  writeFileSync(path, `${lines.join('\n')}\n`);
  return path;
};
beforeAll(async () => {
  folder = tempFolder();
  mkdirSync(join(folder.path, 'rules'));
  writeFileSync(join(folder.path, 'rules/r.yaml'), RULES);
  ruleset = await rulesetOrProblems(join(folder.path, 'rules'));
});
afterAll(() => folder[Symbol.dispose]());

const RUN = { hash: 'abc', day: null, command: 'npm run quality' };
/** Cells of the rows of a table, below its head. */
const cells = (markdown: string, heading: string): string[][] =>
  (markdown.split(`### ${heading}\n\n`)[1] ?? '')
    .split('\n\n')[0]!
    .split('\n')
    .slice(2)
    .map((line) => line.slice(2, -2).split(' | '));
/** Of `3 = 1.50 % (…)` the 3. */
const hits = (cell: string | undefined): string => (cell ?? '').split(' ')[0]!;

describe('figures', () => {
  it('are those counted by hand, by source, language and label', async () => {
    const measured = await measure([file('1.jsonl', FIRST), file('2.jsonl', SECOND)], ruleset);
    const part = partOf(measured, RUN);
    expect(measured.rows).toBe(10);
    expect(cells(part, 'By source and language').map((row) => row.map(hits))).toEqual([
      ['a', 'all', '4', '0', '1', '3', '2', '2'],
      ['a', 'en', '3', '0', '1', '2', '1', '1'],
      ['a', 'de', '1', '0', '0', '1', '1', '1'],
      ['b', 'fr', '0', '–', '–', '1', '0', '1'],
    ]);
    expect(cells(part, 'Other labels').map((row) => row.map(hits))).toEqual([
      ['b', 'fr', 'hate', '2', '1', '1'],
    ]);
    expect(cells(part, 'By rule')).toEqual([
      ['coins', '3', '1', '2', '0', '66.7 %'],
      ['profit', '3', '0', '2', '1', '100.0 %'],
      ['watched (monitor)', '2', '1', '1', '0', '50.0 %'],
    ]);
    expect(part).toContain('Never hit: silent, asleep (off).');
    expect(part).toContain('1 = 25.00 % (4.56–69.94) ✗');
    expect(part).toContain('1 = 33.33 % (6.15–79.23) ·');
  });

  it('hold no word of any text, and no name that breaks a table', async () => {
    const odd = row(
      'shop | `x`\n<b>',
      'en',
      'call me on my private number 555 0142 please, it is urgent',
      'hello',
    );
    const part = partOf(await measure([file('1.jsonl', [...FIRST, odd])], ruleset), RUN);
    for (const word of ['laundry', 'there', 'dear', 'guten']) expect(part).not.toContain(word);
    expect(part).toContain('shop ? ?x??');
    expect(part).not.toContain('urgent');
  });

  it('of a filter are of texts it did not learn from', async () => {
    const bayes = new Bayes();
    for (let times = 0; times < 50; times += 1) {
      bayes.learn('spam', 'en', ['coins', 'profit']);
      bayes.learn('ham', 'en', ['hello', 'open']);
    }
    const unseen = (folded: string): boolean => !folded.includes('laundry');
    const { beside } = await measure([file('1.jsonl', FIRST)], ruleset, { bayes, unseen });
    const counts = Object.fromEntries(
      beside.filter(({ lang }) => lang === 'en').flatMap(({ byLabel }) => [...byLabel]),
    );
    expect(counts).toEqual({
      ham: { rows: 2, any: 0, cooldown: 0, bayes: 0, foreign: 0 },
      spam: { rows: 2, any: 1, cooldown: 1, bayes: 1, foreign: 0 },
    });
  });

  it('of a filter come from one half only', async () => {
    const texts = Array.from({ length: 200 }, (_, index) => row('a', 'en', 'ham', `number${index}`));
    const bayes = await learn([file('1.jsonl', [...texts, row('a', 'en', 'hate', 'number0')])]);
    bayes.learn('spam', 'de', ['other']);
    const known = texts.filter((_, index) => bayes.logOdds([`number${index}`]) !== bayes.logOdds([]));
    expect(known.length).toBeGreaterThan(60);
    expect(known.length).toBeLessThan(140);
  });
});

describe('lines that are no labelled text', () => {
  it('are listed with file and line, and nothing else is lost', async () => {
    const path = file('bad.jsonl', [
      row('a', 'en', 'ham', 'fine'),
      '{"label": "ham", "text": "secret wo',
      '{"label": "ham"}',
      '{"text": "secret word"}',
      '{"label": ["ham"], "text": "secret word"}',
      '{"label": "ham", "from": "15550100123", "type": "text", "text": {"body": "secret word"}}',
      '{"label": "spam", "text": "no source, no language"}',
    ]);
    const { rows, unread, groups } = await measure([path], ruleset);
    expect(rows).toBe(2);
    expect(groups.map(({ source, lang }) => [source, lang])).toEqual([
      ['a', 'en'],
      ['-', '-'],
    ]);
    expect(unread.describe()).toEqual([
      expect.stringMatching(/bad\.jsonl:2: is not JSON/),
      expect.stringMatching(/bad\.jsonl:3: holds neither/),
      `${path}:4: has no "label"; say "ham", "spam" or a name of your own`,
      `${path}:5: has a "label" that is neither text nor a number`,
      `${path}:6: is a delivery; labelled text has "text" and "label"`,
    ]);
    expect(unread.describe().join()).not.toContain('secret');
    expect(partOf(await measure([path], ruleset), RUN)).toContain('5 lines could not be read');
  });

  it('are told only so often, file by file', async () => {
    const path = file('worse.jsonl', [row('a', 'en', 'ham', 'fine'), ...Array<string>(50).fill('{}')]);
    const other = file('other.jsonl', [row('a', 'en', 'ham', 'fine'), '[]', '{}']);
    const { unread } = await measure([path, other], ruleset);
    expect(unread.lines).toBe(51);
    expect(unread.describe()).toHaveLength(22);
    expect(unread.describe().at(-1)).toBe(`${path}: … and 30 more lines that cannot be read`);
  });

  it('alone are an error', async () => {
    const empty = file('empty.jsonl', ['']);
    await expect(measure([empty], ruleset)).rejects.toThrow('empty.jsonl holds no labelled text');
    await expect(measure(['-'], ruleset)).rejects.toThrow('standard input');
    await expect(measure([join(folder.path, 'none.jsonl')], ruleset)).rejects.toThrow('cannot be read');
  });
});
