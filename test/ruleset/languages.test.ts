import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { hasLanguageDetector } from '../../src/conditions/language-detector.ts';
import { examineContents } from '../../src/ruleset/candidate.ts';
import { loadLanguages } from '../../src/ruleset/languages.ts';
import { testRules } from '../helpers/test-rules.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

const OTHER = 'rules:\n  - { id: a, when: { text.words: hello }, score: 1 }\n';
const RULE = `rules:
  - id: russian-with-link
    when: { text.language: ru, links.count: { at_least: 1 } }
    score: 1
    tests:
      match: ['Здравствуйте, посмотрите наш новый каталог https://shop.example']
      ignore: ['Hello, please have a look at our new catalogue https://shop.example']
`;

it('rules load the language detector only when one of them asks for a language', async () => {
  await loadLanguages(new Map([['a.yaml', OTHER]]));
  expect(hasLanguageDetector()).toBe(false);

  using folder = tempFolder();
  writeFileSync(join(folder.path, 'a.yaml'), RULE);
  expect(await testRules(folder.path)).toMatchObject({ ok: true, passed: 2 });
  expect(hasLanguageDetector()).toBe(true);
});

it('rules kept elsewhere than in a folder find it, too', async () => {
  expect(await examineContents(new Map([['a.yaml', RULE]]))).toMatchObject({ ok: true });
});
