/** Whom to block or lift: exactly one identifier. Sent as is, so it is also what Meta echoes as `input`. */
export type BlockTarget =
  /** `+` and digits: without the plus Meta may prepend the business number's country. */
  | { user: string; user_id?: never }
  /** A BSUID. */
  | { user_id: string; user?: never };

/** Meta's limit of users in one request. */
export const MAX_TARGETS = 1_000;

const PHONE = /^\+[1-9]\d{3,19}$/;
const BSUID = /^[A-Z]{2}\.(?!ENT\.)[A-Za-z0-9]{1,128}$/;
const PARENT_BSUID = /^[A-Z]{2}\.ENT\./;

/** Why a target must not be sent (one bad entry may fail the whole request), without quoting it; null when it may. */
export function targetProblem(target: BlockTarget): string | null {
  const { user, user_id: userId } = target as { user?: unknown; user_id?: unknown };
  if ((user === undefined) === (userId === undefined)) return 'needs exactly one of user and user_id';
  if (user !== undefined)
    return typeof user === 'string' && PHONE.test(user) ? null : 'phone is not + and digits';
  if (typeof userId !== 'string') return 'user_id is not a BSUID';
  if (PARENT_BSUID.test(userId)) return 'parent BSUIDs cannot be blocked';
  return BSUID.test(userId) ? null : 'user_id is not a BSUID';
}

/** The string Meta echoes. */
export function targetInput(target: BlockTarget): string {
  return target.user ?? target.user_id;
}
