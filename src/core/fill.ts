import type { ConditionResult } from './condition.ts';

/** A number with the word it counts: `{count} links`, `{count} contact cards`, `{count} {what}`. */
const COUNTED = /\{(\w+)\}((?: [a-z]+)?) (\{\w+\}|[a-z]+s\b)/g;
const FIELD = /\{(\w+)\}/g;

/** Puts a condition's numbers into its explanation: `{count} links` becomes "1 link" or "2 links". Fields that are missing stay empty. */
export function fill(explain: string, data: ConditionResult['data']): string {
  const plain = (text: string): string =>
    text.replace(FIELD, (_, field: string) => String(data[field] ?? ''));
  // What is filled in was written by a sender at times and must stay as it is, so only the template is looked at.
  let written = '';
  let from = 0;
  for (const { 0: whole, 1: field = '', 2: between = '', 3: noun = '', index } of explain.matchAll(COUNTED)) {
    if (data[field] !== 1) continue;
    written += `${plain(explain.slice(from, index))}1${between} ${singular(plain(noun))}`;
    from = index + whole.length;
  }
  return written + plain(explain.slice(from));
}

const singular = (noun: string): string =>
  /^[a-z]+s$/.test(noun) ? noun.replace(/(?<=ch|sh|ss|x)es$|s$/, '') : noun;
