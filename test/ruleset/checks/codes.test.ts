import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { LintCode } from '../../../src/ruleset/checks/codes.ts';
import { LINT_CODES } from '../../../src/ruleset/checks/codes.ts';
import { lintTable } from '../../../src/ruleset/checks/docs.ts';
import { expectGenerated } from '../../helpers/generated-docs.ts';
import { lintOf, when } from './lint-of.ts';

const page = join(import.meta.dirname, '../../../docs/lint.md');
const list = (content: string): Record<string, string> => ({
  'r.yaml': when('text.words: { list: lists/x.txt }'),
  'lists/x.txt': content,
});
const file = (yaml: string): Record<string, string> => ({ 'r.yaml': yaml });

/** Files in which each check finds something. */
const EXAMPLES: Readonly<Record<LintCode, Record<string, string>>> = {
  'always-matches': file(when('rate: { at_least: 1, within: 1m }')),
  'ascii-class': file(when("text.matches: '\\bкредит\\b'")),
  'covered-entry': file(when('links.domains: [example.com, shop.example.com]')),
  'curly-quotes': file(when('text.contains: “free bitcoin”')),
  'cut-off': file(when('text.contains:\n  - win prize #1 today')),
  'dead-branch': file(
    when('links.count: { below: 1 }\nany: [{ links.domains: example.com }, { text.words: hi }]'),
  ),
  'dead-exception': file(when('message.type: text\nnot: [{ message.type: image }]')),
  'dead-reference': file(
    `${when('text.words: hi', 'score: 1\nmode: off')}  - { id: b, score: 1, when: { matched: a } }\n`,
  ),
  'duplicate-entry': list('free bitcoin\nFree-Bitcoin\n'),
  'duplicate-test': file(when('text.words: hi', 'score: 1\ntests: { match: [hi, hi] }')),
  'empty-entry': file(when('text.contains: ["\\u200b", hi]')),
  expired: file(when('text.words: hi', 'score: 1\nexpires: 2020-12-31')),
  invalid: file(when('text.word: hi')),
  'literal-dot': file(when("text.matches: 'example.com'")),
  'lonely-group': file(
    `${when('text.words: hi', 'score: 1\ngroup: lures')}  - { id: b, score: 1, group: lures, when: { text.words: ho } }\n  - { id: c, score: 1, group: lure, when: { text.words: hu } }\n`,
  ),
  'never-matches': file(when('links.count: { above: 3 }\nnot: [{ links.count: { above: 2 } }]')),
  'no-description': file(when('text.words: hi')),
  'no-line-breaks': file(when("text.matches: 'win\\nnow'")),
  'no-rules': file(''),
  'no-tests': file(when('text.words: hi')),
  'warn-unsent': file(when('text.words: hi', 'then: warn')),
  'same-when': file(`${when('text.words: hi')}  - { id: b, score: 1, when: { text.words: hi } }\n`),
  shadowed: file(
    `${when('links.count: { at_least: 1 }', 'score: 5\ngroup: g')}  - { id: b, score: 2, group: g, when: { links.count: { at_least: 3 } } }\n`,
  ),
  'unused-definition': file(`${when('text.words: hi')}define: { shop-talk: { text.words: order } }\n`),
  'unused-list': { 'r.yaml': when('text.words: hi'), 'lists/x.txt': 'a' },
  'weak-only': file(when('sender.country: BR', 'then: block')),
  'yaml-trap': file(when('text.words: [no, hi]')),
  'yaml-warning': file(when('text.words: !words hi')),
};

describe('every check', () => {
  it.each(Object.entries(EXAMPLES))('%s finds what it is for', (code, files) => {
    const found = lintOf(files).filter((one) => (one.code ?? 'invalid') === code);
    expect(found.length).toBeGreaterThan(0);
    const known = Object.entries(LINT_CODES).find(([name]) => name === code)?.[1];
    for (const { severity, message, file: where, line, column } of found) {
      expect(severity).toBe(known?.severity);
      expect(message).toMatch(/^.{10,}$/);
      expect([where in files || where === '.', line > 0, column > 0]).toEqual([true, true, true]);
    }
  });

  it('is in the table of the docs, in order', async () => {
    const names = Object.keys(LINT_CODES);
    expect([...names].sort()).toEqual(names);
    await expectGenerated(page, 'lint', lintTable());
  });
});
