/** `npm run chaos -- --minutes N [--seed S]`: real processes under fire; `--help` says more. */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { GUARDS } from './guards.ts';
import { play } from './play.ts';
import { reportText, violationsIn } from './report.ts';

const HELP = `npm run chaos -- [--minutes N] [--seed S] [--break GUARD] [--json FILE]

Runs a receiver, two workers, Redis and a stand-in for Meta as processes of their own, lets people write, and kills, freezes, cuts off and
misleads them all for N minutes (default 1.5; up to two more follow until everything has come to rest). Then it compares what the senders
know and what Meta's list and log say with what must be true. Exits 0 without violations, 1 with, 2 on a usage error.

  --seed S        the faults and people of run S (default: drawn and shown)
  --break GUARD   runs a copy of the sources without one guard, and exits 0 when the checks catch it: ${Object.keys(GUARDS).join(', ')}
  --json FILE     also writes the report there
`;

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '1.5' },
    seed: { type: 'string' },
    break: { type: 'string' },
    json: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

async function main(): Promise<number> {
  if (values.help) return say(HELP);
  const minutes = Number(values.minutes);
  const seed = values.seed === undefined ? Math.floor(Math.random() * 1e6) : Number(values.seed);
  const guard = values.break === undefined ? null : (GUARDS[values.break] ?? 'unknown');
  if (!(minutes > 0 && minutes <= 24 * 60) || !Number.isSafeInteger(seed) || guard === 'unknown') {
    process.stderr.write(HELP);
    return 2;
  }
  say(`chaos: seed ${seed}, ${minutes} minutes of trouble\n`);
  const tell = (line: string): void => void say(`${line}\n`);
  const breaking = guard === null ? {} : { breaking: guard.edits, favour: guard.favour };
  const result = await play({ seed, troubleMs: minutes * 60_000, say: tell, ...breaking });
  say(`${reportText(result)}\n`);
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(result, null, 1)}\n`);
  if (guard === null) return violationsIn(result) === 0 ? 0 : 1;
  const caught = result.violations[guard.caughtBy].length > 0;
  say(`without ${values.break}: ${caught ? 'caught' : 'NOT caught'} by ${guard.caughtBy}\n`);
  return caught ? 0 : 1;
}

function say(text: string): 0 {
  process.stdout.write(text);
  return 0;
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
process.exitCode = await main();
