/**
 * Every Redis key Cordon writes itself (BullMQ's are named in queue/names.ts). Keys of one number share a hash slot through the
 * `{phoneNumberId}` tag, so a script may build them from the number's base.
 *
 * | key (after the base) | what | bound |
 * |---|---|---|
 * | `:s:<sender>` | sender state, packed | expires SENDER_MEMORY_DAYS after the last message; ≤ 35 KB |
 * | `:e:<sender>` | ledger entry | expires 30 days after its episode and strikes end; open ones ≤ Meta's list + held/armed |
 * | `:open` | sorted set of entries by next action | one member an entry |
 * | `:brake` | brake state | one, expires after a day without blocks |
 * | `:control` | pause and pace of the blocker | one |
 * | `:lease` | who may call Meta for this number | one, expires in a minute |
 * | `:active:<n>` | HyperLogLog of senders in 5 minutes | ≤ 12 KB each, expires in 20 minutes |
 * | `:audit` | stream of decisions other than allow | about AUDIT_MAX entries |
 * | `:stats:<yyyymmdd>` | counters of one UTC day, see core/counts.ts | a field a rule and action; expires after STATS_KEPT_DAYS |
 * | `:dead` | dead letters | DEAD_MAX entries |
 *
 * Of all numbers together: `prefix:numbers` (set), `prefix:schema`, `prefix:rulesets:*`, `prefix:protected` (≤ PROTECTED_MAX senders
 * an operator protected).
 */
export interface Keys {
  /** `prefix:{pnid}`: the routing key of every script. */
  base: (phoneNumberId: string) => string;
  numbers: string;
  schema: string;
  rulesets: string;
  protected: string;
}

export function createKeys(prefix: string): Keys {
  return {
    base: (phoneNumberId) => `${prefix}:{${phoneNumberId}}`,
    numbers: `${prefix}:numbers`,
    schema: `${prefix}:schema`,
    rulesets: `${prefix}:rulesets`,
    protected: `${prefix}:protected`,
  };
}

export const AUDIT_MAX = 10_000;
export const STATS_KEPT_DAYS = 90;
export const PROTECTED_MAX = 10_000;
export const DEAD_MAX = 1_000;
export const ACTIVE_BUCKET_S = 300;
