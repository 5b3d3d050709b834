/** The load generator: keep-alive connections over raw sockets, bodies made and signed before the clock starts. */
import { createHmac } from 'node:crypto';
import { connect } from 'node:net';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { args, serveParent, usage } from './processes.js';
import { percentile, round } from './stats.js';

const WORDS =
  'hello is this still available thanks price delivery tomorrow order the blue one please size when open'.split(
    ' ',
  );

function request(first, messagesEach, secret) {
  const contacts = [];
  const messages = [];
  for (let i = first; i < first + messagesEach; i++) {
    const phone = `1555${String(i % 10_000).padStart(7, '0')}`;
    const user = `US.9000000000000${String(i % 10_000).padStart(7, '0')}`;
    const text = Array.from({ length: 8 }, (_, k) => WORDS[(i * 7 + k * (1 + (i % 5))) % WORDS.length]).join(
      ' ',
    );
    if (i < first + 10_000)
      contacts.push({ profile: { name: `Person ${i % 10_000}` }, wa_id: phone, user_id: user });
    messages.push({
      from: phone,
      from_user_id: user,
      id: `wamid.BENCH${i}`,
      timestamp: '1793000000',
      type: 'text',
      text: { body: text },
    });
  }
  const metadata = { display_phone_number: '15550100001', phone_number_id: '100000000000010' };
  const value = { messaging_product: 'whatsapp', metadata, contacts, messages };
  const body = JSON.stringify({
    object: 'whatsapp_business_account',
    entry: [{ id: '200000000000020', changes: [{ value, field: 'messages' }] }],
  });
  const signature = createHmac('sha256', secret).update(body).digest('hex');
  return Buffer.from(
    `POST /webhook HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\nX-Hub-Signature-256: sha256=${signature}\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}

/** One connection with at most one request under way. */
function connection(port) {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  let text = '';
  let answered;
  socket.on('error', (error) => answered?.(error));
  socket.on('close', () => answered?.(new Error('connection closed')));
  socket.setEncoding('latin1').on('data', (part) => {
    text += part;
    const end = text.indexOf('\r\n\r\n');
    if (end < 0) return;
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(text)?.[1] ?? 0);
    if (text.length < end + 4 + length) return;
    const status = Number(text.slice(9, 12));
    text = '';
    answered(status);
  });
  return {
    send: (buffer) =>
      new Promise((resolve, reject) => {
        answered = (result) => {
          answered = undefined;
          if (typeof result === 'number') resolve(result);
          else reject(result);
        };
        socket.write(buffer);
      }),
    close: () => socket.destroy(),
  };
}

/** Sends `count` deliveries, as fast as answers come or (`perSecond`) on a timetable; latency counts from the timetable. */
async function run({ port, count, messagesEach, first, connections, perSecond, secret }) {
  const requests = Array.from({ length: count }, (_, i) =>
    request(first + i * messagesEach, messagesEach, secret),
  );
  const clients = Array.from({ length: connections }, () => connection(port));
  const tookMs = [];
  const statuses = {};
  let next = 0;
  const cpuBefore = usage().cpuMicros;
  const startedAt = performance.now();
  await Promise.all(
    clients.map(async (client) => {
      while (next < count) {
        const i = next++;
        let from = performance.now();
        if (perSecond !== undefined) {
          const due = startedAt + (i * 1000) / perSecond;
          if (due > from) await sleep(due - from);
          // Late for its time: the wait counts. Timers also fire a little early.
          from = Math.min(performance.now(), due);
        }
        const status = await client.send(requests[i]);
        tookMs.push(performance.now() - from);
        statuses[status] = (statuses[status] ?? 0) + 1;
      }
    }),
  );
  const seconds = (performance.now() - startedAt) / 1000;
  for (const client of clients) client.close();
  tookMs.sort((a, b) => a - b);
  return {
    seconds,
    perSecond: count / seconds,
    statuses,
    p50: round(percentile(tookMs, 0.5), 2),
    p99: round(percentile(tookMs, 0.99), 2),
    loadCpuMicros: usage().cpuMicros - cpuBefore,
  };
}

const { secret } = args();
serveParent({ ready: true }, { run: (options) => run({ ...options, secret }) });
