import { z } from 'zod';
import type { Policy, WarnPolicy } from '../core/policy.ts';
import { MAX_WARNING_TEXT, placeholdersOf, warningText } from '../core/warning-text.ts';
import { MAX_DURATION_MS } from '../core/duration.ts';
import { parseCountPer, threshold } from './policy-values.ts';
import type { Problem } from './problem.ts';
import { problem } from './problem.ts';
import { didYouMean } from './suggest.ts';
import type { Path, YamlSource } from './yaml-source.ts';

const DAY_MS = 24 * 3_600_000;
const AT_MOST_HINT = 'expected a count per length, e.g. 1 per 24h';
const atMost = z.string({ error: AT_MOST_HINT }).transform((text, context) => {
  const parsed = parseCountPer(text);
  if (parsed !== null && parsed.count >= 1 && parsed.count <= 10 && parsed.withinMs <= 30 * DAY_MS)
    return parsed;
  context.addIssue({ code: 'custom', message: `${AT_MOST_HINT}, from 1 to 10 within 30 days at most` });
  return z.NEVER;
});

/** What is missing is asked for once a number's part is put together with the general one. */
const written = z.strictObject({
  at: threshold.default(5),
  text: z.string().optional(),
  before_block: z.string().optional(),
  for_good: z.string().min(1).max(200).default('an unlimited time'),
  appeal: z.string().optional(),
  at_most: atMost.prefault('1 per 24h'),
  per_minute: z.int().min(1).max(1_000).default(20),
});

/** `actions.warn` as written; `off` is for a number that does without, also as `before_block`. */
export const warnSchema = z.union([z.literal('off', { error: 'expected off' }), written]).default('off');

type Written = z.output<typeof written>;
type Actions = Readonly<Record<'flag' | 'cooldown', { at: number }>> & { warn: z.output<typeof warnSchema> };

/** `actions.warn` as the core knows it; nothing when it is not there or switched off. Only for parts without problems. */
export function warnPolicy(warn: Actions['warn']): Pick<Policy, 'warn'> {
  return warn === 'off' ? {} : { warn: policyOf(warn) };
}

const policyOf = (warn: Written): WarnPolicy => ({
  at: warn.at,
  text: (warn.text ?? '').trim(),
  beforeBlock:
    warn.before_block === undefined || warn.before_block === 'off' ? null : warn.before_block.trim(),
  forGood: warn.for_good,
  appeal: (warn.appeal ?? '').trim(),
  atMost: warn.at_most,
  perMinute: warn.per_minute,
});

/** What is wrong with the warnings of one part of policy.yaml, put together with what holds for all. */
export function warnProblems(source: YamlSource, base: Path, { flag, warn, cooldown }: Actions): Problem[] {
  if (warn === 'off') return [];
  const problems: Problem[] = [];
  const say = (key: string, message: string): unknown =>
    problems.push(problem(source.file, source.at([...base, 'actions', 'warn', key]), message));
  if (warn.at < flag.at) say('at', `warn starts at ${warn.at}, below flag at ${flag.at}`);
  if (warn.at > cooldown.at) say('at', `warn starts at ${warn.at}, above cooldown at ${cooldown.at}`);
  const appeal = appealProblem(warn.appeal);
  if (appeal !== null) say('appeal', appeal);
  const policy = policyOf(warn);
  if (warn.text === undefined) say('text', "'text' is missing: what a sender reads who is warned");
  else for (const message of textProblems(policy, 'text')) say('text', message);
  if (policy.beforeBlock !== null)
    for (const message of textProblems(policy, 'before_block')) say('before_block', message);
  return problems;
}

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
const PHONE = /^\+[1-9][\d ().-]{5,25}$/;
const LONGEST_APPEAL = 500;

/** Somebody who is blocked cannot write here, so there must be another way. null = it is one. */
function appealProblem(written: string | undefined): string | null {
  if (written === undefined)
    return "'appeal' is missing: somebody who is blocked cannot write to you here, so say where else";
  const appeal = written.trim();
  if (appeal.length > LONGEST_APPEAL) return `'appeal': must be at most ${LONGEST_APPEAL} characters`;
  const isUrl = /^https:\/\/[^\s/?#]+\.[^\s/?#]+\S*$/.test(appeal) && URL.canParse(appeal);
  if (isUrl || EMAIL.test(appeal) || PHONE.test(appeal)) return null;
  return "'appeal': expected an address such as https://your.shop/help, help@your.shop or +49 30 1234567";
}

const NAMES = { text: ['appeal'], before_block: ['appeal', 'length'] } as const;

function textProblems(policy: WarnPolicy, key: keyof typeof NAMES): string[] {
  const written = key === 'text' ? policy.text : (policy.beforeBlock ?? '');
  if (written === '') return [`'${key}' is empty`];
  const known: readonly string[] = NAMES[key];
  const used = placeholdersOf(written);
  const unknown = used
    .filter((name) => !known.includes(name))
    .map((name) =>
      name === 'length'
        ? `'${key}': {{length}} is how long a block lasts, and nobody is blocked here`
        : `'${key}': unknown placeholder '{{${name}}}'${didYouMean(name, known) || `; known here: ${known.join(', ')}`}`,
    );
  const silent = used.includes('appeal')
    ? []
    : [`'${key}' does not say where to turn to: put {{appeal}} into it`];
  const lengths = key === 'text' ? [null] : [MAX_DURATION_MS, Infinity];
  const longest = Math.max(...lengths.map((length) => warningText(policy, length).length));
  const long =
    longest > MAX_WARNING_TEXT
      ? [`'${key}': ${longest} characters with everything filled in; WhatsApp takes ${MAX_WARNING_TEXT}`]
      : [];
  return [...unknown, ...silent, ...long];
}
