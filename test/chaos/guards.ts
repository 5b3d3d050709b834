import type { CheckName } from './checks.ts';
import type { Edit } from './tree.ts';

/** Something that keeps an invariant, how it is taken out, and the check that must notice. */
export interface Guard {
  edits: readonly Edit[];
  caughtBy: CheckName;
  /** The trouble it guards against, to be met often in such a run. */
  favour?: string;
}

const guard = (
  caughtBy: CheckName,
  ...edits: readonly [file: string, find: string, put: string][]
): Guard => ({
  edits: edits.map(([file, find, put]) => ({ file, find, put })),
  caughtBy,
});

export const GUARDS: Readonly<Record<string, Guard>> = {
  /** 200 only when Redis has it. */
  'ack-when-stored': guard('decidedOnce', [
    'src/webhook/intake.ts',
    'await store(chunks);\n      settle(group, null);',
    'settle(group, null);\n      await store(chunks);',
  ]),
  /** A message decided once is not decided again. */
  'decided-mark': guard(
    'decidedOnce',
    [
      'src/core/judge.ts',
      "if (first !== undefined && first !== 'undecided') return",
      'if (first !== undefined && now < 0) return',
    ],
    [
      'src/store/record.lua',
      'if kind % DECIDED ~= 0 then return 0 end',
      'if kind % DECIDED ~= 0 then kind = kind - kind % DECIDED end',
    ],
  ),
  /** Half-saved files do not come into force. */
  'last-good-rules': {
    favour: 'broken rules',
    ...guard('decidedOnce', [
      'src/ruleset/losses.ts',
      'return lost.length > 0 ? lost : protectionLoss(before.ruleset.policy, after.ruleset.policy);',
      'return before === after ? [...lost, ...protectionLoss(before.ruleset.policy, after.ruleset.policy)] : [];',
    ]),
  },
  /** Whom Meta's answer leaves out is looked up on the list. */
  'left-out-is-unknown': {
    favour: 'half of the people left out',
    ...guard('offendersAnswered', [
      'src/blocker/outcome.ts',
      "return { class: 'verify', reason: 'missing', certain: false, waitMs: 0, alarm: false };",
      'return ok;',
    ]),
  },
  /** Due lifts are looked for again and again. */
  sweep: guard('cooldownsEnd', [
    'src/workers/start.ts',
    'await queue.upsertJobScheduler(\n        SWEEP_JOB,',
    'if (shards < 0) await queue.upsertJobScheduler(\n        SWEEP_JOB,',
  ]),
  /** A call without an answer may have been carried out, or not. */
  'no-answer-is-unknown': {
    favour: 'reset in the middle of the answer',
    ...guard('cooldownsEnd', [
      'src/core/ledger/enforcement.ts',
      'return { ...lost(free, attempt.direction, now), nextAttemptAt: result.at };',
      "return attempt.direction === 'block' ? blocked(free, now) : absent(free, now);",
    ]),
  },
  /** So may one whose process is gone. */
  'expired-is-unknown': guard('listIsLedger', [
    'src/core/ledger/enforcement.ts',
    'return lost({ ...entry, attempt: null }, entry.attempt.direction, now);',
    "return { ...entry, attempt: null, actual: 'absent' };",
  ]),
  /** Protected people are never blocked. */
  protection: guard('innocentsUntouched', [
    'src/core/decide.ts',
    "if (isProtected(message, policy)) return { action: 'allow', by: 'protected' };",
    "if (wanted === 'flag' && isProtected(message, policy)) return { action: 'allow', by: 'protected' };",
  ]),
  /** An offence in an open episode is evidence. */
  'one-episode': guard('oneStrikeEach', [
    'src/core/ledger/moderation.ts',
    "if (entry.desired.kind === 'none') return open(",
    "if (entry.owner === 'ours') return open(",
  ]),
  /** What was written before an episode's end starts no new one. */
  'too-old': guard('oneStrikeEach', [
    'src/core/ledger/moderation.ts',
    'if (message.sentAt <= entry.endedAt) return',
    'if (message.sentAt < 0) return',
  ]),
  /** What was written yesterday has no consequences. */
  late: guard('oneStrikeEach', [
    'src/workers/moderate.ts',
    'now - message.sentAt <= LATE_AFTER_MS;',
    'now - message.sentAt <= 1e6 * LATE_AFTER_MS;',
  ]),
  /** Every block and lift is written down outside Redis. */
  journal: guard('journalTells', [
    'src/app-blocker.ts',
    'journal: (lines) => journal.append(lines),',
    'journal: (lines) => journal.append(lines.slice(lines.length)),',
  ]),
  /** A chunk whose worker died is taken up by another, however often. */
  stalled: guard('nothingStuck', ['src/workers/start.ts', 'MAX_STALLED = 1_000_000', 'MAX_STALLED = 0']),
  /** Counters of a day go by themselves. */
  expiry: guard('keysBounded', [
    'src/store/record.lua',
    "redis.call('EXPIRE', stats, ARGV[counters + 1])",
    '',
  ]),
  /** A Redis that does not answer is a finding, not a crash. */
  'handled-rejection': guard('processesQuiet', [
    'src/queue/pressure.ts',
    "} catch {\n      found = 'redis-unreachable';",
    '} catch (error) {\n      throw error;',
  ]),
};
