import { DURATION_HINT, parseDuration } from '../core/duration.ts';
import { UserError } from '../errors.ts';

/** The options by which a command is told whose blocks are meant. */
export const RULE_OPTIONS = {
  rule: { type: 'string', value: 'ID', about: 'The rule (needed)' },
  version: {
    type: 'string',
    value: 'HASH',
    about: 'Only what this version of the rules did; its beginning is enough (see cordon status)',
  },
} as const;

/** The rule and version that were named. Throws a UserError when there is no rule, or what stands for a version is none. */
export function ruleScope(values: { rule: string | undefined; version: string | undefined }): {
  ruleId: string;
  version: string | null;
} {
  const { rule, version = null } = values;
  if (rule === undefined)
    throw new UserError('no rule is named', { hint: 'Write --rule ID; cordon blocks list shows the rules.' });
  if (version !== null && !/^[0-9a-f]{4,64}$/.test(version))
    throw new UserError(`--version ${version} is not a version of the rules`, {
      hint: 'Write four or more of its digits, as cordon status and the log show them.',
    });
  return { ruleId: rule, version };
}

/** An instant (ms): `7d` = so long before `now`, or a day or time such as 2026-03-01T22:30Z. Throws a UserError for anything else. */
export function momentOption(text: string, option: string, now: number): number {
  const ago = parseDuration(text);
  if (ago !== null) return now - ago;
  const at = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text) : Number.NaN;
  if (at >= 0) return at;
  throw new UserError(`--${option} ${text} is neither ${DURATION_HINT} nor a time`, {
    hint: 'Write how long ago it was, or a time such as 2026-03-01 or 2026-03-01T22:30Z.',
  });
}
