import { setTimeout as sleep } from 'node:timers/promises';
import { rotateServerLog } from './server-log.ts';
import type { RunningServer } from './start-server.ts';

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 30_000;
/** A server that lived this long starts with the shortest pause again. */
const STEADY_MS = 60_000;
const LOG_CHECK_MS = 600_000;

export interface KeptServer {
  current(): RunningServer;
  /** Ends the server and the keeping. */
  stop(): Promise<void>;
}

/**
 * Starts a server, and starts it again whenever it ends alone: soon the first time, then after ever longer pauses (at
 * most 30 s), for as long as it takes. A full disk or an OOM kill passes; Cordon answers 503 meanwhile.
 */
export async function keepRunning(
  start: (signal: AbortSignal) => Promise<RunningServer>,
  folder: string,
  say: (line: string) => void,
): Promise<KeptServer> {
  const stopping = new AbortController();
  const isStopping = (): boolean => stopping.signal.aborted;
  let server = await start(stopping.signal);
  const logCheck = setInterval(() => rotateServerLog(folder), LOG_CHECK_MS).unref();
  let pauseMs = FIRST_PAUSE_MS;

  const startAgain = async (): Promise<void> => {
    while (!isStopping()) {
      await pause(pauseMs, stopping.signal);
      if (isStopping()) return;
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
      try {
        server = await start(stopping.signal);
        say('Redis is back');
        return;
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        if (!isStopping()) say(`Redis cannot be started, trying again in ${pauseMs / 1000} s: ${why}`);
      }
    }
  };
  const keep = async (): Promise<void> => {
    for (;;) {
      const since = performance.now();
      const end = await server.exited;
      if (isStopping()) return;
      if (performance.now() - since > STEADY_MS) pauseMs = FIRST_PAUSE_MS;
      say(`Redis ended by itself (${end}); starting it again`);
      await startAgain();
      if (isStopping()) return;
    }
  };
  const keeping = keep();

  return {
    current: () => server,
    async stop() {
      stopping.abort();
      clearInterval(logCheck);
      await server.stop();
      await keeping;
      await server.stop(); // one that came up just now
    },
  };
}

/** Waits, or until told to stop. Keeps the process alive meanwhile: it is not done. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
}
