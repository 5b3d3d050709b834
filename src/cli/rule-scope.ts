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
