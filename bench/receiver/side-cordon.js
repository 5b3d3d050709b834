/** Cordon's receiver with its real queues and pressure probe, as `cordon start --role receiver` wires them. */
import { producerConnection } from '../../dist/queue/connections.js';
import { startPressureProbe } from '../../dist/queue/pressure.js';
import { createQueues } from '../../dist/queue/queues.js';
import { createReceiver } from '../../dist/webhook/receiver.js';
import { args, serveParent, usage } from '../lib/processes.js';

const { secret, redisPath, prefix } = args();
const connection = producerConnection({ path: redisPath });
connection.on('error', (error) => console.error(`redis: ${error.message}`));
const queues = createQueues(connection, { prefix, shards: 1 });
const probe = startPressureProbe(connection, () => queues.moderationDepth());
let messages = 0;
const receiver = createReceiver({
  secrets: () => [secret],
  verifyToken: () => 'unused',
  allowedNumbers: null,
  store: (chunks) => queues.addChunks(chunks),
  pressure: () => probe.current(),
  ready: () => true,
  events: {
    delivery: () => undefined,
    counted: (counted) => (messages += counted.messages),
    storeFailed: (error) => console.error(error),
    unexpected: (error) => console.error(error),
  },
  now: Date.now,
});
if (connection.status !== 'ready') await new Promise((resolve) => connection.once('ready', resolve));
const port = await receiver.listen(0, '127.0.0.1');
serveParent({ port }, { usage, messages: () => messages }, async () => {
  await receiver.close();
  probe.close();
  await queues.close();
});
