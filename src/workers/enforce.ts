export type RunResult = 'idle' | 'busy' | 'waiting' | 'more' | 'lease-lost';

export interface EnforceDeps {
  /** Serves everything due for one number. */
  run: (phoneNumberId: string) => Promise<RunResult>;
  reconcile: (phoneNumberId: string) => Promise<unknown>;
  numbers: () => Promise<string[]>;
  /** One cheap look: is anything to be done for this number? */
  isAnythingToDo: (phoneNumberId: string) => Promise<boolean>;
  requestFlush: (phoneNumberId: string, delayMs: number) => Promise<void>;
  /** Sends a number's waiting warnings. */
  warn: (phoneNumberId: string) => Promise<void>;
  /** Has that done, where a wake-up was lost. */
  requestLeftWarnings: (phoneNumberId: string) => Promise<void>;
  /** One failing number must not keep the others from their lifts. */
  failed: (phoneNumberId: string, error: unknown) => void;
}

const BUSY_RETRY_MS = 500;
/** Numbers served at once by one sweep. */
const ABREAST = 8;

/** A wake-up for one number. */
export async function flush(phoneNumberId: string, deps: EnforceDeps): Promise<void> {
  const result = await deps.run(phoneNumberId);
  if (result === 'more') await deps.requestFlush(phoneNumberId, 0);
  // Whoever has the number may have looked before our entry was written.
  if (result === 'busy') await deps.requestFlush(phoneNumberId, BUSY_RETRY_MS);
}

/** Serves every number with something due, both directions. What a lost wake-up left behind is found here. */
export async function sweep(deps: EnforceDeps): Promise<void> {
  await eachNumber(deps, async (phoneNumberId) => {
    // Blocks and lifts go on whatever becomes of warnings.
    await deps
      .requestLeftWarnings(phoneNumberId)
      .catch((error: unknown) => deps.failed(phoneNumberId, error));
    if (await deps.isAnythingToDo(phoneNumberId)) await flush(phoneNumberId, deps);
  });
}

export const reconcile = (deps: EnforceDeps): Promise<void> =>
  eachNumber(deps, async (phoneNumberId) => {
    await deps.reconcile(phoneNumberId);
  });

async function eachNumber(deps: EnforceDeps, serve: (phoneNumberId: string) => Promise<void>): Promise<void> {
  const waiting = await deps.numbers();
  const lane = async (): Promise<void> => {
    for (let number = waiting.pop(); number !== undefined; number = waiting.pop()) {
      try {
        await serve(number);
      } catch (error) {
        deps.failed(number, error);
      }
    }
  };
  await Promise.all(Array.from({ length: ABREAST }, lane));
}
