/** The floor in Express: the usual middleware, HMAC over the raw body, JSON.parse, 200. Stores nothing. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import express from 'express';
import { args, serveParent, usage } from '../lib/processes.js';

const { secret } = args();
let messages = 0;
const app = express();
app.post('/webhook', express.raw({ type: '*/*', limit: '4mb' }), (req, res) => {
  const given = Buffer.from((req.get('x-hub-signature-256') ?? '').slice(7), 'hex');
  const expected = createHmac('sha256', secret).update(req.body).digest();
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return res.sendStatus(401);
  const delivery = JSON.parse(req.body.toString());
  for (const entry of delivery.entry)
    for (const change of entry.changes) messages += change.value.messages?.length ?? 0;
  res.sendStatus(200);
});
const server = app.listen(0, '127.0.0.1', () =>
  serveParent({ port: server.address().port }, { usage, messages: () => messages }),
);
