import type { ExportRecord } from './store/export-store.ts';
import type { Reconciled } from './store/listing-store.ts';
import type { WarningsOff } from './store/warning-store.ts';

/** The list is looked at every hour; one failure is no reason to call anybody. */
const STALE_MS = 3 * 3_600_000;

/** A rate limit that passes by itself in a minute is no reason either. */
const LASTING_MS = 5 * 60_000;

/** What a person should know of the comparisons with Meta's list, in sentences. */
export function reconcileProblems(
  numbers: readonly { phoneNumberId: string; reconciled: Reconciled }[],
): string[] {
  return numbers.flatMap(({ phoneNumberId, reconciled: { report, failure } }) => {
    const isStale = failure !== null && failure.at - (report?.at ?? 0) > STALE_MS;
    return [
      ...(report === null || report.suspended === 0
        ? []
        : [
            `${report.suspended} blocks of ${phoneNumberId} are gone from Meta's list, too many to have been lifted by hand. See: cordon blocks reconcile --dry-run`,
          ]),
      ...(isStale
        ? [`Meta's list of ${phoneNumberId} cannot be read (${failure.reason}). Run: cordon doctor`]
        : []),
    ];
  });
}

/** The same of the daily export. */
export const exportProblems = ({ failure }: ExportRecord): string[] =>
  failure === null
    ? []
    : [
        `The daily export of ${failure.process} cannot be written: ${failure.message}. Check DATA_DIR/exports.`,
      ];

/** The same of warnings that Meta does not send. */
export const warningProblems = (
  numbers: readonly { phoneNumberId: string; warningsOff: WarningsOff | null }[],
): string[] =>
  numbers.flatMap(({ phoneNumberId, warningsOff: off }) =>
    off === null || off.until - off.since < LASTING_MS
      ? []
      : [
          `Nobody is warned for ${phoneNumberId} until ${new Date(off.until).toISOString()}: Meta does not send (${off.reason}, code ${off.code ?? 'none'}). Blocking goes on.`,
        ],
  );
