import { MESSAGE_TYPES } from '../../../core/message.ts';
import { MAX_CARDS } from '../../../core/normalize/contact-cards.ts';
import { MAX_LINKS } from '../../../core/normalize/links.ts';
import { MAX_TEXT_LENGTH } from '../../../core/text/clip.ts';
import { TRUST_LEVELS } from '../../../core/trust.ts';

export type Value = number | string;

/** Something a message has exactly one value of: its type, the number of its links, how often its sender wrote in a minute. */
export interface Variable {
  /** Equal names mean the same thing. */
  name: string;
  /** `open`: further values are possible than those named. Bounds of numbers are inclusive. */
  domain:
    | { kind: 'whole' | 'real'; min: number; max: number }
    | { kind: 'choice'; values: readonly string[]; open: boolean };
  about: About;
}

/** What the laws between variables need to know of one. */
export type About =
  | { kind: 'plain' }
  /** A count within a time: a longer time counts no less, and neither do the series that count `inside` it. `own`: of the sender's messages. */
  | { kind: 'window'; series: string; inside: readonly string[]; withinMs: number; own: boolean }
  /** How often entries were found; `entries` null = whatever there is to find. Only equal families are comparable. */
  | ({ kind: 'hits'; family: string; entries: ReadonlySet<string> | null } & HitsIn);

/** Where there must be something for a hit: in the text, among the links, in a message of one of these types. */
export interface HitsIn {
  inText: boolean;
  inLinks: boolean;
  types: readonly string[] | null;
}

const PLAIN: About = { kind: 'plain' };
/** Stands for every value nobody names. */
export const OTHER = 'any other';

export const whole = (name: string, max = Infinity, about: About = PLAIN, min = 0): Variable => ({
  name,
  domain: { kind: 'whole', min, max },
  about,
});
export const real = (name: string, min = 0, max = Infinity): Variable => ({
  name,
  domain: { kind: 'real', min, max },
  about: PLAIN,
});
export const choice = (name: string, values: readonly string[], open = false): Variable => ({
  name,
  domain: { kind: 'choice', values, open },
  about: PLAIN,
});

/** Those that laws speak of; they take part in every question. */
export const MESSAGE_TYPE = choice('message.type', MESSAGE_TYPES);
export const TEXT_LENGTH = whole('text.length', MAX_TEXT_LENGTH);
export const LINKS = whole('links.count', MAX_LINKS);
export const SEEN = whole('sender.messages_seen');
export const SEEN_FOR = real('sender.seen_for');
export const TRUST = choice('sender.trust', TRUST_LEVELS);
export const CARDS = whole('message.contact_card', MAX_CARDS);
export const CORE: readonly Variable[] = [MESSAGE_TYPE, TEXT_LENGTH, LINKS, SEEN, SEEN_FOR, TRUST, CARDS];

/**
 * Enough values of each variable to stand for all: those around every mention, and the ends. Whole numbers are compared with each
 * other, so they share their mentions.
 */
export function samplesOf(
  variables: Iterable<Variable>,
  mentions: ReadonlyMap<string, ReadonlySet<Value>>,
): Map<string, readonly Value[]> {
  const all = [...variables];
  const counts = all.flatMap(({ name, domain }) =>
    domain.kind === 'whole' ? [domain.min, domain.max, ...numbers(mentions.get(name))] : [],
  );
  const pool = distinct(
    counts
      .filter(Number.isFinite)
      .flatMap((count) => [-2, -1, 0, 1, 2, 3].map((step) => Math.floor(count) + step)),
  );
  return new Map(
    all.map(({ name, domain }): [string, readonly Value[]] => {
      if (domain.kind === 'choice') {
        const named = [...(mentions.get(name) ?? [])].map(String);
        return [name, [...new Set(domain.open ? [...domain.values, ...named, OTHER] : domain.values)]];
      }
      const within = (value: number): boolean => value >= domain.min && value <= domain.max;
      if (domain.kind === 'whole') return [name, pool.filter(within)];
      const marks = distinct(
        [domain.min, domain.max, ...numbers(mentions.get(name))].filter(Number.isFinite),
      );
      const between = marks.map((mark, index) => (mark + (marks[index + 1] ?? mark + 2)) / 2);
      return [name, distinct([...marks, ...between, (marks[0] ?? 0) - 1]).filter(within)];
    }),
  );
}

const numbers = (values: ReadonlySet<Value> | undefined): number[] =>
  [...(values ?? [])].filter((value) => typeof value === 'number');
const distinct = (values: readonly number[]): number[] => [...new Set(values)].sort((a, b) => a - b);
