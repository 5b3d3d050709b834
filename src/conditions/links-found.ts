import type { ConditionResult } from '../core/condition.ts';
import type { Link } from '../core/message.ts';

const SHOWN = 5;

/** The answer of conditions that pick out links: how many, how many were wanted, and the hosts (never a whole link: it may be live). */
export function linksFound(links: readonly Link[], limit: number): ConditionResult {
  const hosts = [...new Set(links.map(({ host }) => host))].slice(0, SHOWN);
  return {
    matched: links.length >= limit,
    data: { count: links.length, limit, found: hosts.length === 0 ? 'none' : hosts.join(', ') },
    words: hosts,
  };
}
