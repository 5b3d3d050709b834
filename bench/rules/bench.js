import { loadRuleset } from '../../dist/ruleset/load.js';
import { round } from '../lib/stats.js';
import { measureEntries } from './growth.js';
import { measureExtremes } from './extremes.js';
import { measurePacks } from './packs.js';
import { measureStalls } from './stalls.js';
import { messages } from './messages.js';

/**
 * What rules cost, on messages that are all different and in 19 languages: growth with the number of phrases and patterns beside
 * bad-words and plain loops, the shipped packs, texts made to be slow, patterns known to be catastrophic.
 */
export async function benchRules({ quick }) {
  const texts = messages(quick ? 4_000 : 20_000);
  const lengths = texts.map(({ length }) => length).sort((a, b) => a - b);
  console.log(
    `\n${texts.length} different messages, ${lengths[lengths.length >> 1]} characters in the middle, ${lengths.at(-1)} at most`,
  );
  const shipped = await loadRuleset('rules');
  if (!shipped.ok) throw new Error(shipped.problems.map(({ message }) => message).join('\n'));
  const packs = measurePacks(shipped.ruleset, texts);
  console.log(`\nshipped rules (${shipped.ruleset.rules.length}), views + facts + evaluation`);
  console.table({ 'µs a message': { median: packs.medianMicros, p99: packs.p99Micros } });

  const entries = measureEntries(texts, { quick });
  console.log('\nµs a message, views included');
  console.table(entries.table);
  const { ratios } = entries;
  console.log(`10,000 phrases cost ${ratios.phrases10000To100}× what 100 do`);
  console.log(
    `isProfane takes ${ratios.isProfaneOwnList}× as long on its own list, ${ratios.isProfane1000}× on 1,000 phrases, ${ratios.isProfane10000}× on 10,000`,
  );
  console.log(
    `a RegExp each takes ${ratios.loop1000}× as long on 1,000 phrases, ${ratios.loop500Patterns}× on 500 patterns`,
  );

  const extreme = measureExtremes(shipped.ruleset, { quick });
  console.log(
    '\ntexts made to be slow, ms (all shipped rules; in brackets with 10,000 phrases and 100 patterns)',
  );
  console.table(extreme.table);

  const stalls = measureStalls({ quick });
  console.log('\npatterns on texts of 4,096 characters made against them, CPU ms, first time and again');
  console.table(stalls.table);
  return {
    messages: texts.length,
    packs,
    growth: entries.results,
    ratios,
    extremes: extreme.results,
    stalls: stalls.results,
    targets: {
      packsAtMost25Micros: packs.medianMicros <= 25,
      growthAtMost2: ratios.phrases10000To100 <= 2,
      isProfaneAtLeast100: ratios.isProfane1000 >= 100,
      extremesAtMost10Ms: Object.values(extreme.results).every(({ shippedMs }) => shippedMs <= 10),
      stallsAtMost50Ms: round(stalls.results.worstMs) <= 50,
    },
  };
}
