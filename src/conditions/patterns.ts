import { RE2JS } from 're2js';

const MAX_PATTERN_LENGTH = 2000;
/**
 * Steps that counted repetitions may add to a pattern. Each may be busy at every character: with so many, 4,096 characters take
 * a few dozen milliseconds at worst.
 */
const MAX_COUNTED_STEPS = 250;

/** Why the linear-time engine does not take the pattern; null when it does. */
export function patternProblem(source: string): string | null {
  if (source.length > MAX_PATTERN_LENGTH)
    return `the pattern is longer than ${MAX_PATTERN_LENGTH} characters`;
  try {
    const pattern = RE2JS.compile(source);
    // A pattern that finds nothing everywhere would match every message of every customer.
    if (pattern.test('') && pattern.test('\u0001'))
      return 'the pattern also matches empty text, so it would match every message';
    return sizeProblem(source, pattern.programSize());
  } catch (error) {
    return `the pattern cannot be used: ${reasonOf(source, error)}`;
  }
}

function sizeProblem(source: string, size: number): string | null {
  const once = withoutCounts(source);
  if (once === source) return null;
  const counted = size - RE2JS.compile(once).programSize();
  return counted <= MAX_COUNTED_STEPS
    ? null
    : `the pattern is too large: its counted repetitions take ${counted} steps, at most ${MAX_COUNTED_STEPS} are possible; make numbers such as {100} smaller (repetitions within repetitions multiply), or use + or * instead`;
}

const COUNT = String.raw`\{\d+(?:,\d*)?\}`;
const ESCAPE = String.raw`\\Q[^]*?(?:\\E|$)|\\[pPx]\{[^}]*\}|\\[^]`;
const CLASS = String.raw`\[\^?\]?(?:\\[^]|\[:\^?\w+:\]|[^\]\\])*\]`;
const PARTS = new RegExp(`${ESCAPE}|${CLASS}|${COUNT}`, 'g');

/** The pattern with everything done once that it counts. */
const withoutCounts = (source: string): string =>
  source.replace(PARTS, (part) => (part.startsWith('{') ? '' : part));

function reasonOf(source: string, error: unknown): string {
  const detail =
    error instanceof Error ? error.message.replace('error parsing regexp: ', '') : 'not a pattern';
  if (/\(\?<?[=!]/.test(source))
    return `${detail}; look-around cannot run in linear time and is not supported: match what stands around the words, too, or say what must not be there in a 'not' of its own`;
  if (/\\[1-9]/.test(source))
    return `${detail}; back-references cannot run in linear time and are not supported: write the repeated part out`;
  if (/repeat (?:count|operator|argument)/.test(detail) || /expression too large/.test(detail))
    return `${detail}; a part can be repeated up to 1000 times, repetitions within repetitions included: make the numbers smaller`;
  return `${detail}; see the RE2 syntax`;
}
