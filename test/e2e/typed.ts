import { join } from 'node:path';
import { auditCommand } from '../../src/cli/commands/audit.ts';
import { blocksAddCommand } from '../../src/cli/commands/blocks-add.ts';
import { blocksExportCommand } from '../../src/cli/commands/blocks-export.ts';
import { blocksImportCommand } from '../../src/cli/commands/blocks-import.ts';
import { blocksLiftCommand } from '../../src/cli/commands/blocks-lift.ts';
import { blocksReleaseCommand } from '../../src/cli/commands/blocks-release.ts';
import { blocksUndoCommand } from '../../src/cli/commands/blocks-undo.ts';
import { blocksListCommand } from '../../src/cli/commands/blocks-list.ts';
import { blocksReconcileCommand } from '../../src/cli/commands/blocks-reconcile.ts';
import { reportCommand } from '../../src/cli/commands/report.ts';
import { sendersProtectCommand } from '../../src/cli/commands/senders-protect.ts';
import { sendersShowCommand } from '../../src/cli/commands/senders-show.ts';
import { statusCommand } from '../../src/cli/commands/status.ts';
import { runCli } from '../../src/cli/run.ts';
import { terminal } from '../cli/terminal.ts';
import { testRedisPath } from '../helpers/redis.ts';
import type { Stage } from './stage.ts';

const commands = [
  auditCommand,
  blocksAddCommand,
  blocksExportCommand,
  blocksImportCommand,
  blocksLiftCommand,
  blocksListCommand,
  blocksReleaseCommand,
  blocksUndoCommand,
  blocksReconcileCommand,
  reportCommand,
  sendersProtectCommand,
  sendersShowCommand,
  statusCommand,
];

export interface Answer {
  code: number;
  out: string;
  err: string;
  /** Each line of output as JSON. */
  json: <T = Record<string, unknown>>() => T[];
}

export interface TypedOptions {
  redisPath?: string;
  mode?: 'monitor' | 'enforce';
  isTTY?: boolean;
}

/** Types `cordon <words>` beside the Cordon of a stage, with the environment its operator has. */
export async function typed(
  stage: Pick<Stage, 'folder' | 'keyPrefix' | 'rulesDir'> & { simulator?: Pick<Stage['simulator'], 'url'> },
  words: readonly string[],
  { redisPath = testRedisPath(), mode = 'enforce', isTTY = false }: TypedOptions = {},
): Promise<Answer> {
  const env = {
    REDIS_URL: `unix://${redisPath}`,
    KEY_PREFIX: stage.keyPrefix,
    RULES_DIR: stage.rulesDir,
    DATA_DIR: join(stage.folder, 'data'),
    CORDON_MODE: mode,
    // A closed port, for commands that have nothing to ask Meta.
    META_GRAPH_URL: stage.simulator?.url ?? 'http://127.0.0.1:9',
    META_ACCESS_TOKEN: 'test-token',
    NO_COLOR: '1',
  };
  const io = terminal({ env, isTTY });
  const code = await runCli(words, { version: '0', commands }, io);
  const lines = (): string[] =>
    io
      .out()
      .split('\n')
      .filter((line) => line !== '');
  return {
    code,
    out: io.out(),
    err: io.err(),
    json: <T>() => lines().map((line) => JSON.parse(line) as T),
  };
}
