import { randomUUID } from 'node:crypto';
import type { Random } from '../../src/simulator/random.ts';
import { person, type Person } from '../helpers/deliveries.ts';

export const SPAM_WORD = 'zzspam';
export const BLOCK_WORD = 'zzforever';
/** The ladder of the run's policy. */
export const COOLDOWNS_MS = [8_000, 12_000] as const;

/**
 * innocent: nothing to find · passing: one offence, in one message or two, kept out for a while · repeat: offends again when back in
 * forever: blocked for good · protected: writes the worst and may · late: the worst, written yesterday · stale: written so long ago that
 * Meta would hardly take the block any more
 */
export type Kind = 'innocent' | 'passing' | 'repeat' | 'forever' | 'protected' | 'late' | 'stale';
const SHARES: readonly [Kind, number][] = [
  ['innocent', 0.52],
  ['passing', 0.26],
  ['repeat', 0.06],
  ['forever', 0.03],
  ['protected', 0.05],
  ['late', 0.05],
  ['stale', 0.03],
];

/** Somebody who writes to one number. */
export interface Member {
  kind: Kind;
  number: string;
  who: Person;
}

/** One message: when its sender writes it and when it sets out to us, ms after the beginning. */
export interface Writing {
  id: string;
  member: Member;
  text: string;
  at: number;
  leavesAt: number;
  /** How much older than `at` it says it is, ms. */
  agedMs: number;
}

const HARMLESS = ['Hello, are you open on Sunday?', 'Where is my order 4711?', '¿Tienen talla M?'];
const SPAM = [`win ${SPAM_WORD} today`, `${SPAM_WORD}!!`];
const LATE_MS = 25 * 3_600_000;
/** Between the deadline Cordon keeps (24 h less five minutes) and Meta's own. */
const STALE_MS = 24 * 3_600_000 - 2 * 60_000;

export interface CastOptions {
  random: Random;
  people: number;
  numbers: readonly string[];
  /** Over which they come, ms. */
  lastsMs: number;
  /** Makes people of a second cast others than those of the first. @default 0 */
  from?: number;
}

/** Who there is and what they will write, the same for the same random numbers; ids of messages are fresh. */
export function writeScript(options: CastOptions): Writing[] {
  const { random, people, numbers, lastsMs, from = 0 } = options;
  const writings = Array.from({ length: people }, (_, index) => {
    const full = person(from + index + 1);
    const who = [full, { ...full, phone: null }, { ...full, userId: null }][index % 3] ?? full;
    const number = numbers[Math.floor(random() * numbers.length)] ?? '';
    return play({ kind: kindOf(random()), number, who }, random() * lastsMs, random);
  });
  return writings.flat().sort((a, b) => a.leavesAt - b.leavesAt);
}

function kindOf(drawn: number): Kind {
  let left = drawn;
  for (const [kind, share] of SHARES) if ((left -= share) < 0) return kind;
  return 'innocent';
}

function play(member: Member, at: number, random: Random): Writing[] {
  const say = (text: string, afterMs = 0, agedMs = 0): Writing => {
    // Every fourth is under way for a while and overtaken by others.
    const underWayMs = random() < 0.25 ? random() * 15_000 : 0;
    const base = { id: `wamid.${randomUUID()}`, member, text, at: at + afterMs, agedMs };
    return { ...base, leavesAt: base.at + underWayMs };
  };
  const harmless = (): string => HARMLESS[Math.floor(random() * HARMLESS.length)] ?? '';
  const spam = (): string => SPAM[Math.floor(random() * SPAM.length)] ?? '';
  switch (member.kind) {
    case 'innocent':
      return Array.from({ length: 1 + Math.floor(random() * 3) }, (_, n) => say(harmless(), n * 2_000));
    case 'passing':
      return random() < 0.5 ? [say(spam())] : [say(spam()), say(spam(), 300)];
    case 'repeat':
      return [say(spam()), say(spam(), 15_000 + random() * 15_000)];
    case 'forever':
      return [say(`${BLOCK_WORD} and ever`), say(BLOCK_WORD, 500)];
    case 'protected':
      return [say(spam()), say(BLOCK_WORD, 400), say(harmless(), 800)];
    case 'late':
      return [say(BLOCK_WORD, 0, LATE_MS)];
    case 'stale':
      return [say(BLOCK_WORD, 0, STALE_MS)];
  }
}
