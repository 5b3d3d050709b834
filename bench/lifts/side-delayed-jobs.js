/** What most tutorials do: a delayed job for each block, one DELETE each when its time has come. Ten at once, which is kind: the default is one. */
import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import ky from 'ky';
import { args, serveParent, usage } from '../lib/processes.js';

const { redisPath, prefix, graphUrl } = args();
const connection = new Redis({ path: redisPath, maxRetriesPerRequest: null });
const queue = new Queue('unblock', { connection, prefix });
const worker = new Worker(
  'unblock',
  async ({ data: { number, user } }) => {
    await ky.delete(`${graphUrl}/v25.0/${number}/block_users`, {
      headers: { authorization: 'Bearer bench_access_token' },
      json: { messaging_product: 'whatsapp', block_users: [{ user }] },
    });
  },
  { connection, prefix, concurrency: 10 },
);
worker.on('error', (error) => console.error(error.message));
await worker.waitUntilReady();
serveParent(
  { ready: true },
  {
    usage,
    /** As if each block were made now. */
    block: async ({ number, blocks }) => {
      const options = { attempts: 3, backoff: { type: 'exponential', delay: 1_000 }, removeOnComplete: true };
      for (let from = 0; from < blocks.length; from += 1_000) {
        const part = blocks.slice(from, from + 1_000);
        await queue.addBulk(
          part.map(([user, until]) => ({
            name: 'unblock',
            data: { number, user },
            opts: { ...options, delay: Math.max(0, until - Date.now()) },
          })),
        );
      }
      return blocks.length;
    },
  },
  async () => {
    await worker.close();
    await queue.close();
    connection.disconnect();
  },
);
