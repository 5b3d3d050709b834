import type { NumberControl } from './number-control.ts';

/** What halted numbers need to be tried again. */
export interface HaltedNumbers {
  numbers: () => Promise<readonly string[]>;
  control: (phoneNumberId: string) => Promise<NumberControl | null>;
  setControl: (phoneNumberId: string, control: NumberControl) => Promise<void>;
  wake: (phoneNumberId: string) => Promise<void>;
}

/**
 * After the token or app secret was renewed: halted numbers are probed now instead of at their next turn (up to ten minutes away).
 * Needs no lease: a run under way may overwrite this, which only costs the head start.
 */
export async function retryHalted(store: HaltedNumbers, now: number): Promise<void> {
  for (const phoneNumberId of await store.numbers()) {
    const control = await store.control(phoneNumberId);
    if (control?.halted == null) continue;
    await store.setControl(phoneNumberId, {
      ...control,
      halted: { ...control.halted, probeAt: now, probes: 0 },
    });
    await store.wake(phoneNumberId);
  }
}
