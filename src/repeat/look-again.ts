import { setTimeout as sleep } from 'node:timers/promises';

export interface Looking {
  /** Ends it; resolves when a look under way is done, never later. */
  close: () => Promise<void>;
}

/**
 * Looks now and then again and again, `pauseMs` after the last look was done, until closed. Keeps no process alive. `look` must not
 * reject: nobody would hear of it.
 */
export function lookAgain(look: () => Promise<void>, pauseMs: number): Looking {
  const closing = new AbortController();
  const { signal } = closing;
  const run = async (): Promise<void> => {
    while (!signal.aborted) {
      await look();
      // Does not begin when closed during the look: a timer that holds nothing open would never end it.
      await sleep(pauseMs, undefined, { signal, ref: false }).catch(() => undefined);
    }
  };
  const running = run();
  return {
    async close() {
      closing.abort();
      await running;
    },
  };
}
