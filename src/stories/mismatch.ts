/** One expectation that was not met: its key, and both sides in words. */
export interface Mismatch {
  key: string;
  expected: string;
  got: string;
  /** What led there, a line each. */
  why: readonly string[];
}

export const yesOrNo = (is: boolean): string => (is ? 'yes' : 'no');
