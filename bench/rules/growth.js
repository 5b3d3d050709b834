import { Filter } from 'bad-words';
import { round } from '../lib/stats.js';
import { patterns, phrases } from './entries.js';
import { judgeText, observed, rulesetOf } from './input.js';
import { microsEach } from './timing.js';

const PHRASES = [10, 100, 1_000, 10_000];
const PATTERNS = [10, 100, 500];
/** A slow side need not read all messages to be measured. */
const SLOW_SIDE_ENTRIES = 2_000_000;
const LIST = 'lists/bench.txt';

/** CPU µs a message by number of entries: Cordon (views and one rule for the phrases, a rule for each pattern) and what one would write instead. */
export function measureEntries(texts, { quick }) {
  const cordon = (conditions, lists) => {
    const ruleset = rulesetOf(conditions, lists);
    const items = texts.map((text, index) => observed(text, index, ruleset));
    return microsEach(items, (item) => judgeText(ruleset, item), { forMs: quick ? 300 : 1_500 });
  };
  const slow = (count, judge) => {
    const few = Math.floor(SLOW_SIDE_ENTRIES / count / (quick ? 10 : 1));
    return microsEach(texts.slice(0, Math.max(20, few)), judge, { forMs: 0, rounds: 2 });
  };
  const isProfane = (filter) => slow(filter.list.length, (text) => filter.isProfane(text));
  const loop = (expressions) =>
    slow(expressions.length, (text) => expressions.filter((one) => one.test(text)).length);

  const results = {
    'no text looked at': { cordon: cordon([{ 'text.length': { above: 60_000 } }]) },
    "bad-words' own list": {
      cordon: cordon([{ 'text.profanity': true }]),
      isProfane: isProfane(new Filter()),
    },
  };
  for (const count of PHRASES) {
    const list = phrases(count);
    const filter = new Filter({ emptyList: true });
    filter.addWords(...list);
    results[`${count} phrases`] = {
      cordon: cordon([{ 'text.words': { list: LIST } }], { [LIST]: list }),
      isProfane: isProfane(filter),
      loop: loop(list.map((phrase) => new RegExp(`(?<![\\p{L}\\p{N}])${phrase}(?![\\p{L}\\p{N}])`, 'iu'))),
    };
  }
  for (const count of PATTERNS) {
    const list = patterns(count);
    results[`${count} patterns`] = {
      cordon: cordon(list.map((pattern) => ({ 'text.matches': pattern }))),
      loop: loop(list.map((pattern) => new RegExp(pattern, 'iu'))),
    };
  }
  return { results, ratios: ratiosOf(results), table: tableOf(results) };
}

function ratiosOf(results) {
  const to = (name, side, digits = 0) => round(results[name][side] / results[name].cordon, digits);
  return {
    phrases10000To100: round(results['10000 phrases'].cordon / results['100 phrases'].cordon, 2),
    isProfaneOwnList: to("bad-words' own list", 'isProfane'),
    isProfane1000: to('1000 phrases', 'isProfane'),
    isProfane10000: to('10000 phrases', 'isProfane'),
    loop1000: to('1000 phrases', 'loop', 1),
    loop500Patterns: to('500 patterns', 'loop', 1),
  };
}

const tableOf = (results) =>
  Object.fromEntries(
    Object.entries(results).map(([name, { cordon, isProfane = '', loop = '' }]) => [
      name,
      { Cordon: cordon, "bad-words' isProfane": isProfane, 'a RegExp each': loop },
    ]),
  );
