import { resolve } from 'node:path';
import { explain, type Explained } from '../../explain/explain.ts';
import { choiceOption } from '../args.ts';
import { defineCommand } from '../command.ts';
import { explainOptions, pastOf, readArrivals, sentAt } from '../explain-input.ts';
import { explanation } from '../explanation.ts';
import type { Io } from '../io.ts';
import { createStyle, printJson } from '../output.ts';
import type { LoadedRuleset } from '../../ruleset/parse.ts';
import { rulesetOrProblems } from '../ruleset.ts';

export const rulesExplainCommand = defineCommand({
  name: 'rules explain',
  summary: 'Show what every rule says about a message, the sum and the decision',
  options: explainOptions,
  details: `Nothing is sent, stored or blocked. Messages of a payload are judged in their order, each as if it had just arrived.
Exit status 1: there is no message to explain.

  cordon rules explain --text 'Earn daily, t.me/x1' --forwarded many
  cordon rules explain --text 'hello' --times 12 --every 2s --sender-seen 3 --seen-for 10d
  cordon rules explain --payload delivery.json --json`,
  async run({ values, json }, io) {
    const mode = choiceOption(values.mode ?? (io.env.CORDON_MODE || 'monitor'), 'mode', [
      'monitor',
      'enforce',
    ]);
    const now = sentAt(values);
    const { arrivals, passedOver } = readArrivals(values, now);
    const dir = resolve(values.rules ?? io.env.RULES_DIR ?? 'rules');
    const ruleset = await rulesetOrProblems(dir);
    const explained = explain(arrivals, { ruleset, mode, past: pastOf(values), now });
    const off = ruleset.loaded.filter((rule) => rule.mode === 'off').map(({ id }) => id);
    const answered = explained.some(({ kind }) => kind !== 'no-message');
    if (json) {
      const { hash } = ruleset;
      printJson(io, { ruleset: { dir, hash, off }, mode, passedOver, messages: explained.map(toJson) });
      return answered ? 0 : 1;
    }
    const style = createStyle(io);
    const shown = values.payload !== undefined || values.all ? explained : explained.slice(-1);
    const blocks = shown.map((one) =>
      explanation(one, { policyFor: ruleset.policyFor, mode, all: values.all, style }),
    );
    const rest = [
      ...earlier(explained.slice(0, explained.length - shown.length)),
      ...(off.length === 0 ? [] : [`off, not asked: ${asleep(ruleset).join(', ')}`]),
      ...(passedOver.length === 0 ? [] : [`no messages of a person: ${passedOver.join(', ')}`]),
      ...(explained.length === 0 ? ['there is no message in this payload'] : []),
    ];
    say(io, [
      ...blocks.map((lines) => lines.join('\n')),
      ...(rest.length === 0 ? [] : [style.dim(rest.join('\n'))]),
    ]);
    return answered ? 0 : 1;
  },
});

/** Rules that are off, those of a pack that is off as a whole in one word. */
function asleep({ packs }: LoadedRuleset): string[] {
  return packs.flatMap(({ name, rules }) => {
    const off = rules.filter(({ mode }) => mode === 'off').map(({ id }) => id);
    return off.length > 1 && off.length === rules.length ? [`pack ${name} (${off.length} rules)`] : off;
  });
}

const say = (io: Io, blocks: readonly string[]): void => void io.stdout.write(`${blocks.join('\n\n')}\n`);

/** The copies before the last one, equal decisions in one line. */
function earlier(explained: readonly Explained[]): string[] {
  const runs: { from: number; to: number; what: string }[] = [];
  explained.forEach((one, index) => {
    const what = one.kind === 'message' ? `${one.decision.action}, score ${one.decision.score}` : one.kind;
    const last = runs.at(-1);
    if (last?.what === what) last.to = index + 1;
    else runs.push({ from: index + 1, to: index + 1, what });
  });
  return runs.map(({ from, to, what }) => `copy ${from === to ? from : `${from}–${to}`} before it: ${what}`);
}

function toJson(explained: Explained): unknown {
  if (explained.kind !== 'message') return explained;
  const { facts } = explained;
  const { counts, normals } = facts.number;
  const number = { counts: Object.fromEntries(counts), normals: Object.fromEntries(normals) };
  return { ...explained, facts: { ...facts, counts: Object.fromEntries(facts.counts), number } };
}
