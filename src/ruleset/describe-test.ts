import { formatDuration } from '../core/duration.ts';
import type { TestCase } from './test-case.ts';

/** A test line in words, for the report of a failure. */
export function describeTest({ text: written, ...rest }: TestCase): string {
  const extras = Object.entries(rest).flatMap(([key, value]) =>
    value === undefined ? [] : [say(key, value)],
  );
  const quoted = written === undefined ? 'no text' : JSON.stringify(written);
  return extras.length === 0 ? quoted : `${quoted} (${extras.join(', ')})`;
}

function say(key: string, value: unknown): string {
  const shown = typeof value === 'string' ? value : JSON.stringify(value);
  switch (key) {
    case 'type':
      return shown;
    case 'seen':
      return `${shown} seen before`;
    case 'times':
      return `${shown} times`;
    case 'every':
    case 'seen_for':
      return `${key.replace('_', ' ')} ${formatDuration(Number(value))}`;
    case 'at':
      return `at ${new Date(Number(value)).toISOString()}`;
    default:
      return `${key.replace('_', ' ')} ${shown}`;
  }
}
