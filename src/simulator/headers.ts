import { z } from 'zod';

/** Percentages of the quota, and minutes until access returns. */
export const usageSchema = z.strictObject({
  callCount: z.number().min(0),
  totalCputime: z.number().min(0),
  totalTime: z.number().min(0),
  minutesToRegainAccess: z.number().min(0),
});
export type Usage = z.output<typeof usageSchema>;

export const LOW_USAGE: Usage = { callCount: 1, totalCputime: 1, totalTime: 1, minutesToRegainAccess: 0 };

/** An account id for the usage header, which is keyed by it. */
const WABA_ID = '200000000000020';

export interface HeaderFacts {
  readonly version: string;
  readonly traceId: string;
  readonly requestId: string;
  readonly now: number;
  readonly usage: Usage;
}

/** The headers Graph documents for every answer of these endpoints. */
export function graphHeaders({
  version,
  traceId,
  requestId,
  now,
  usage,
}: HeaderFacts): Record<string, string> {
  const percent = {
    call_count: usage.callCount,
    total_cputime: usage.totalCputime,
    total_time: usage.totalTime,
  };
  const item = { type: 'whatsapp', ...percent, estimated_time_to_regain_access: usage.minutesToRegainAccess };
  return {
    date: new Date(now).toUTCString(),
    'cache-control': 'private, no-cache, no-store, must-revalidate',
    'content-type': 'application/json; charset=UTF-8',
    'facebook-api-version': version,
    'x-app-usage': JSON.stringify(percent),
    'x-business-use-case-usage': JSON.stringify({ [WABA_ID]: [item] }),
    'x-fb-request-id': requestId,
    'x-fb-rev': '1030000000',
    'x-fb-trace-id': traceId,
  };
}
