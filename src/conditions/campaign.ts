import { z } from 'zod';
import type { Alike } from '../core/campaign/shared.ts';
import { MEMBERS_MAX } from '../core/campaign/cluster.ts';
import type { TraitKind } from '../core/campaign/trait.ts';
import { TRAIT_KINDS } from '../core/campaign/trait.ts';
import type { Condition, ConditionContext, ValueSource } from '../core/condition.ts';
import { formatDuration } from '../core/duration.ts';
import type { FactRequest } from '../core/facts.ts';
import { domainProblem } from './domain-set.ts';
import { knownTextProblem, knownTexts } from './known-texts.ts';
import { checkedValues, countSchema, usableValues } from './shapes.ts';
import { withinSchema } from './window.ts';

interface Options {
  at_least: number;
  within: number;
  of: readonly TraitKind[];
  expected?: ValueSource | undefined;
  own?: ValueSource | undefined;
  shared?: ValueSource | undefined;
}

const DEFAULT_SENDERS = 4;
const KIND_NAMES: Record<TraitKind, string> = { text: 'text', media: 'file', link: 'link' };
/** How alike a text must be to one that is expected. */
const EXPECTED_FROM = 0.5;

const factOf = ({ of, within, at_least: atLeast }: Options): FactRequest => ({
  kind: 'campaign',
  of,
  withinMs: within,
  atLeast,
});
const domains = checkedValues(domainProblem).optional();

export const campaign: Condition<Options> = {
  meta: {
    name: 'campaign',
    summary: `How many different senders wrote nearly the same text (names, numbers, emoji, slips and order of words aside), sent the same file or linked to the same site within a time, this one included. Texts like those of \`expected\` and links to sites of \`own\` do not count; of sites of \`shared\`, where everybody links to, the same address is counted. ${DEFAULT_SENDERS} senders within 24h unless you say otherwise; staff, customers and who wrote often for a week make no campaign.`,
    schema: z.strictObject({
      at_least: countSchema
        .min(2, { error: 'one sender alone makes no campaign: at least 2' })
        .max(MEMBERS_MAX, { error: `must be at most ${MEMBERS_MAX}: no more senders are remembered` })
        .default(DEFAULT_SENDERS),
      within: withinSchema.prefault('24h'),
      of: z
        .array(z.enum(TRAIT_KINDS, { error: `expected ${TRAIT_KINDS.join(', ')}` }))
        .min(1, { error: 'the list is empty' })
        .default([...TRAIT_KINDS]),
      expected: checkedValues(knownTextProblem).optional(),
      own: domains,
      shared: domains,
    }),
    absence:
      'a message from an ad, a press on a button and a text of fewer than 5 words or 25 letters are compared with none',
    example: '{ at_least: 4, within: 24h, of: [text, link], own: [yourshop.com] }',
    explain:
      '{senders} different senders of the same {kind} ({incident}) within {within}, wanted at least {limit}',
    facts: (options) => [factOf(options)],
  },
  create: (options, context) => {
    const { at_least: limit, of } = options;
    const within = formatDuration(options.within);
    const isExpected = expectedTest(options, context);
    const counts = linkTest(options, context);
    return ({ facts, text }) => {
      let best: Alike | null = null;
      let senders = 0;
      for (const alike of facts.number.alike) {
        const count = alike.senders.get(options.within) ?? 0;
        if (count <= senders || !of.includes(alike.kind)) continue;
        if (alike.kind === 'link' && !counts(alike.shown)) continue;
        if (alike.kind === 'text' && count >= limit && isExpected(text)) continue;
        best = alike;
        senders = count;
      }
      const kind = best === null ? 'kind' : KIND_NAMES[best.kind];
      const incident = best?.shown ?? 'nothing is compared';
      return { matched: senders >= limit, data: { senders, kind, incident, within, limit } };
    };
  },
};

type TextTest = (text: Parameters<ReturnType<typeof knownTexts>>[0]) => boolean;

function expectedTest({ expected }: Options, context: ConditionContext): TextTest {
  if (expected === undefined) return () => false;
  const find = knownTexts(context.values(expected));
  return (text) => (find(text)?.similarity ?? 0) >= EXPECTED_FROM;
}

/** Whether a link counts: of shared sites an address, of others the host, of own ones nothing. */
function linkTest({ own, shared }: Options, context: ConditionContext): (shown: string) => boolean {
  const read = (source: ValueSource | undefined): readonly string[] =>
    source === undefined ? [] : usableValues(context, source, domainProblem);
  const isOwn = context.search.domains(read(own));
  const isShared = context.search.domains(read(shared));
  return (shown) => {
    const end = shown.search(/[/?]/);
    const link = { url: shown, host: end === -1 ? shown : shown.slice(0, end) };
    return !isOwn(link) && isShared(link) === (end !== -1);
  };
}
