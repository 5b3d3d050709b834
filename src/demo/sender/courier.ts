import { setTimeout as sleep } from 'node:timers/promises';
import type { PlannedMessage } from '../story/scene.ts';
import type { LogLine, SenderLog } from './log.ts';
import { type BusinessNumber, deliveryOf, statusesOf, together } from './payload.ts';
import type { Platform } from './platform.ts';
import { post, postUntilAcknowledged } from './post.ts';
import { NO_PROGRESS, type Progress } from './protocol.ts';

export interface CourierDeps {
  webhookUrl: string;
  appSecret: string;
  number: BusinessNumber;
  platform: Platform;
  log: SenderLog;
  onProgress: (progress: Progress) => void;
}

/** Brings messages to the webhook the way Meta does, and keeps the log. */
export interface Courier {
  deliver: (messages: readonly PlannedMessage[]) => Promise<void>;
  deliverOnceLetBack: (message: PlannedMessage) => Promise<void>;
  /** Posts it with a signature made without the secret. */
  forge: (message: PlannedMessage) => Promise<void>;
}

/** Meta sends some deliveries twice, statuses along with some, and some with nothing else in them. */
const REDELIVERED_EVERY = 9;
const STATUSES_EVERY = 4;
const REDELIVERED_AFTER_MS = 400;

export function createCourier(deps: CourierDeps): Courier {
  const { webhookUrl, appSecret, number, platform, log } = deps;
  let progress = NO_PROGRESS;
  let deliveries = 0;
  const add = (more: Partial<Progress>): void => {
    const sum = (name: keyof Progress): number => progress[name] + (more[name] ?? 0);
    progress = {
      acknowledged: sum('acknowledged'),
      stopped: sum('stopped'),
      redelivered: sum('redelivered'),
      retried: sum('retried'),
      refused: sum('refused'),
    };
    deps.onProgress(progress);
  };

  const deliver = async (messages: readonly PlannedMessage[]): Promise<void> => {
    const taken = await platform.takes(messages.map(({ from }) => from));
    const stopped = messages.filter((_, index) => taken[index] !== true);
    const delivered = messages.filter((_, index) => taken[index] === true);
    if (stopped.length > 0) {
      log.add(linesOf('stopped', stopped));
      add({ stopped: stopped.length });
    }
    if (delivered.length === 0) return;

    deliveries += 1;
    const turn = deliveries;
    const now = Date.now();
    const people = delivered.map(({ from }) => from);
    const content = deliveryOf(delivered, now, number);
    const whole = turn % STATUSES_EVERY === 0 ? together(statusesOf(people, now, number), content) : content;
    const { acknowledged, retries } = await postUntilAcknowledged(webhookUrl, whole, appSecret);
    log.add(linesOf(acknowledged ? 'sent' : 'failed', delivered));
    add({ acknowledged: acknowledged ? delivered.length : 0, retried: retries });
    if (turn % STATUSES_EVERY === 2)
      await postUntilAcknowledged(webhookUrl, statusesOf(people, now, number), appSecret);
    if (turn % REDELIVERED_EVERY === 0) {
      await sleep(REDELIVERED_AFTER_MS);
      await postUntilAcknowledged(webhookUrl, whole, appSecret);
      add({ redelivered: 1 });
    }
  };

  return {
    deliver,
    async deliverOnceLetBack(message) {
      if (await platform.letsBackIn(message.from)) return deliver([message]);
      log.add(linesOf('stopped', [message]));
      add({ stopped: 1 });
    },
    async forge(message) {
      const content = deliveryOf([message], Date.now(), number);
      const status = await post(webhookUrl, content, 'a guess').catch(() => null);
      const refused = status === 401;
      log.add(linesOf(refused ? 'refused' : 'believed', [message]));
      if (refused) add({ refused: 1 });
    },
  };
}

function linesOf(kind: LogLine['kind'], messages: readonly PlannedMessage[]): LogLine[] {
  const at = Date.now();
  return messages.map(({ id, from: { phone, userId, part } }) => ({
    kind,
    id,
    person: { phone, userId, part },
    at,
  }));
}
