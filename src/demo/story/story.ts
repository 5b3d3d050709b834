import { createCast, type Cast } from './cast.ts';
import { adLeads, chatter, oddButInnocent, photoAlbum } from './customers.ts';
import { abuse, comeBack, copyPaste, flood, lures } from './offenders.ts';
import { createPlanner, type Planner, type PlannedMessage, type Scene, text } from './scene.ts';

/**
 * The story of one round, told in about 35 s; the first round is the whole one, later ones are calmer. `runId` makes message ids unique among
 * runs. Ad leads come before the lures: the brake lets blocks be only a fifth of the active senders.
 */
export function tellStory(round: number, runId: string): readonly Scene[] {
  const cast = createCast(round);
  const plan = createPlanner(`${runId}/${round}`);
  return round === 0 ? firstRound(cast, plan) : calmRound(cast, plan);
}

function firstRound(cast: Cast, plan: Planner): Scene[] {
  const lured = lures(cast, plan, 48, 2_000);
  const spammers = lured.map(({ from }) => from);
  const returning = [
    ...spammers.filter(({ phone }) => phone !== null).slice(0, 2),
    ...spammers.filter(({ phone }) => phone === null).slice(0, 1),
  ];
  const flooder = flood(cast, plan, 90, 4_500);
  return [
    {
      title: 'An ordinary morning',
      about: 'questions and thanks in twelve languages, a link, a swear word about a late parcel',
      messages: [...chatter(cast, plan, 36, 4_000), ...oddButInnocent(cast, plan, 4_000)],
      perDelivery: 3,
    },
    {
      title: 'A photo album',
      about: '30 pictures from one customer in 5 s: many messages, and no flood',
      messages: [...photoAlbum(cast, plan, 30, 5_000), ...chatter(cast, plan, 5, 4_000)],
      perDelivery: 2,
    },
    {
      title: 'An ad that works',
      about: '500 people send the same prefilled text within seconds: leads, not spam',
      messages: [...adLeads(cast, plan, 500, 4_000), ...chatter(cast, plan, 4, 4_000)],
      perDelivery: 40,
    },
    {
      title: 'A wave of crypto lures',
      about: '48 strangers, some without a phone number, bring a link and promise easy money',
      messages: [...lured, ...chatter(cast, plan, 5, 2_000)],
      perDelivery: 12,
    },
    {
      title: 'Somebody does not stop typing',
      about: '90 messages in a few seconds; after the block, Meta stops the rest',
      messages: [...flooder, ...chatter(cast, plan, 4, 4_000)],
      perDelivery: 3,
    },
    {
      title: 'Copy and paste',
      about: 'five accounts paste their advertisement over and over',
      messages: [...copyPaste(cast, plan, 5, 3_000), ...chatter(cast, plan, 4, 2_500)],
      perDelivery: 4,
    },
    {
      title: 'Abuse',
      about: 'insults and threats again and again; somebody forges deliveries, without the secret',
      messages: [...abuse(cast, plan, 2_500), ...chatter(cast, plan, 4, 2_000)],
      perDelivery: 2,
      forged: forgeries(cast, plan),
    },
    {
      title: 'Back again',
      about: 'three of the crypto spammers start over: their second cooldown is longer',
      messages: [...comeBack(plan, returning), ...chatter(cast, plan, 5, 2_000)],
      perDelivery: 2,
    },
  ];
}

/** Few offenders among many leads, for as long as somebody watches. */
function calmRound(cast: Cast, plan: Planner): Scene[] {
  return [
    {
      title: 'Business as usual',
      about: 'customers, and some leads of an ad',
      messages: [
        ...chatter(cast, plan, 24, 12_000),
        ...oddButInnocent(cast, plan, 12_000),
        ...adLeads(cast, plan, 100, 8_000),
      ],
      perDelivery: 10,
    },
    {
      title: 'Among them, spammers',
      about: 'a few lures, pasted advertisements and insults',
      messages: [
        ...lures(cast, plan, 6, 4_000),
        ...copyPaste(cast, plan, 2, 5_000),
        ...abuse(cast, plan, 5_000),
        ...chatter(cast, plan, 12, 10_000),
      ],
      perDelivery: 4,
    },
  ];
}

/** In a customer's name, so that a receiver that believes them would block a customer. */
function forgeries(cast: Cast, plan: Planner): PlannedMessage[] {
  const { person } = cast.customer();
  return [400, 800, 1_200].map((at) =>
    plan(person, at, text('FREE BITCOIN https://btc-gift.example/forged')),
  );
}
