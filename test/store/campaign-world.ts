import fc from 'fast-check';
import { factPlan } from '../../src/core/facts.ts';
import { findLinks } from '../../src/core/normalize/links.ts';
import { observationOf } from '../../src/core/state/observation-of.ts';
import type { Observation } from '../../src/core/state/sender-state.ts';
import { textViews } from '../../src/core/text/views.ts';
import { messageKey } from '../../src/store/sender-codec.ts';
import { HOUR, message, MINUTE, NOON, sender } from '../core/builders.ts';

export const PLAN = factPlan([
  { kind: 'campaign', of: ['text', 'media', 'link'], withinMs: 24 * HOUR, atLeast: 4 },
  { kind: 'campaign', of: ['text'], withinMs: 10 * MINUTE, atLeast: 3 },
]);
const NOBODY = { protectedSenders: new Set<string>(), customers: new Set<string>() };

const NAMES = ['Maria', 'Ahmed', 'Jonathan', 'Li', 'Anastasia', 'Bob'];
const TEXTS = [
  (n: number) =>
    `Hello ${NAMES[n % 6]}, our warehouse hires helpers for ${n * 50} dollars a day, write to the manager today`,
  (n: number) =>
    `Dear ${NAMES[n % 6]} please confirm your parcel number ${n} before tonight or it goes back to the sender`,
  (n: number) => `Good morning ${NAMES[n % 6]}, do you still have the blue jacket in size ${n} at your store`,
  () => 'hi, open?',
  () => '',
];

export interface Written {
  who: number;
  text: number;
  variant: number;
  media: number | null;
  link: number | null;
  lateMs: number;
  /** Set = a message sent before, delivered once more. */
  again: number | null;
}

export const written: fc.Arbitrary<Written> = fc.record({
  who: fc.nat(40),
  text: fc.nat(TEXTS.length - 1),
  variant: fc.nat(9),
  media: fc.option(fc.nat(2), { freq: 2 }),
  link: fc.option(fc.nat(3), { freq: 2 }),
  lateMs: fc.oneof(
    { weight: 5, arbitrary: fc.constant(0) },
    fc.constantFrom(599_000, 600_000, HOUR, 20 * HOUR),
  ),
  again: fc.option(fc.nat(), { freq: 5 }),
});

/** People of one number who write much alike. */
export class CampaignWorld {
  now = NOON;
  readonly #sent: Observation[] = [];
  redelivered = 0;

  chunkOf(specs: readonly Written[]): Observation[] {
    return specs.map((spec) => {
      const old = spec.again === null ? undefined : this.#sent[spec.again % Math.max(1, this.#sent.length)];
      if (old !== undefined && this.now / 1000 - old.at < 20 * 3600) {
        this.redelivered += 1;
        return old;
      }
      const one = this.#observation(spec);
      this.#sent.push(one);
      return one;
    });
  }

  #observation({ who, text, variant, media, link, lateMs }: Written): Observation {
    const id = `wamid.${this.#sent.length}`;
    const url = link === null ? '' : ` https://host${link % 2}.example/${link}`;
    const body = `${TEXTS[text]?.(variant) ?? ''}${url}`;
    const one = message({
      ...{ id, text: body, links: findLinks(body), sender: sender(who), sentAt: this.now - lateMs },
      ...(media !== null && {
        media: { kind: 'image', sha256: `${media}`.repeat(64), mime: null, fileName: null },
      }),
    });
    return observationOf(one, textViews(body), messageKey(id), PLAN, NOBODY);
  }
}
