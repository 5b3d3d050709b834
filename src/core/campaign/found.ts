import type { CampaignLine } from '../audit.ts';
import type { Evaluation } from '../decision.ts';
import type { NumberFacts } from '../facts.ts';
import type { Message } from '../message.ts';
import type { Alike } from './shared.ts';
import { TRAIT_KINDS } from './trait.ts';

/** A campaign a message is part of, because a rule says so. */
export interface Found {
  campaign: number;
  /** Nobody was told of it before. */
  line: CampaignLine | null;
}

/** Null for a message of none. One that shares text, file and link with others is part of one campaign, that of its text. */
function campaignOf(
  message: Message,
  evaluation: Evaluation | null,
  alike: readonly Alike[],
  at: number,
): Found | null {
  const reached = alike.filter(({ isCampaign, cluster }) => isCampaign && cluster !== null);
  if (reached.length === 0 || evaluation === null) return null;
  const rules = evaluation.rules.filter(
    ({ matched, conditions }) => matched && conditions.some((one) => one.name === 'campaign' && one.matched),
  );
  const [first] = reached.sort((a, b) => TRAIT_KINDS.indexOf(a.kind) - TRAIT_KINDS.indexOf(b.kind));
  if (rules.length === 0 || first === undefined || first.cluster === null) return null;
  const { kind: of, shown, senders, cluster } = first;
  const line: CampaignLine = {
    ...{ kind: 'campaign', at, senderId: message.sender.id, campaign: cluster.id, of, shown },
    senders: Math.max(...senders.values()),
    rules: rules.map(({ ruleId }) => ruleId),
  };
  return { campaign: cluster.id, line: cluster.isTold ? null : line };
}

/** Message key → the campaign it is part of, of these messages. */
export function campaignsIn(
  decided: readonly { key: string; message: Message; evaluation: Evaluation | null }[],
  number: ReadonlyMap<string, NumberFacts>,
  at: number,
): ReadonlyMap<string, Found> {
  const found = new Map<string, Found>();
  for (const { key, message, evaluation } of decided) {
    const one = campaignOf(message, evaluation, number.get(key)?.alike ?? [], at);
    if (one !== null) found.set(key, one);
  }
  return found;
}

/** Each campaign once, by the first of its messages. */
export function newOf(found: ReadonlyMap<string, Found>): CampaignLine[] {
  const lines = new Map<number, CampaignLine>();
  for (const { campaign, line } of found.values())
    if (line !== null && !lines.has(campaign)) lines.set(campaign, line);
  return [...lines.values()];
}
