export const AREAS = ['configuration', 'machine', 'redis', 'rules', 'meta'] as const;
export type Area = (typeof AREAS)[number];

/** One thing that was looked at. `fail` = Cordon cannot do its work like this; `warn` = it can, but somebody should look. */
export interface Finding {
  area: Area;
  status: 'ok' | 'warn' | 'fail';
  what: string;
  /** What to do about it, as an instruction; null when all is well. */
  mend: string | null;
}

/** The three kinds of finding of one area. */
export function findings(area: Area): {
  ok: (what: string) => Finding;
  warn: (what: string, mend: string) => Finding;
  fail: (what: string, mend: string) => Finding;
} {
  return {
    ok: (what) => ({ area, status: 'ok', what, mend: null }),
    warn: (what, mend) => ({ area, status: 'warn', what, mend }),
    fail: (what, mend) => ({ area, status: 'fail', what, mend }),
  };
}
