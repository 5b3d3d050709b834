import type { BlockTarget } from './targets.ts';
import { targetInput } from './targets.ts';
import type { WireBatch, WireUser } from './wire.ts';
import { digits } from './wire.ts';

/** What Meta said about one target. */
export type TargetResult =
  | { kind: 'ok'; waId: string | null; userId: string | null }
  | { kind: 'failed'; code: number | null; details: string; transient: boolean }
  /** In neither list, or in both: what is true at Meta is unknown. */
  | { kind: 'missing' }
  /** Never sent: not a phone or BSUID Meta would take. Nothing happened at Meta. */
  | { kind: 'invalid'; details: string };

type Said = Exclude<TargetResult, { kind: 'invalid' }>;

export interface Matched {
  /** By the target's own string. */
  byInput: ReadonlyMap<string, Said>;
  /** Results about users that were not asked about. */
  unrequested: number;
}

const MISSING = { kind: 'missing' } as const;

/**
 * Gives each target its own result: by the exact `input` echo first, then by digits, wa_id or BSUID (a wa_id may differ
 * from the phone sent, so it only ever serves targets that no echo named). A target told both done and failed is `missing`.
 */
export function matchResults(targets: readonly BlockTarget[], batch: WireBatch): Matched {
  const inputs = new Set(targets.map(targetInput));
  const byInput = new Map<string, Said>();
  const said = says(batch);
  const rest: [WireUser, Said][] = [];
  for (const [user, result] of said) {
    if (user.input !== null && inputs.has(user.input)) put(byInput, user.input, result);
    else rest.push([user, result]);
  }

  const aliases = new Map([...inputs].map((input) => [digits(input) ?? input, input]));
  let unrequested = 0;
  const loosely = new Map<string, Said>();
  for (const [user, result] of rest) {
    const alias = [digits(user.input), user.input, user.waId, user.userId].find(
      (id) => id !== null && aliases.has(id),
    );
    const input = alias === undefined || alias === null ? undefined : aliases.get(alias);
    if (input === undefined) unrequested += 1;
    else put(loosely, input, result);
  }
  for (const input of inputs) {
    if (!byInput.has(input)) byInput.set(input, loosely.get(input) ?? MISSING);
  }
  return { byInput, unrequested };
}

function says(batch: WireBatch): [WireUser, Said][] {
  return [
    ...batch.done.map((user): [WireUser, Said] => [
      user,
      { kind: 'ok', waId: user.waId, userId: user.userId },
    ]),
    ...batch.failed.map((user): [WireUser, Said] => [
      user,
      { kind: 'failed', code: user.code, details: user.details, transient: user.transient },
    ]),
  ];
}

function put(results: Map<string, Said>, input: string, result: Said): void {
  const earlier = results.get(input);
  results.set(input, earlier === undefined || earlier.kind === result.kind ? (earlier ?? result) : MISSING);
}
