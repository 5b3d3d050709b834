import { judge, observed } from './input.js';
import { spread } from './timing.js';

/** The shipped rules on messages as they come. */
export function measurePacks(ruleset, texts) {
  const items = texts.map((text, index) => observed(text, index, ruleset));
  return spread(items, (item) => judge(ruleset, item));
}
