/** What is needed to know every guarded number, also those nobody writes to. */
export interface KnownNumbersDeps {
  /** Numbers of the configuration, or of the journal. */
  wanted: () => Promise<readonly string[]>;
  known: () => Promise<readonly string[]>;
  register: (phoneNumberId: string) => Promise<void>;
  /** Compares a number that was not known with Meta's list, before anybody is blocked by mistake of what stands there. */
  reconcile: (phoneNumberId: string) => Promise<unknown>;
  failed: (what: string, error: unknown) => void;
}

const EVERY_MS = 60_000;

/** Registers the numbers that are not known (the first start, or Redis was emptied) and reconciles each. Never rejects. */
export async function registerNumbers(deps: KnownNumbersDeps, isClosed = () => false): Promise<void> {
  try {
    const wanted = await deps.wanted();
    const known = new Set(await deps.known());
    const unknown = wanted.filter((id) => !known.has(id));
    for (const id of unknown) await deps.register(id);
    for (const id of unknown) {
      if (isClosed()) return;
      await deps.reconcile(id).catch((error: unknown) => deps.failed(`number ${id}`, error));
    }
  } catch (error) {
    deps.failed('registering numbers', error);
  }
}

/** Sees to it, now and every minute, that sweeps and reconcile serve every guarded number without waiting for a message. */
export function keepNumbersKnown(deps: KnownNumbersDeps): { close: () => void } {
  let closed = false;
  let running = Promise.resolve();
  const look = (): void => {
    running = running.then(() => registerNumbers(deps, () => closed));
  };
  look();
  const timer = setInterval(look, EVERY_MS);
  timer.unref();
  return {
    close() {
      closed = true;
      clearInterval(timer);
    },
  };
}
