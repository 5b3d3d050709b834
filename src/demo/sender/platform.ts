import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { Person } from '../story/cast.ts';

/** Meta between the people and the business: who is blocked there cannot write, and who wrote may be blocked for a day. */
export interface Platform {
  /** Notes that these people write now; false for each whose message Meta does not deliver. */
  takes: (people: readonly Person[]) => Promise<boolean[]>;
  /** Waits until the person is let back in; false when that takes too long. */
  letsBackIn: (person: Person) => Promise<boolean>;
}

const answerSchema = z.object({ delivered: z.array(z.boolean()) });
const LOOK_EVERY_MS = 300;
const PATIENCE_MS = 30_000;
/** Times are whole seconds: a message must be clearly younger than the end of the block. */
const CLEARLY_LATER_MS = 2_000;

/** Tells the simulator over its control endpoint. */
export function createPlatform(graphUrl: string, phoneNumberId: string): Platform {
  const takes: Platform['takes'] = async (people) => {
    const notes = people.map(({ phone, userId }) => ({
      phoneNumberId,
      ...(phone !== null && { phone }),
      ...(userId !== null && { userId }),
    }));
    const response = await fetch(`${graphUrl}/_control/inbound`, {
      method: 'POST',
      body: JSON.stringify(notes),
      headers: { 'content-type': 'application/json' },
    });
    return answerSchema.parse(await response.json()).delivered;
  };
  return {
    takes,
    async letsBackIn(person) {
      const until = performance.now() + PATIENCE_MS;
      while ((await takes([person]))[0] !== true) {
        if (performance.now() > until) return false;
        await sleep(LOOK_EVERY_MS);
      }
      await sleep(CLEARLY_LATER_MS);
      return true;
    },
  };
}
