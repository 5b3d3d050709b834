import type { AuditLine } from '../core/audit.ts';
import type { ReportInput } from '../core/report/summarize.ts';
import { summarize } from '../core/report/summarize.ts';
import type { ReportSummary } from '../core/report/summary.ts';
import { auditCutAt, readAudit } from '../store/audit-store.ts';
import { readStats } from '../store/stats-store.ts';
import type { Attached } from './attach.ts';

const DAY_MS = 86_400_000;

/** The report over these numbers for the last `sinceMs`, from the start of that UTC day. */
export async function readReport(
  { redis, keys }: Pick<Attached, 'redis' | 'keys'>,
  phoneNumberIds: readonly string[],
  sinceMs: number,
  now: number,
): Promise<ReportSummary> {
  const from = Math.floor((now - sinceMs) / DAY_MS) * DAY_MS;
  const inputs: ReportInput[] = [];
  let auditFrom: number | null = null;
  for (const phoneNumberId of phoneNumberIds) {
    const days = await readStats(redis, keys, phoneNumberId, { from, to: now });
    const lines: AuditLine[] = [];
    for await (const { line } of readAudit(redis, keys, phoneNumberId, from)) lines.push(line);
    const cutAt = await auditCutAt(redis, keys, phoneNumberId);
    if (cutAt !== null && cutAt > from) auditFrom = Math.max(auditFrom ?? 0, cutAt);
    inputs.push({ days: days.map(({ counts }) => counts), lines });
  }
  return summarize(inputs, { from, to: now, auditFrom });
}
