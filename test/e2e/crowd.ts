import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { delivery, person, type Person } from '../helpers/deliveries.ts';
import { pick, shuffled } from './chaos.ts';
import { BLOCK_WORD, SPAM_WORD } from './rules-folder.ts';
import type { Stage } from './stage.ts';
import { compose, deliverUntilTaken, type Sent } from './writers.ts';

const QUICK_WORD = 'zzquick';
export const LONG_MS = 30_000;
export const QUICK_MS = 3_000;

export type Kind = 'long' | 'quick' | 'forever' | 'innocent';
/** To each number. */
export const CROWD: Record<Kind, number> = { long: 50, quick: 15, forever: 3, innocent: 65 };
export const NUMBERS = [
  '100000000000010',
  '100000000000011',
  '100000000000012',
  '100000000000013',
  '100000000000014',
];
const TEXTS: Record<Kind, readonly string[]> = {
  long: [`win ${SPAM_WORD} today`, `${SPAM_WORD}!!`],
  quick: [`a ${QUICK_WORD} one`, QUICK_WORD],
  forever: [`${BLOCK_WORD} and ever`, BLOCK_WORD],
  innocent: ['Hello, are you open on Sunday?', 'Where is my order 4711?', '¿Tienen talla M?'],
};

/** One person and everything they sent, as they remember it. */
export interface Member {
  kind: Kind;
  number: string;
  who: Person;
  sent: Sent[];
}

/** Those who are let back in soon; the others stay out for the cooldown of the policy. */
export function addQuickRule({ rulesDir }: Stage): void {
  writeFileSync(
    join(rulesDir, 'quick.yaml'),
    `rules:
  - id: quick-word
    description: A short time out
    when: { text.words: { any: [${QUICK_WORD}] } }
    then: cooldown ${QUICK_MS / 1000}s
    reason: "wrote '{{match}}'"
`,
  );
}

/** Everybody writes what they have to say at once; it arrives mixed, in groups, over some seconds, and now and then twice. */
export function sendEverything(
  stage: Stage,
  webhook: () => string,
  random: () => number,
): { crowd: Member[]; done: Promise<void>; left: () => number } {
  const kinds = Object.keys(CROWD) as Kind[];
  const crowd = NUMBERS.flatMap((number, n) =>
    kinds.flatMap((kind, k) =>
      Array.from({ length: CROWD[kind] }, (_, index): Member => {
        const full = person(n * 10_000 + k * 1_000 + index);
        const who = [full, { ...full, phone: null }, { ...full, userId: null }][index % 3]!;
        return { kind, number, who, sent: [] };
      }),
    ),
  );
  const waiting = groupsOf(shuffled(crowd, random), random);
  const lane = async (): Promise<void> => {
    for (let group = waiting.pop(); group !== undefined; group = waiting.pop()) {
      for (const content of writeTogether(stage, group, random)) await deliverUntilTaken(content, webhook);
      await new Promise((resolve) => setTimeout(resolve, 10 + random() * 30));
    }
  };
  return { crowd, done: Promise.all([1, 2].map(lane)).then(() => undefined), left: () => waiting.length };
}

/** One to four people who write to the same number. */
function groupsOf(crowd: readonly Member[], random: () => number): Member[][] {
  const groups = NUMBERS.flatMap((number) => {
    const own = crowd.filter((member) => member.number === number);
    const parts: Member[][] = [];
    while (own.length > 0) parts.push(own.splice(0, 1 + Math.floor(random() * 4)));
    return parts;
  });
  return shuffled(groups, random);
}

/** What a group writes, cut into one or two deliveries anywhere; every seventh is delivered twice. */
function writeTogether(
  { simulator }: Stage,
  group: readonly Member[],
  random: () => number,
): ReturnType<typeof delivery>[] {
  for (const member of group) {
    const texts = TEXTS[member.kind].map((text) => compose(simulator, member.who, text, member.number));
    member.sent = texts.filter((sent) => sent !== null);
  }
  const mixed = shuffled(
    group.flatMap(({ sent }) => sent),
    random,
  );
  const cut = Math.floor(random() * mixed.length);
  const parts = [mixed.slice(0, cut), mixed.slice(cut)].filter((part) => part.length > 0);
  const options = { people: group.map(({ who }) => who), phoneNumberId: group[0]!.number };
  const deliveries = parts.map((part) =>
    delivery(
      part.map(({ message }) => message),
      options,
    ),
  );
  return random() < 0.15 ? [...deliveries, pick(deliveries, random)] : deliveries;
}
