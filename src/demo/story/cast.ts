import { LANGUAGES, type Language } from './languages.ts';

/** What a person of the story does: an innocent must never be blocked, an offender always. */
export type Part = 'innocent' | 'offender';

/** An invented person. At least one of `phone` and `userId` is set, and both never change. */
export interface Person {
  name: string;
  /** wa_id digits; null for people who only show a username. */
  phone: string | null;
  /** Business-scoped user id; null for people Meta has not given one yet. */
  userId: string | null;
  username: string | null;
  part: Part;
}

/** Names, numbers and ids nobody else in the story has; the same `round` invents the same people. */
export interface Cast {
  customer: (language?: Language) => { person: Person; says: (nth: number) => string };
  offender: (name: string) => Person;
}

/** A round's people have numbers of their own, so that in round two nobody is remembered from round one. */
const PEOPLE_A_ROUND = 1_000;
const ROUNDS = 1_000;

export function createCast(round: number): Cast {
  let count = 0;
  const invent = (part: Part, name: string, language: Language): Person => {
    const number = (round % ROUNDS) * PEOPLE_A_ROUND + count;
    count += 1;
    if (count > PEOPLE_A_ROUND) throw new RangeError(`A round has at most ${PEOPLE_A_ROUND} people.`);
    const digits = String(number).padStart(6, '0');
    // Of every eleven people one shows only a username, of every thirteen one has no business-scoped id.
    const hidesPhone = number % 11 === 4;
    const hasUserId = hidesPhone || number % 13 !== 5;
    return {
      name,
      phone: hidesPhone ? null : `${language.callingCode}5550${digits}`,
      userId: hasUserId ? `${language.country}.9000000000000${digits}` : null,
      username: hidesPhone ? `${part === 'offender' ? 'deal' : 'user'}.${digits}` : null,
      part,
    };
  };
  return {
    customer(language = pick(LANGUAGES, count)) {
      // The people of one language take turns with its names and lines.
      const turn = Math.floor(count / LANGUAGES.length);
      const person = invent('innocent', pick(language.names, turn), language);
      return { person, says: (nth) => pick(language.lines, turn + nth) };
    },
    offender: (name) => invent('offender', name, pick(LANGUAGES, count)),
  };
}

/** The item at a position that may be past the end. */
export function pick<T>(items: readonly T[], index: number): T {
  const item = items[index % items.length];
  if (item === undefined) throw new RangeError('Nothing to pick from.');
  return item;
}
