import { auditCommand } from './cli/commands/audit.ts';
import { blocksAddCommand } from './cli/commands/blocks-add.ts';
import { blocksExportCommand } from './cli/commands/blocks-export.ts';
import { blocksImportCommand } from './cli/commands/blocks-import.ts';
import { blocksLiftCommand } from './cli/commands/blocks-lift.ts';
import { blocksListCommand } from './cli/commands/blocks-list.ts';
import { blocksReleaseCommand } from './cli/commands/blocks-release.ts';
import { blocksUndoCommand } from './cli/commands/blocks-undo.ts';
import { blocksReconcileCommand } from './cli/commands/blocks-reconcile.ts';
import { demoCommand } from './cli/commands/demo.ts';
import { doctorCommand } from './cli/commands/doctor.ts';
import { initCommand } from './cli/commands/init.ts';
import { rulesExplainCommand } from './cli/commands/rules-explain.ts';
import { rulesAcceptCommand } from './cli/commands/rules-accept.ts';
import { rulesLintCommand } from './cli/commands/rules-lint.ts';
import { rulesPacksCommand } from './cli/commands/rules-packs.ts';
import { rulesReplayCommand } from './cli/commands/rules-replay.ts';
import { rulesSchemaCommand } from './cli/commands/rules-schema.ts';
import { rulesTestCommand } from './cli/commands/rules-test.ts';
import { reportCommand } from './cli/commands/report.ts';
import { retryCommand } from './cli/commands/retry.ts';
import { sendersProtectCommand } from './cli/commands/senders-protect.ts';
import { sendersShowCommand } from './cli/commands/senders-show.ts';
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
  initCommand,
  startCommand(stop.signal),
  demoCommand(stop.signal),
  simulateCommand(stop.signal),
  rulesLintCommand,
  rulesTestCommand(stop.signal),
  rulesPacksCommand,
  rulesAcceptCommand,
  rulesExplainCommand,
  rulesSchemaCommand,
  rulesReplayCommand(stop.signal),
  reportCommand,
  auditCommand,
  blocksListCommand,
  blocksAddCommand,
  blocksLiftCommand,
  blocksUndoCommand,
  blocksReleaseCommand,
  blocksExportCommand,
  blocksImportCommand,
  blocksReconcileCommand,
  sendersShowCommand,
  sendersProtectCommand,
  statusCommand,
  doctorCommand,
  retryCommand,
];
process.exitCode = await runCli(
  process.argv.slice(2),
  { version: VERSION, commands },
  processIo(processEnvironment()),
);
