import { findings, type Finding } from './finding.ts';
import type { RedisFacts } from './redis-facts.ts';

const { ok, warn, fail } = findings('redis');
const OLDEST_MAJOR = 7;
/** At this share of maxmemory the receiver turns deliveries away. */
const REFUSING_SHARE = 0.8;
const FILLING_SHARE = 0.6;
const CLOCK_WARN_MS = 2_000;
const CLOCK_FAIL_MS = 60_000;
const MB = 1_048_576;

/** What a Redis must be for Cordon to lose nothing. */
export function judgeRedis(facts: RedisFacts): Finding[] {
  return [version(facts), ...kind(facts), persistence(facts), eviction(facts), memory(facts), clock(facts)];
}

function version({ product, version: found }: RedisFacts): Finding {
  return Number.parseInt(found, 10) >= OLDEST_MAJOR
    ? ok(`${product} ${found} answers`)
    : fail(`${product} ${found} is too old`, `Use Redis ${OLDEST_MAJOR} or newer, or Valkey.`);
}

function kind({ isReplica, isCluster }: RedisFacts): Finding[] {
  return [
    ...(isReplica
      ? [fail('this Redis is a replica: nothing can be stored', 'Point REDIS_URL at the primary.')]
      : []),
    ...(isCluster
      ? [
          warn(
            'this Redis is a cluster, and Cordon speaks to one node',
            'Use a single node with a replica instead.',
          ),
        ]
      : []),
  ];
}

function persistence({ appendOnly, lastAppend }: RedisFacts): Finding {
  if (!appendOnly) {
    const mend =
      'Set appendonly yes in redis.conf (at once: CONFIG SET appendonly yes), or switch on AOF at your host.';
    return fail(
      'persistence (AOF) is off: a restart of Redis would lose who is blocked and until when',
      mend,
    );
  }
  if (lastAppend !== null && lastAppend !== 'ok')
    return fail(
      'Redis could not write its append-only file',
      'Look at its log; most often its disk is full.',
    );
  return ok('persistence (AOF) is on');
}

function eviction({ policy, evictedKeys }: RedisFacts): Finding {
  if (policy !== null && policy !== 'noeviction') {
    const mend =
      'Set maxmemory-policy noeviction in redis.conf (at once: CONFIG SET maxmemory-policy noeviction).';
    return fail(`maxmemory-policy is ${policy}: a full Redis would silently drop jobs and blocks`, mend);
  }
  if (evictedKeys > 0) {
    const mend =
      'The policy is right now; should blocks have been forgotten, bring them back with cordon blocks import.';
    return warn(`${evictedKeys} keys were evicted since Redis started`, mend);
  }
  return ok('maxmemory-policy is noeviction');
}

function memory({ maxMemory, usedMemory }: RedisFacts): Finding {
  if (maxMemory === null || maxMemory === 0) {
    const mend = 'Set maxmemory in redis.conf below what the machine can spare, e.g. maxmemory 512mb.';
    return warn('maxmemory is not set: a flood would end with the system killing Redis', mend);
  }
  const share = (usedMemory ?? 0) / maxMemory;
  const text = `${Math.round(share * 100)} % of ${Math.round(maxMemory / MB)} MB are used`;
  const mend =
    'Raise maxmemory (for the private Redis: EMBEDDED_REDIS_MAXMEMORY_MB), or lower SENDER_MEMORY_DAYS.';
  if (share >= REFUSING_SHARE) return fail(`${text}: deliveries are turned away`, mend);
  return share >= FILLING_SHARE ? warn(text, mend) : ok(text);
}

function clock({ clockAheadMs }: RedisFacts): Finding {
  const off = Math.abs(clockAheadMs);
  const text = `the clock of Redis is ${(off / 1000).toFixed(1)} s ${clockAheadMs > 0 ? 'ahead of' : 'behind'} this machine's`;
  const mend = 'Let both machines keep time by NTP (timedatectl set-ntp true).';
  if (off >= CLOCK_FAIL_MS) return fail(text, mend);
  return off >= CLOCK_WARN_MS ? warn(text, mend) : ok('its clock agrees with this machine’s');
}
