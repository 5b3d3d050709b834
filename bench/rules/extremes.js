import { patterns, phrases } from './entries.js';
import { judge, observed, rulesetOf } from './input.js';
import { extremes } from './messages.js';
import { msOnce } from './timing.js';

/** Texts as long and as awkward as a sender can make them, each judged as if it were new. */
export function measureExtremes(shipped, { quick }) {
  const many = rulesetOf(
    [
      { 'text.words': { list: 'lists/bench.txt' } },
      { 'text.contains': { any: ['bitcoin', '😀', 'free', '@gmail.'] } },
      ...patterns(100).map((pattern) => ({ 'text.matches': pattern })),
    ],
    { 'lists/bench.txt': [...phrases(10_000), 'bitcoin', 'free bitcoin', 'free', '😀'] },
  );
  const results = {};
  for (const [name, text] of Object.entries(extremes())) {
    const ms = (ruleset) =>
      msOnce(
        (run) => observed(text, run, ruleset),
        (item) => judge(ruleset, item),
        quick ? 15 : 40,
      );
    results[name] = { units: text.length, shippedMs: ms(shipped), manyMs: ms(many) };
  }
  const table = Object.fromEntries(
    Object.entries(results).map(([name, { shippedMs, manyMs }]) => [
      name,
      { ms: `${shippedMs} (${manyMs})` },
    ]),
  );
  return { results, table };
}
