import type { ConditionResult } from './condition.ts';

/** A number with the word it counts: `{count} links`, `{count} contact cards`, `{count} {what}`. */
const COUNTED = /\{(\w+)\}((?: [a-z]+)?) (\{\w+\}|[a-z]+s\b)/g;
const FIELD = /\{(\w+)\}/g;
const OPTIONAL = /\[([^\]]*)\]/g;

/**
 * Puts a condition's numbers into its explanation: `{count} links` becomes "1 link" or "2 links". Fields that are missing stay
 * empty; a part in square brackets is left out when one of its own is.
 */
export function fill(explain: string, data: ConditionResult['data']): string {
  const template = explain.replace(OPTIONAL, (_, part: string) =>
    [...part.matchAll(FIELD)].every(([, field = '']) => field in data) ? part : '',
  );
  const plain = (text: string): string =>
    text.replace(FIELD, (_, field: string) => String(data[field] ?? ''));
  // What is filled in was written by a sender at times and must stay as it is, so only the template is looked at.
  let written = '';
  let from = 0;
  for (const { 0: whole, 1: field = '', 2: between = '', 3: noun = '', index } of template.matchAll(
    COUNTED,
  )) {
    if (data[field] !== 1) continue;
    written += `${plain(template.slice(from, index))}1${between} ${singular(plain(noun))}`;
    from = index + whole.length;
  }
  return written + plain(template.slice(from));
}

const singular = (noun: string): string =>
  /^[a-z]+s$/.test(noun) ? noun.replace(/(?<=ch|sh|ss|x)es$|s$/, '') : noun;
