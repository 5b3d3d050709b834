import { setTimeout as sleep } from 'node:timers/promises';
import { EmbeddedRedisError } from './errors.ts';
import { askInfo } from './info.ts';
import { groupMembers, readProcess } from './processes.ts';
import type { ProcessEntry } from './processes.ts';
import { readServerRecord } from './server-record.ts';

const END_TIMEOUT_MS = 15_000;
const ASK_TIMEOUT_MS = 2_000;

/**
 * Ends a server that an earlier Cordon left behind, in order, so that its data can be loaded by one that we supervise.
 * Two servers on one folder would ruin it; so no start goes past this unless the folder is free.
 * @returns the pid that was ended, null when there was none.
 * @throws EmbeddedRedisError when it is frozen, does not end, or is not ours to end.
 */
export async function endLeftover(
  folder: string,
  socketPath: string,
  timeoutMs = END_TIMEOUT_MS,
): Promise<number | null> {
  let ended: number | null = null;
  const until = performance.now() + timeoutMs;
  for (;;) {
    const server = await findLeftover(folder, socketPath);
    if (server === null) return ended;
    if (server.frozen || performance.now() > until) throw stuck(server, folder);
    if (isServer(server) && ended !== server.pid) {
      signal(server.pid);
      ended = server.pid;
    }
    await sleep(20);
  }
}

/** By the record of the last start; without one, by who answers on the socket. */
async function findLeftover(folder: string, socketPath: string): Promise<ProcessEntry | null> {
  const recorded = recordedServer(folder);
  if (recorded !== null) return recorded;
  const asked = await askInfo(socketPath, ASK_TIMEOUT_MS);
  if (asked.state === 'absent') return null;
  const entry = asked.state === 'answered' ? readProcess(asked.info.pid) : null;
  const ours = asked.state === 'answered' && asked.info.folder === folder;
  if (entry !== null && ours && isServer(entry)) return entry;
  throw new EmbeddedRedisError(
    `something else is listening on ${socketPath}` +
      (ours ? ' (a Cordon in another container?)' : '') +
      '. Stop it, or give this Cordon a DATA_DIR of its own.',
  );
}

function recordedServer(folder: string): ProcessEntry | null {
  const record = readServerRecord(folder);
  if (record === null) return null;
  const members = groupMembers(record.processGroup);
  const leader = members.find(({ pid }) => pid === record.processGroup);
  // a leader with another start time: the number went to a stranger
  if (leader !== undefined && `${leader.pid}@${leader.started}` !== record.leader) return null;
  // its shell alone (server not yet started, or just ended) goes by itself in a moment
  return members.find(isServer) ?? leader ?? null;
}

function isServer({ name }: ProcessEntry): boolean {
  return /redis|valkey/.test(name);
}

function signal(pid: number): void {
  try {
    process.kill(pid, 'SIGTERM');
  } catch {
    // it ended meanwhile
  }
}

function stuck({ pid, frozen }: ProcessEntry, folder: string): EmbeddedRedisError {
  return new EmbeddedRedisError(
    `the Redis server that an earlier Cordon left behind (pid ${pid}) ` +
      (frozen ? 'is frozen' : 'does not end') +
      `. Let it go on (kill -CONT ${pid}) or end it (kill -9 ${pid}), then start again; the data in ${folder} is kept.`,
  );
}
