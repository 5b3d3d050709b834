/**
 * `npm run bench -- [receiver] [--quick]`: builds nothing, needs `dist/`; starts its own Redis, sides and load, prints medians and
 * ratios, writes `bench/results.json`. A run counts only if what reached the queue is exactly what was sent.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { machine } from './lib/machine.js';
import { benchReceiver } from './receiver/bench.js';

const benches = { receiver: benchReceiver };

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

const results = { machine: machine(), startedAt: new Date().toISOString(), quick: values.quick };
console.log(`machine: ${Object.values(results.machine).join(' · ')}`);
for (const name of names) results[name] = await benches[name]({ quick: values.quick });
writeFileSync(new URL('results.json', import.meta.url), `${JSON.stringify(results, null, 2)}\n`);
console.log('\nwritten: bench/results.json');
