import { setTimeout as sleep } from 'node:timers/promises';
import { seededRandom } from '../../src/simulator/random.ts';
import { Books } from './books.ts';
import { writeScript, type Writing } from './cast.ts';
import { runChecks } from './checks.ts';
import { bringTrouble } from './faults.ts';
import { gather } from './gather.ts';
import type { RunResult } from './report.ts';
import { recoveryTimes, type Happening } from './recovery.ts';
import { RulesFolder } from './rules-edits.ts';
import { Traffic } from './traffic.ts';
import type { Edit } from './tree.ts';
import { CORDONS, KEY_PREFIX, openWorld, type World } from './world.ts';

export interface PlayOptions {
  seed: number;
  /** How long there is trouble, ms. */
  troubleMs: number;
  /** Guards to be taken out of the copy that runs. */
  breaking?: readonly Edit[];
  /** A trouble or weather by its name, to be met much more often. */
  favour?: string | undefined;
  /** Hears how far the run is. */
  say?: (line: string) => void;
}

const PEOPLE_A_SECOND = 25;
const CALM_PEOPLE = 60;
const CALM_MS = 3_000;
/** Messages a number may get, so that the ring of its last plain allows holds them all. */
const PEOPLE_A_NUMBER = 4_000;
const GAP_MS = 300;
const SETTLE_MS = 60_000;

/** One run: trouble, then calm in which more people write, then rest; what it left is checked. Everything started is ended. */
export async function play({
  seed,
  troubleMs,
  breaking,
  favour,
  say = () => undefined,
}: PlayOptions): Promise<RunResult> {
  const beganAt = Date.now();
  const people = Math.ceil((PEOPLE_A_SECOND * troubleMs) / 1_000);
  const numbers = Array.from(
    { length: 3 + Math.floor(people / PEOPLE_A_NUMBER) },
    (_, n) => `${100_000_000_000_010 + n}`,
  );
  const random = seededRandom(seed);
  const script = writeScript({ random, people, numbers, lastsMs: troubleMs * 0.9 });
  const calmScript = writeScript({
    random,
    people: CALM_PEOPLE,
    numbers,
    lastsMs: CALM_MS,
    from: people,
  }).map(promptly);
  let rules: RulesFolder | null = null;
  const world = await openWorld(
    (folder) => (rules = new RulesFolder(folder, protectedOf([...script, ...calmScript]))),
    breaking,
  );
  try {
    const startedAt = Date.now();
    const { webhook, meta } = world;
    const lanes = { webhook, meta, lanes: 12 };
    const traffic = new Traffic({ ...lanes, script, startedAt, random: seededRandom(seed + 1) });
    const trouble = { seed, untilAt: startedAt + troubleMs, gapMs: GAP_MS, favour };
    const happenings: Happening[] = [];
    const injected = await bringTrouble({ world, rules: rules!, numbers, happenings }, trouble);
    const calmAt = Date.now();
    say(`trouble is over after ${calmAt - startedAt} ms; ${traffic.left} messages are still to be sent`);
    await Promise.all([...CORDONS.map((name) => world.cordons[name].serving()), world.simulator.serving()]);
    await using books = await Books.open(world.redis.path, KEY_PREFIX, numbers);
    // What piled up is worked off first: who offends from then on has no excuse.
    const worked = (await settled(traffic.done())) && (await books.workedOff(SETTLE_MS));
    const calmFrom = Date.now();
    const calmRandom = seededRandom(seed + 2);
    const calm = new Traffic({ ...lanes, script: calmScript, startedAt: calmFrom, random: calmRandom });
    const rested = worked && (await settled(calm.done())) && (await books.atRest(SETTLE_MS));
    say(rested ? 'everything has come to rest' : `no rest within ${SETTLE_MS} ms`);
    const evidence = await gather(world, [traffic, calm], { books, calmAt, calmFrom });
    return {
      seed,
      tookMs: Date.now() - beganAt,
      troubleMs,
      injected: { ...injected, ...(await atMeta(world)), ...bySenders([traffic, calm]) },
      violations: runChecks(evidence),
      people: people + CALM_PEOPLE,
      messages: evidence.sent.length,
      answers: evidence.answers,
      changes: evidence.changes.length,
      recovery: recoveryTimes(happenings, evidence, [...traffic.acks, ...calm.acks]),
      redisRestartMs: world.redis.restartMs,
    };
  } finally {
    await world.close();
  }
}

const settled = (work: Promise<void>): Promise<boolean> =>
  Promise.race([work.then(() => true), sleep(SETTLE_MS, false)]);

/** In calm nobody is under way for long, and cooldowns are seen to their end. */
const promptly = (writing: Writing): Writing => ({
  ...writing,
  at: writing.at % CALM_MS,
  leavesAt: writing.at % CALM_MS,
});

function protectedOf(script: readonly Writing[]): string[] {
  const who = script.flatMap(({ member }) => (member.kind === 'protected' ? [member.who] : []));
  // By phone or by BSUID, as an owner has them.
  return [...new Set(who.map(({ phone, userId }) => (phone === null ? userId! : `+${phone}`)))];
}

/** What the simulator did to calls. */
async function atMeta({ meta }: World): Promise<Record<string, number>> {
  const requests = await meta.requests();
  const refused = requests.filter(({ code, faults }) => code === 190 && faults.length === 0).length;
  const kinds = Object.entries(meta.fired())
    .filter(([, count]) => count > 0)
    .map(([kind, count]) => [`call: ${kind}`, count]);
  return { ...(Object.fromEntries(kinds) as Record<string, number>), 'call: token refused': refused };
}

const bySenders = (traffic: readonly Traffic[]): Record<string, number> => ({
  'delivery: duplicate message': sum(traffic.map(({ duplicates }) => duplicates)),
  'delivery: message out of order or late': sum(
    traffic.map(
      ({ overtaken, sent }) => overtaken + sent.filter(({ member }) => member.kind === 'late').length,
    ),
  ),
});
const sum = (values: readonly number[]): number => values.reduce((all, one) => all + one, 0);
