import type { AuditLine, DecisionLine, EnforcementLine, WarningLine } from '../audit.ts';
import type { Counts } from '../counts.ts';
import { ACTIONS, type Action } from '../decision.ts';
import { WARNING_GRACE_MS, WARNING_HOLD_MS } from '../warning.ts';
import { campaignsOf } from './campaigns.ts';
import { peopleOf, tollOf } from './people.ts';
import type { ReportSummary } from './summary.ts';

/** One number's records of the time asked about. */
export interface ReportInput {
  /** One a UTC day, oldest first. */
  days: readonly Counts[];
  /** In any order. */
  lines: readonly AuditLine[];
}

/** Adds up what numbers recorded. `auditFrom`: see ReportSummary. */
export function summarize(
  numbers: readonly ReportInput[],
  period: { from: number; to: number; auditFrom: number | null },
): ReportSummary {
  const days = numbers.flatMap((number) => number.days);
  const lines = numbers.flatMap((number) => number.lines);
  const sum = (field: string): number => days.reduce((total, counts) => total + (counts.get(field) ?? 0), 0);
  const byAction = (mode: string): Record<Action, number> => ({
    ...{ allow: sum(`${mode}.allow`), flag: sum(`${mode}.flag`), warn: sum(`${mode}.warn`) },
    ...{ cooldown: sum(`${mode}.cooldown`), block: sum(`${mode}.block`) },
  });
  const messages = { monitor: byAction('monitor'), enforce: byAction('enforce') };
  const decisions = lines.filter((line) => line.kind === 'decision');
  const offences = decisions.filter(({ action }) => action === 'cooldown' || action === 'block');
  const inMonitor = offences.filter(({ mode }) => mode === 'monitor');
  const blocked = offences.filter(({ mode, effect }) => mode === 'enforce' && effect === 'opened');
  const dayCount = Math.max(0, ...numbers.map((number) => number.days.length));
  const dayTotals = Array.from({ length: dayCount }, (_, day) =>
    numbers.reduce((total, number) => total + judged(number.days[day]), 0),
  );
  return {
    ...period,
    mode: latestMode(numbers, decisions),
    messages,
    total: dayTotals.reduce((total, count) => total + count, 0),
    late: sum('late'),
    daysWithMessages: dayTotals.filter((count) => count > 0).length,
    rules: matchedRules(days),
    enforcement: enforcementOf(lines, decisions),
    warnings: {
      ...{ sent: sum('warning.sent'), unknown: sum('warning.unknown') },
      ...{ refused: sum('warning.refused'), unsent: sum('warning.unsent') },
    },
    wouldBlock: { people: peopleOf(inMonitor), rules: tollOf(inMonitor, ({ reasons }) => reasons) },
    blocked: { people: peopleOf(blocked), rules: tollOf(blocked, ({ reasons }) => reasons) },
    watched: tollOf(decisions, ({ monitored }) => monitored),
    campaigns: numbers.flatMap((number) => campaignsOf(number.lines)).sort((a, b) => b.senders - a.senders),
  };
}

const MODES = ['monitor', 'enforce'] as const;

const judged = (counts: Counts | undefined, modes: readonly string[] = MODES): number =>
  modes.reduce(
    (total, mode) =>
      total + ACTIONS.reduce((sum, action) => sum + (counts?.get(`${mode}.${action}`) ?? 0), 0),
    0,
  );

/** The mode of the last day with messages; when it saw both, that of the latest decision worth a line. */
function latestMode(
  numbers: readonly ReportInput[],
  decisions: readonly DecisionLine[],
): ReportSummary['mode'] {
  const dayCount = Math.max(0, ...numbers.map((number) => number.days.length));
  for (let day = dayCount - 1; day >= 0; day -= 1) {
    const seen = MODES.filter((mode) => numbers.some((number) => judged(number.days[day], [mode]) > 0));
    if (seen.length === 0) continue;
    if (seen.length === 1) return seen[0] ?? null;
    const last = decisions.reduce<DecisionLine | null>(
      (late, line) => (line.at > (late?.at ?? 0) ? line : late),
      null,
    );
    return last?.mode ?? 'enforce';
  }
  return null;
}

function matchedRules(days: readonly Counts[]): ReportSummary['rules'] {
  const totals = new Map<string, number>();
  for (const counts of days)
    for (const [field, count] of counts)
      if (/^(?:rule|watched)\./.test(field)) totals.set(field, (totals.get(field) ?? 0) + count);
  return [...totals]
    .map(([field, messages]) => ({
      rule: field.slice(field.indexOf('.') + 1),
      messages,
      watched: field.startsWith('watched.'),
    }))
    .sort((a, b) => b.messages - a.messages || a.rule.localeCompare(b.rule));
}

function enforcementOf(
  lines: readonly AuditLine[],
  decisions: readonly DecisionLine[],
): ReportSummary['enforcement'] {
  const calls = lines.filter((line) => line.kind === 'enforcement');
  const results = (
    direction: EnforcementLine['direction'],
    result: EnforcementLine['result'],
  ): EnforcementLine[] => calls.filter((call) => call.direction === direction && call.result === result);
  const effects = (effect: string): number => decisions.filter((line) => line.effect === effect).length;
  const armed = results('block', 'armed');
  const lapsed = lines.flatMap((line) => (line.kind === 'lapsed' ? [line] : []));
  const waited = new Set([...armed, ...lapsed].map(({ episode }) => episode));
  const opened = new Map(
    decisions.filter(({ effect }) => effect === 'opened').map((line) => [line.messageId, line]),
  );
  const warned = new Map(
    lines.flatMap((line) =>
      line.kind === 'warning' && line.beforeBlock ? [[line.messageId, line] as const] : [],
    ),
  );
  const blocked = results('block', 'done');
  // Those that had to wait for the sender's next message say nothing of our speed.
  const times = blocked.flatMap(({ episode, at }) => {
    const decision = episode === null || waited.has(episode) ? undefined : opened.get(episode);
    if (decision === undefined) return [];
    return [at - decision.receivedAt - heldForWarning(decision, warned.get(decision.messageId))];
  });
  return {
    opened: effects('opened'),
    blocked: blocked.length,
    lifted: results('lift', 'done').length,
    held: effects('held'),
    armed: armed.length + lapsed.length,
    refused: results('block', 'refused').length,
    byHand: lines.filter((line) => line.kind === 'operator').length,
    averageMs: times.length === 0 ? null : times.reduce((sum, ms) => sum + ms, 0) / times.length,
    slowestMs: times.length === 0 ? null : Math.max(...times),
  };
}

/** How long the block was not due because of its warning, ms. */
function heldForWarning({ at, warning }: DecisionLine, told: WarningLine | undefined): number {
  if (warning !== 'waits') return 0;
  if (told === undefined) return WARNING_HOLD_MS;
  const graceMs = told.result === 'sent' || told.result === 'unknown' ? WARNING_GRACE_MS : 0;
  return Math.min(Math.max(0, told.at - at) + graceMs, WARNING_HOLD_MS);
}
