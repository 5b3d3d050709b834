import type { BrakeState } from '../core/brake.ts';
import { createSenderStore } from '../store/sender-store.ts';
import type { Attached } from './attach.ts';

const MAX_ROUNDS = 20;

/** Changes a number's brake as it is now, again when a worker wrote it meanwhile. An unchanged brake is not written. */
export async function changeBrake(
  { redis, keys, numbers }: Pick<Attached, 'redis' | 'keys' | 'numbers'>,
  phoneNumberId: string,
  change: (before: BrakeState) => BrakeState,
): Promise<void> {
  const store = createSenderStore(redis, keys, { senderMemoryMs: 0 });
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const before = await numbers.brake(phoneNumberId);
    const brake = change(before);
    if (brake === before) return;
    const nothing = { senders: [], audit: [], allows: [], counts: new Map<string, number>(), campaigns: [] };
    const verdicts = { ...nothing, brake };
    if (await store.record(phoneNumberId, verdicts, Date.now())) return;
  }
  throw new Error(`The brake kept changing during ${MAX_ROUNDS} tries to change it.`);
}
