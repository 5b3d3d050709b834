/**
 * Every Redis key Cordon writes itself (BullMQ's are named in queue/names.ts). Keys of one number share a hash slot through the
 * `{phoneNumberId}` tag, so a script may build them from the number's base.
 *
 * | key (after the base) | what | bound |
 * |---|---|---|
 * | `:s:<sender>` | sender state, packed | expires SENDER_MEMORY_DAYS after the last message; 17 bytes a message, ≤ 35 KB (41 KB with Redis's reserve) |
 * | `:e:<sender>` | ledger entry | expires 30 days after its episode and strikes end; open ones ≤ Meta's list + held/armed |
 * | `:open` | sorted set of entries by next action | one member an entry |
 * | `:sec:<n>` | messages, texts and newcomers of each second in ten minutes | ≤ 3.6 KB each (7.2 KB with Redis's reserve), expires 26 hours later, so ≤ 1.2 MB |
 * | `:hours:<n>` | messages and newcomers of each hour in a day | 192 bytes each, expires 9 days later |
 * | `:since` | the hour in which these counters began | one |
 * | `:brake` | brake state | one, expires after a day without blocks |
 * | `:control` | pause and pace of the blocker | one |
 * | `:lease` | who may call Meta for this number | one, expires in a minute |
 * | `:listing` | what was last read of Meta's list, and the last comparison with it | one hash of three fields |
 * | `:strays` | sorted set of senders whose lost block call may yet take effect | one member a sender, 6 hours; expires in a day |
 * | `:active:<n>` | HyperLogLog of senders in 5 minutes | ≤ 12 KB each, expires in 20 minutes |
 * | `:audit` | stream of decisions other than allow | about AUDIT_MAX entries |
 * | `:stats:<yyyymmdd>` | counters of one UTC day, see core/counts.ts | a field a rule and action; expires after STATS_KEPT_DAYS |
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

export const AUDIT_MAX = 10_000;
export const STATS_KEPT_DAYS = 90;
export const PROTECTED_MAX = 10_000;
export const DEAD_MAX = 1_000;
export const ACTIVE_BUCKET_S = 300;
