export interface UserErrorOptions extends ErrorOptions {
  /** What to do about it, as an instruction. */
  hint?: string;
  /** 1 = the answer is no; 2 = usage or configuration. @default 2 */
  exitCode?: 1 | 2;
}

/** A failure the person at the terminal can mend: shown as message and hint, without a stack. */
export class UserError extends Error {
  override name = 'UserError';
  readonly hint: string | null;
  readonly exitCode: 1 | 2;

  constructor(message: string, { hint, exitCode = 2, ...options }: UserErrorOptions = {}) {
    super(message, options);
    this.hint = hint ?? null;
    this.exitCode = exitCode;
  }
}
