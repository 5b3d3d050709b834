/**
 * Every Redis key Cordon writes itself (BullMQ's are named in queue/names.ts). Keys of one number share a hash slot through the
 * `{phoneNumberId}` tag, so a script may build them from the number's base.
 *
 * | key (after the base) | what | bound |
 * |---|---|---|
 * | `:s:<sender>` | sender state, packed | expires SENDER_MEMORY_DAYS after the last message; 17 bytes a message, ≤ 35 KB (41 KB with Redis's reserve) |
 * | `:e:<sender>` | ledger entry | expires 30 days after its episode, strikes and probation end; open ones ≤ Meta's list + held/armed |
 * | `:open` | sorted set of entries by next action, blocks to make by deadline | one member an entry |
 * | `:sec:<n>` | messages, texts and newcomers of each second in ten minutes | ≤ 3.6 KB each (7.2 KB with Redis's reserve), expires 26 hours later, so ≤ 1.2 MB |
 * | `:hours:<n>` | messages and newcomers of each hour in a day | 192 bytes each, expires 9 days later |
 * | `:since` | the hour in which these counters began | one |
 * | `:alike` | hash of clusters: what messages of different senders have in common, and the last 64 of them; hashes only | 4,096 of ≤ 0.9 KB (0.2 KB for a text of one sender), so ≤ 5 MB; expires a day after the last message |
 * | `:bands` | table from 65,536 bands of sketches to clusters | 256 KB (640 KB with Redis's reserve); expires with the clusters |
 * | `:brake` | brake state | one, expires after a day without blocks |
 * | `:control` | pause and pace of the blocker | one |
 * | `:lease` | who may call Meta for this number | one, expires in a minute |
 * | `:listing` | what was last read of Meta's list, and the last comparison with it | one hash of three fields |
 * | `:strays` | sorted set of senders whose lost block call may yet take effect | one member a sender, 6 hours; expires in a day |
 * | `:active:<n>` | HyperLogLog of senders in 5 minutes | ≤ 12 KB each, expires in 20 minutes |
 * | `:audit` | stream of decisions other than allow, and of what became of them | about AUDIT_MAX entries of 0.6 KB (30 MB), none older than the policy keeps (trimmed hourly) |
 * | `:audit-from` | since when the stream is whole, ms | one, once lines grew too old |
 * | `:allows` | list of the last plain allows | ALLOWS_MAX of 56 bytes (0.6 MB), none older than the policy keeps, expires after ALLOWS_KEPT_DAYS days without one |
 * | `:minutes:<yyyymmddhh>` | plain allows by minute of one UTC hour | 60 fields (0.4 KB), expires after MINUTES_KEPT_DAYS days, so ≤ 0.1 MB |
 * | `:stats:<yyyymmdd>` | counters of one UTC day, see core/counts.ts | a field a rule and action; expires after STATS_KEPT_DAYS |
 * | `:warnings` | list of warnings that wait to be sent | WARNINGS_MAX of about 0.5 KB (at most 13 KB); each is taken out within a minute while a worker runs |
 * | `:warning-calls` | warnings that are being sent | one field a call under way, at most 8 a worker |
 * | `:warned:<sender>` | when the sender was warned | ≤ 10 members, expires with the policy's `at_most` (30 days at most) |
 * | `:warned-in:<minute>` | warnings of that minute | one counter, expires in two minutes |
 * | `:warnings-off` | why no warnings are sent for now | one, expires with it (an hour at most) |
 * | `:dead` | dead letters | DEAD_MAX entries |
 *
 * Of all numbers together: `prefix:numbers` (set), `prefix:schema`, `prefix:rulesets:*`, `prefix:protected` (≤ PROTECTED_MAX senders
 * an operator protected), `prefix:exports` (the last daily export; `:lease` beside it, who writes it).
 */
export interface Keys {
  /** `prefix:{pnid}`: the routing key of every script. */
  base: (phoneNumberId: string) => string;
  numbers: string;
  schema: string;
  rulesets: string;
  protected: string;
  exports: string;
}

export function createKeys(prefix: string): Keys {
  return {
    base: (phoneNumberId) => `${prefix}:{${phoneNumberId}}`,
    numbers: `${prefix}:numbers`,
    schema: `${prefix}:schema`,
    rulesets: `${prefix}:rulesets`,
    protected: `${prefix}:protected`,
    exports: `${prefix}:exports`,
  };
}

export { ALLOWS_MAX, WARNINGS_MAX } from '../core/state/exchange.ts';
export const AUDIT_MAX = 50_000;
export const ALLOWS_KEPT_DAYS = 30;
export const MINUTES_KEPT_DAYS = 7;
export const STATS_KEPT_DAYS = 90;
export const PROTECTED_MAX = 10_000;
export const DEAD_MAX = 1_000;
export const ALIKE_MAX_BYTES = 5 * 1024 ** 2;
export const BANDS_MAX_BYTES = 641 * 1024;
export const ACTIVE_BUCKET_S = 300;
