import type { Person } from './cast.ts';

/** A message that will be written. */
export interface PlannedMessage {
  /** The wamid. */
  id: string;
  from: Person;
  /** When it is written, after the beginning of its scene. */
  afterMs: number;
  content: Content;
  /** Its writer was blocked and writes again once let back in. */
  onceLetBack?: true;
}

/** Members of `messages[]` beside sender, id and time. */
export interface Content {
  type: string;
  [member: string]: unknown;
}

export interface Scene {
  title: string;
  /** What to watch for, one line. */
  about: string;
  /** In any order. */
  messages: readonly PlannedMessage[];
  /** Messages Meta puts into one delivery at most. */
  perDelivery: number;
  /** Posted with a wrong signature, as by somebody who only knows the webhook's address. */
  forged?: readonly PlannedMessage[];
}

export const text = (body: string): Content => ({ type: 'text', text: { body } });

/** Plans the messages of one scene: each gets an id of its own. */
export interface Planner {
  (from: Person, afterMs: number, content: Content): PlannedMessage;
}

/** `prefix` makes ids unique among runs and rounds. */
export function createPlanner(prefix: string): Planner {
  let count = 0;
  return (from, afterMs, content) => {
    count += 1;
    const opaque = Buffer.from(`${prefix}/${count}`).toString('base64url');
    return { id: `wamid.${opaque}`, from, afterMs: Math.round(afterMs), content };
  };
}
