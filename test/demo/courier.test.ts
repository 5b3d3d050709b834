import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createCourier, type Courier } from '../../src/demo/sender/courier.ts';
import { createSenderLog, readSenderLog } from '../../src/demo/sender/log.ts';
import { createPlatform } from '../../src/demo/sender/platform.ts';
import { NO_PROGRESS, type Progress } from '../../src/demo/sender/protocol.ts';
import { tell } from '../../src/demo/sender/tell.ts';
import { SHOP } from '../../src/demo/settings.ts';
import { createCast, type Person } from '../../src/demo/story/cast.ts';
import { createPlanner, type Scene, text } from '../../src/demo/story/scene.ts';
import { type Simulator, startSimulator } from '../../src/simulator/server.ts';
import { isSignedBy, claimedSignature } from '../../src/webhook/signature.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

const SECRET = 'the app secret';
const { phoneNumberId } = SHOP;

/** Stands in for the receiver: answers what the test says, checks signatures, and remembers bodies. */
async function startWebhook(statuses: number[]) {
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const body = Buffer.concat(parts);
      const claimed = claimedSignature(request.headers['x-hub-signature-256']);
      const genuine = claimed !== null && isSignedBy(body, claimed, [SECRET]);
      const status = genuine ? (statuses.shift() ?? 200) : 401;
      if (genuine) bodies.push(body.toString());
      response.writeHead(status).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = (): void => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${port}/webhook`, bodies, close };
}

let simulator: Simulator;
beforeEach(async () => {
  simulator = await startSimulator({ strictWindow: true });
});
afterEach(() => simulator.close());

const cast = createCast(7);
const plan = createPlanner('courier');

async function withCourier(
  statuses: number[],
  use: (courier: Courier, seen: { progress: () => Progress; bodies: string[] }) => Promise<void>,
) {
  using folder = tempFolder();
  const file = join(folder.path, 'log.jsonl');
  const log = createSenderLog(file);
  log.restart();
  const webhook = await startWebhook(statuses);
  let progress = NO_PROGRESS;
  const courier = createCourier({
    webhookUrl: webhook.url,
    appSecret: SECRET,
    number: SHOP,
    platform: createPlatform(simulator.url, phoneNumberId),
    log,
    onProgress: (next) => (progress = next),
  });
  try {
    await use(courier, { progress: () => progress, bodies: webhook.bodies });
    return readSenderLog(file);
  } finally {
    webhook.close();
  }
}

const hello = (from: Person) => plan(from, 0, text('hello'));
const nameOf = ({ phone, userId }: Person): string => phone ?? userId ?? '';
const inCustomersNumber = (count: number): Person[] =>
  Array.from({ length: count }, () => cast.customer().person);

describe('courier', () => {
  it('delivers signed messages, tells Meta who wrote, and logs each as sent', async () => {
    const people = inCustomersNumber(3);
    const log = await withCourier([], async (courier, { bodies }) => {
      await courier.deliver(people.map(hello));
      expect(bodies).toHaveLength(1);
    });
    expect(log.map(({ kind, person }) => [kind, person.userId ?? person.phone])).toEqual(
      people.map(({ userId, phone }) => ['sent', userId ?? phone]),
    );
    expect(simulator.control.state().peopleNoted).toBe(3);
  });

  it('posts the same bytes again until the receiver says 200, and logs them once', async () => {
    const log = await withCourier([503, 500], async (courier, { progress, bodies }) => {
      await courier.deliver([hello(cast.customer().person)]);
      expect(progress()).toMatchObject({ acknowledged: 1, retried: 2 });
      expect(new Set(bodies).size).toBe(1);
      expect(bodies).toHaveLength(3);
    });
    expect(log.map(({ kind }) => kind)).toEqual(['sent']);
  });

  it('gives up at once what will never be taken', async () => {
    const log = await withCourier([400], (courier) => courier.deliver([hello(cast.customer().person)]));
    expect(log.map(({ kind }) => kind)).toEqual(['failed']);
  });

  it('does not deliver what a blocked person writes', async () => {
    const [free, stopped] = inCustomersNumber(2);
    simulator.control.block(phoneNumberId, nameOf(stopped!));
    const log = await withCourier([], async (courier, { progress, bodies }) => {
      await courier.deliver([hello(stopped!), hello(free!)]);
      await courier.deliver([hello(stopped!)]);
      expect(progress()).toMatchObject({ acknowledged: 1, stopped: 2 });
      expect(bodies).toHaveLength(1);
      expect(bodies[0]).not.toContain(nameOf(stopped!));
    });
    expect(log.map(({ kind }) => kind)).toEqual(['stopped', 'sent', 'stopped']);
  });

  it('waits with a message until its writer is let back in', async () => {
    const person = cast.offender('Comeback');
    simulator.control.block(phoneNumberId, nameOf(person));
    await withCourier([], async (courier, { bodies }) => {
      const delivered = courier.deliverOnceLetBack(hello(person));
      expect(bodies).toEqual([]);
      simulator.control.lift(phoneNumberId, nameOf(person));
      const liftedAt = Date.now();
      await delivered;
      const sentAt = Number(/"timestamp":"(\d+)"/.exec(bodies[0] ?? '')?.[1]) * 1000;
      expect(sentAt).toBeGreaterThan(liftedAt);
    });
  });

  it('forges without the secret, and logs that it was refused', async () => {
    const log = await withCourier([], async (courier, { progress, bodies }) => {
      await courier.forge(hello(cast.customer().person));
      expect(bodies).toEqual([]);
      expect(progress()).toMatchObject({ acknowledged: 0, refused: 1 });
    });
    expect(log.map(({ kind }) => kind)).toEqual(['refused']);
  });

  it('sends some deliveries twice, and statuses along', async () => {
    const log = await withCourier([], async (courier, { progress, bodies }) => {
      for (const person of inCustomersNumber(9)) await courier.deliver([hello(person)]);
      expect(progress()).toMatchObject({ acknowledged: 9, redelivered: 1 });
      const messages = bodies.filter((body) => body.includes('"messages":'));
      expect(messages).toHaveLength(10);
      expect(messages.at(-1)).toBe(messages.at(-2));
      expect(bodies.some((body) => body.includes('"statuses"') && body.includes('"text"'))).toBe(true);
    });
    expect(log).toHaveLength(9);
  });
});

describe('tell', () => {
  const scene = (messages: Scene['messages'], more: Partial<Scene> = {}): Scene => ({
    ...{ title: 'A scene', about: 'about', messages, perDelivery: 2 },
    ...more,
  });

  it('plays every message of every scene once, in batches, and announces the scenes in order', async () => {
    const people = inCustomersNumber(7);
    const late = inCustomersNumber(1).map((person) => plan(person, 120, text('later')));
    const announced: string[] = [];
    const log = await withCourier([], (courier) =>
      tell(
        [scene(people.map(hello), { forged: [hello(people[0]!)] }), scene(late, { title: 'Another' })],
        courier,
        ({ title }) => announced.push(title),
      ),
    );
    expect(announced).toEqual(['A scene', 'Another']);
    expect(log.filter(({ kind }) => kind === 'sent')).toHaveLength(8);
    expect(log.filter(({ kind }) => kind === 'refused')).toHaveLength(1);
  });

  it('fails when Meta cannot be told who wrote', async () => {
    await simulator.close();
    await expect(
      withCourier([], (courier) => tell([scene([hello(cast.customer().person)])], courier, () => undefined)),
    ).rejects.toThrow('fetch failed');
  });
});
