import { rulesLintCommand } from './cli/commands/rules-lint.ts';
import { rulesTestCommand } from './cli/commands/rules-test.ts';
import { retryCommand } from './cli/commands/retry.ts';
import { simulateCommand } from './cli/commands/simulate.ts';
import { startCommand } from './cli/commands/start.ts';
import { statusCommand } from './cli/commands/status.ts';
import { processIo } from './cli/io.ts';
import { runCli } from './cli/run.ts';
import { processEnvironment } from './config/env-file.ts';
import { VERSION } from './health.ts';

/** First signal: stop in order. Second: at once. */
const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (stop.signal.aborted) process.exit(130);
    stop.abort();
  });
}

const commands = [
  startCommand(stop.signal),
  simulateCommand(stop.signal),
  rulesLintCommand,
  rulesTestCommand,
  statusCommand,
  retryCommand,
];
process.exitCode = await runCli(
  process.argv.slice(2),
  { version: VERSION, commands },
  processIo(processEnvironment()),
);
