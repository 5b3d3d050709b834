import { tellStory } from '../story/story.ts';
import { createCourier, type Courier } from './courier.ts';
import { createSenderLog, type SenderLog } from './log.ts';
import { createPlatform } from './platform.ts';
import { type Assignment, orderSchema, type Report } from './protocol.ts';
import { tell } from './tell.ts';

/** The sender: a process of its own, forked by the demo. It plays Meta and its users, and ends with the demo, however that ends. */
process.on('disconnect', () => process.exit());
// Ctrl-C reaches the whole process group; the demo decides when this ends.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => undefined);

let outfit: { courier: Courier; log: SenderLog; runId: string } | null = null;

process.on('message', (order) => {
  obey(order).catch((error: unknown) => {
    report({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
  });
});

async function obey(content: unknown): Promise<void> {
  const order = orderSchema.parse(content);
  if (order.kind === 'assignment') {
    const log = createSenderLog(order.logFile);
    outfit = { courier: courierFor(order, log), log, runId: order.runId };
    return;
  }
  if (outfit === null) throw new Error('a round was ordered before the assignment');
  const { courier, log, runId } = outfit;
  log.restart();
  await tell(tellStory(order.round, runId), courier, ({ title, about }) =>
    report({ kind: 'scene', title, about }),
  );
  report({ kind: 'told', round: order.round });
}

function courierFor(order: Assignment, log: SenderLog): Courier {
  const { webhookUrl, appSecret, graphUrl, phoneNumberId, displayPhoneNumber } = order;
  return createCourier({
    webhookUrl,
    appSecret,
    number: { phoneNumberId, displayPhoneNumber },
    platform: createPlatform(graphUrl, phoneNumberId),
    log,
    onProgress: (progress) => report({ kind: 'progress', progress }),
  });
}

function report(content: Report): void {
  // A parent that is gone also ends this process.
  process.send?.(content, undefined, undefined, () => undefined);
}
