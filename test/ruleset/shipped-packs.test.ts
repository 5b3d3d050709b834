import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { CONDITION_BY_NAME } from '../../src/conditions/index.ts';
import { packsMap } from '../../src/ruleset/docs.ts';
import { readFolder } from '../../src/ruleset/load.ts';
import { modesIn } from '../../src/ruleset/packs.ts';
import type { LoadedRuleset } from '../../src/ruleset/parse.ts';
import { parseRuleset } from '../../src/ruleset/parse.ts';
import { formatProblem } from '../../src/ruleset/problem.ts';
import type { LoadedRule } from '../../src/ruleset/rule-file.ts';
import { expectGenerated } from '../helpers/generated-docs.ts';

const DIR = join(import.meta.dirname, '../../rules');
const { contents, problems } = await readFolder(DIR);
if (problems.length > 0) throw new Error(problems.map(formatProblem).join('\n'));

function rulesetOf(files: ReadonlyMap<string, string>): LoadedRuleset {
  const result = parseRuleset(files);
  if (!result.ok) throw new Error(result.problems.map(formatProblem).join('\n'));
  return result.ruleset;
}
const ruleset = rulesetOf(contents);
const { packs, loaded } = ruleset;
const names = packs.map(({ name }) => name);
const byId = new Map(loaded.map((rule) => [rule.id, rule]));

describe('the shipped packs', () => {
  it('are in the map of rules/README.md, rule by rule', async () => {
    await expectGenerated(join(DIR, 'README.md'), 'packs', packsMap(ruleset));
  });

  it.each(packs.map((pack) => [pack.name, pack] as const))('say what they are about: %s', (_, { about }) => {
    expect(about).toMatch(/^\p{Lu}.{10,}[^.]$/u);
  });

  it.each(names)('stand on their own, other packs taken away: %s', (name) => {
    const others = packs.filter((pack) => pack.name !== name).map(({ file }) => file);
    const { warnings } = rulesetOf(new Map([...contents].filter(([file]) => !others.includes(file))));
    expect(warnings.filter(({ file }) => file === `${name}.yaml`).map(formatProblem)).toEqual([]);
  });

  // Only watched is the strictest mode: nothing in force elsewhere may build on the pack.
  it.each(names)('take one line to be switched, and other packs go on: %s', (name) => {
    const { packs: now, warnings } = rulesetOf(
      new Map([...contents, ['own.yaml', `packs: { ${name}: monitor }`]]),
    );
    const notEnforced = now.filter(({ rules }) => rules.some(({ mode }) => mode !== 'enforce'));
    expect(notEnforced.map((pack) => [pack.name, modesIn(pack.rules)])).toEqual([[name, 'monitor']]);
    expect(warnings.map(formatProblem)).toEqual([]);
  });

  it('let each rule be watched by itself, whoever asks for it', () => {
    const asked = loaded.flatMap(({ asks }) =>
      asks.flatMap((node) => (node.kind === 'matched' ? node.ids : [])),
    );
    const refused = [...new Set(asked)].filter((id) => {
      const own = `overrides: { ${id}: { mode: monitor } }\n`;
      return !parseRuleset(new Map([...contents, ['own.yaml', own]])).ok;
    });
    expect(refused).toEqual([]);
  });

  const SCRIPTS = [/\p{sc=Latin}/u, /\p{sc=Cyrillic}/u, /\p{sc=Arabic}/u, /\p{sc=Devanagari}/u];
  it.each(packs.map((pack) => [pack.name, pack.file] as const))(
    'show what they match and ignore in Latin, Cyrillic, Arabic and Devanagari letters: %s',
    (_, file) => {
      const lines = loaded.filter((rule) => rule.file === file).flatMap(({ tests }) => tests);
      for (const wanted of ['match', 'ignore'] as const) {
        const texts = lines
          .filter((line) => line.expect === wanted)
          .map(({ test }) => [test.text, test.name, test.media?.file_name].join(' '));
        const missing = SCRIPTS.filter((script) => !texts.some((text) => script.test(text)));
        expect({ wanted, missing }).toEqual({ wanted, missing: [] });
      }
    },
  );
});

describe('nobody is blocked', () => {
  const { flagAt, cooldownAt, blockAt } = ruleset.policy;

  it('for good by one rule, or for long at first', () => {
    expect([flagAt < cooldownAt, cooldownAt < blockAt]).toEqual([true, true]);
    expect(ruleset.policy.ladder.stepsMs[0]).toBeLessThanOrEqual(60 * 60 * 1000);
    for (const { id, then, score } of loaded)
      expect({
        id,
        ok: then?.action !== 'block' && (then?.cooldownMs ?? null) === null && score < blockAt,
      }).toEqual({
        id,
        ok: true,
      });
  });

  /** What says who somebody is or what the message is, and nothing of what is wrong with it. */
  const CIRCUMSTANCES = /^(?:sender\.(?!name)|message\.(?:is_reply|from_ad|type)|time\.|number$|surge$)/;
  const signOf = (name: string): string => (name.startsWith('links.') ? 'links' : name);
  const signsOf = (rule: LoadedRule): Set<string> => {
    const asked = rule.asks.flatMap((node) => (node.kind === 'matched' ? node.ids : []));
    const own = rule.conditions.filter(
      (name) => !CIRCUMSTANCES.test(name) || CONDITION_BY_NAME.get(name)?.meta.weak,
    );
    return new Set([
      ...own.map(signOf),
      ...asked.flatMap((id) => {
        const other = byId.get(id);
        return other === undefined ? [] : [...signsOf(other)];
      }),
    ]);
  };
  const WEAK = [
    ...[...CONDITION_BY_NAME.values()].filter(({ meta }) => meta.weak === true).map(({ meta }) => meta.name),
    ...['links', 'message.forwarded', 'message.contact_card', 'message.media', 'sender.name'],
    ...['text.caps', 'text.emoji', 'text.length', 'text.repeats', 'text.script', 'text.profanity'],
  ];

  it.each([...new Set(WEAK)])(
    'for one weak sign, all rules that look at nothing else together: %s',
    (sign) => {
      const alone = loaded.filter((rule) => {
        const signs = signsOf(rule);
        return rule.mode === 'enforce' && signs.size === 1 && signs.has(sign);
      });
      const strongest = new Map<string, number>();
      for (const { id, group, score } of alone) {
        const key = group ?? `rule ${id}`;
        strongest.set(key, Math.max(strongest.get(key) ?? 0, score));
      }
      const sum = [...strongest.values()].reduce((total, score) => total + score, 0);
      expect(sum).toBeLessThan(cooldownAt);
      expect(alone.filter(({ then }) => then !== null && then.action !== 'flag').map(({ id }) => id)).toEqual(
        [],
      );
    },
  );
});
