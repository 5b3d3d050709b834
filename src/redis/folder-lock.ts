import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EmbeddedRedisError } from './errors.ts';
import { identify } from './processes.ts';

const CLAIM = /^(claim|owner)-((\d+)@.+)$/;
const WAIT_MS = 20;
const GIVE_UP_MS = 5_000;
/** Claims tell processes apart, not two callers in one process. */
const lockedHere = new Set<string>();

/**
 * Makes this process the only owner of a folder until it releases it or ends; how it ends does not matter.
 *
 * There is no file to fight over: every process puts down a claim named after itself (pid and start time, so a name is
 * never used twice), then looks who else is there. Owners win over claims, and among claims the smaller name; a loser
 * withdraws. Files of processes that no longer live are nobody's and are removed.
 * @returns the function that releases it.
 * @throws EmbeddedRedisError when another live process owns it.
 */
export async function lockFolder(folder: string, shownAs: string): Promise<() => void> {
  const me = identify(process.pid);
  if (me === null) throw new EmbeddedRedisError('cannot read when this process started (is /proc mounted?)');
  if (lockedHere.has(folder)) throw takenBy(process.pid, shownAs);
  lockedHere.add(folder);
  const withdraw = (): void => {
    for (const kind of ['owner', 'claim']) rmSync(join(folder, `${kind}-${me}`), { force: true });
  };
  const release = (): void => {
    withdraw();
    lockedHere.delete(folder);
  };
  const until = performance.now() + GIVE_UP_MS;
  for (;;) {
    writeFileSync(join(folder, `claim-${me}`), '', { mode: 0o600 });
    const others = liveClaims(folder).filter(({ id }) => id !== me);
    if (others.length === 0) {
      writeFileSync(join(folder, `owner-${me}`), '', { mode: 0o600 });
      return release;
    }
    const owner = others.find(({ owns }) => owns) ?? (performance.now() > until ? others[0] : undefined);
    if (owner !== undefined) {
      release();
      throw takenBy(owner.pid, shownAs);
    }
    if (others.some(({ id }) => id < me)) withdraw();
    await sleep(WAIT_MS);
  }
}

/** The pid of the live process that owns the folder; null when none does. */
export function folderOwner(folder: string): number | null {
  return liveClaims(folder).find(({ owns }) => owns)?.pid ?? null;
}

function takenBy(pid: number, shownAs: string): EmbeddedRedisError {
  return new EmbeddedRedisError(
    `another Cordon (pid ${pid}) is already running on ${shownAs}. Stop it first, or give this one a DATA_DIR of its own.`,
  );
}

function liveClaims(folder: string): { id: string; pid: number; owns: boolean }[] {
  return readdirSync(folder).flatMap((name) => {
    const [, kind, id, pid] = CLAIM.exec(name) ?? [];
    if (id === undefined) return [];
    if (identify(Number(pid)) === id) return [{ id, pid: Number(pid), owns: kind === 'owner' }];
    rmSync(join(folder, name), { force: true });
    return [];
  });
}
