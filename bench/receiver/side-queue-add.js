/** What most tutorials do: Express, HMAC, JSON.parse, one awaited `queue.add` a message, 200. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { Queue } from 'bullmq';
import express from 'express';
import { Redis } from 'ioredis';
import { args, serveParent, usage } from '../lib/processes.js';

const { secret, redisPath, prefix } = args();
const connection = new Redis({ path: redisPath, maxRetriesPerRequest: null });
const queue = new Queue('moderation', { connection, prefix });
let messages = 0;
const app = express();
app.post('/webhook', express.raw({ type: '*/*', limit: '4mb' }), async (req, res) => {
  const given = Buffer.from((req.get('x-hub-signature-256') ?? '').slice(7), 'hex');
  const expected = createHmac('sha256', secret).update(req.body).digest();
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return res.sendStatus(401);
  const delivery = JSON.parse(req.body.toString());
  for (const entry of delivery.entry) {
    for (const change of entry.changes) {
      for (const message of change.value.messages ?? []) {
        await queue.add('message', { message, metadata: change.value.metadata }, { removeOnComplete: true });
        messages += 1;
      }
    }
  }
  res.sendStatus(200);
});
const server = app.listen(0, '127.0.0.1', () =>
  serveParent({ port: server.address().port }, { usage, messages: () => messages }),
);
