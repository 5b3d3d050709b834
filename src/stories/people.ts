import { bsuid } from '../core/normalize/identity.ts';
import type { Member, Person } from './story.ts';
import type { PersonSource } from './story-schema.ts';

/** Who writes when a step does not say, in a story that names nobody. */
export const SOMEBODY = 'somebody';

const DAY_MS = 86_400_000;
const DEFAULT_SEEN_FOR_MS = 30 * DAY_MS;
/** Numbers of no country that nobody has: +1 555 010 …. */
const FIRST_PHONE = 15_550_101_000;
const FIRST_USER_ID = 9_000_000_000_000_001;

/** Makes the people of one story: each gets an identity nobody else in it has. */
export class Casting {
  #made = 0;

  person(name: string, source: PersonSource): Person {
    const { name: shownName, username, seen = 0, seen_for: seenFor, strikes = 0, trust = null } = source;
    const isKnown = seen > 0 || seenFor !== undefined;
    return {
      name,
      members: Array.from({ length: source.count ?? 1 }, () => this.#member(source)),
      profile: {
        ...(shownName !== undefined && { name: shownName }),
        ...(username !== undefined && { username }),
      },
      past: {
        messagesSeen: isKnown ? Math.max(seen, 1) : 0,
        seenForMs: seenFor ?? DEFAULT_SEEN_FOR_MS,
        strikes,
      },
      trust,
    };
  }

  /** As in rule tests: with a country alone Meta tells a user id and no phone. */
  #member({ phone: written, country }: PersonSource): Member {
    const turn = (this.#made += 1);
    const named = written === undefined ? null : bsuid(written);
    const userId = named ?? (country === undefined ? null : `${country}.${FIRST_USER_ID + turn}`);
    const invented = userId === null ? String(FIRST_PHONE + turn) : null;
    const phone = named === null ? (written ?? invented) : null;
    return { id: userId ?? phone ?? '', phone, userId };
  }
}
