import { setTimeout as sleep } from 'node:timers/promises';
import type { PlannedMessage, Scene } from '../story/scene.ts';
import type { Courier } from './courier.ts';

const TICK_MS = 50;
/** Time for the last messages of a scene to be judged before the next one begins. */
const PAUSE_MS = 700;
/** Meta delivers several at once. */
const MOST_UNDER_WAY = 8;

/** Tells the scenes one after the other; resolves when everything is delivered, stopped or given up. */
export async function tell(
  scenes: readonly Scene[],
  courier: Courier,
  announce: (scene: Scene) => void,
): Promise<void> {
  for (const scene of scenes) {
    announce(scene);
    await play(scene, courier);
    await sleep(PAUSE_MS);
  }
}

async function play(scene: Scene, courier: Courier): Promise<void> {
  const began = performance.now();
  const underWay = new Set<Promise<void>>();
  const failures: unknown[] = [];
  const start = (work: Promise<void>): void => {
    const ended = work
      .catch((error: unknown) => void failures.push(error))
      .finally(() => underWay.delete(ended));
    underWay.add(ended);
  };
  const forged = (scene.forged ?? []).map((message) => ({ message, forged: true }));
  const waiting = [...scene.messages.map((message) => ({ message, forged: false })), ...forged].sort(
    (a, b) => a.message.afterMs - b.message.afterMs,
  );
  while (waiting.length > 0) {
    const elapsed = performance.now() - began;
    const later = waiting.findIndex(({ message }) => message.afterMs > elapsed);
    const due = waiting.splice(0, later === -1 ? waiting.length : later);
    for (const { message } of due.filter((one) => one.forged)) start(courier.forge(message));
    const honest = due.filter((one) => !one.forged).map(({ message }) => message);
    for (const message of honest.filter(({ onceLetBack }) => onceLetBack))
      start(courier.deliverOnceLetBack(message));
    for (const batch of batches(
      honest.filter(({ onceLetBack }) => !onceLetBack),
      scene.perDelivery,
    )) {
      while (underWay.size >= MOST_UNDER_WAY) await Promise.race(underWay);
      start(courier.deliver(batch));
    }
    await sleep(TICK_MS);
  }
  await Promise.all(underWay);
  if (failures.length > 0) throw failures[0];
}

function batches(messages: readonly PlannedMessage[], size: number): PlannedMessage[][] {
  const count = Math.ceil(messages.length / size);
  return Array.from({ length: count }, (_, n) => messages.slice(n * size, (n + 1) * size));
}
