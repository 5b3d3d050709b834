/**
 * `npm run bench -- [receiver] [rules] [lifts] [restart] [--quick]`: builds nothing, needs `dist/`. All but `rules` start their own Redis and
 * sides on loopback; a run counts only if what came of it is exactly what should: messages in the queue, people let out at Meta. Prints medians and ratios, writes `bench/results.json`.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { machine } from './lib/machine.js';
import { benchLifts } from './lifts/bench.js';
import { benchReceiver } from './receiver/bench.js';
import { benchRestart } from './restart/bench.js';
import { benchRules } from './rules/bench.js';

const benches = { receiver: benchReceiver, rules: benchRules, lifts: benchLifts, restart: benchRestart };

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
});
const names = positionals.length > 0 ? positionals : Object.keys(benches);
const unknown = names.filter((name) => !(name in benches));
if (values.help || unknown.length > 0) {
  console.error(`usage: npm run bench -- [${Object.keys(benches).join('|')}] [--quick]`);
  process.exit(values.help ? 0 : 2);
}

const file = new URL('results.json', import.meta.url);
const run = { machine: machine(), startedAt: new Date().toISOString(), quick: values.quick };
console.log(`machine: ${Object.values(run.machine).join(' · ')}`);
// What was not run now keeps the results of its last run.
const results = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
for (const name of names) results[name] = { ...run, results: await benches[name]({ quick: values.quick }) };
writeFileSync(file, `${JSON.stringify(results, null, 2)}\n`);
console.log('\nwritten: bench/results.json');
