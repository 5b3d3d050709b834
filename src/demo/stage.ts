import { appendFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type App, startApp } from '../app.ts';
import { fixedRules } from '../app-rules.ts';
import { UserError } from '../errors.ts';
import type { Observer } from '../events.ts';
import { createLogger } from '../log.ts';
import { type RedisAddress, workerConnection } from '../queue/connections.ts';
import type { LoadedRuleset } from '../ruleset/parse.ts';
import { type Simulator, startSimulator } from '../simulator/server.ts';
import { createKeys } from '../store/keys.ts';
import { createLedgerStore } from '../store/ledger-store.ts';
import { readMarks } from '../store/marks.ts';
import type { LogLine } from './sender/log.ts';
import { demoConfig, demoSecrets, randomSecret, SHOP, shortened } from './settings.ts';
import { senderIdOf } from './verdict.ts';

export interface StageOptions {
  /** Emptied of what an earlier run left. */
  folder: string;
  redis: RedisAddress;
  ruleset: LoadedRuleset;
  rulesDir: string;
  observer: Observer;
}

/** Simulator and a whole Cordon, wired as in production, and a look into what they hold. */
export interface Stage {
  readonly simulator: Simulator;
  readonly webhookUrl: string;
  readonly appSecret: string;
  readonly logFile: string;
  /** Where Cordon's warnings go. */
  readonly troubleFile: string;
  /** Ids of those messages whose decision is stored. */
  decided: (messages: readonly LogLine[]) => Promise<Set<string>>;
  /** Whether the ledger owes nobody a block or a lift. */
  isLedgerQuiet: () => Promise<boolean>;
  [Symbol.asyncDispose]: () => Promise<void>;
}

export async function openStage({
  folder,
  redis,
  ruleset,
  rulesDir,
  observer,
}: StageOptions): Promise<Stage> {
  const logFile = join(folder, 'sender.jsonl');
  const troubleFile = join(folder, 'cordon.log');
  for (const name of [logFile, troubleFile, join(folder, 'blocks.jsonl')]) rmSync(name, { force: true });
  const connection = workerConnection(redis).on('error', () => undefined);
  const closers: (() => unknown)[] = [() => connection.disconnect()];
  const close = async (): Promise<void> => {
    for (const closer of closers.splice(0)) await closer();
  };
  try {
    await connection.flushall();
    const appSecret = randomSecret();
    const simulator = await startSimulator({
      strictWindow: true,
      appSecret,
      businessNumbers: { [SHOP.phoneNumberId]: SHOP.displayPhoneNumber },
    });
    closers.unshift(() => simulator.close());
    const config = demoConfig(simulator.url, folder, rulesDir);
    const destination = { write: (line: string) => appendFileSync(troubleFile, line, { mode: 0o600 }) };
    const app: App = await startApp({
      config,
      secrets: demoSecrets(appSecret),
      redis,
      rules: fixedRules(shortened(ruleset)),
      log: createLogger({ level: config.logLevel, destination }),
      observer,
    });
    closers.unshift(() => app.close());
    if (app.webhookPort === null) throw new UserError('the receiver did not start');
    const keys = createKeys(config.redis.keyPrefix);
    const ledger = createLedgerStore(connection, keys);
    return {
      simulator,
      webhookUrl: `http://127.0.0.1:${app.webhookPort}/webhook`,
      appSecret,
      logFile,
      troubleFile,
      async decided(messages) {
        const wanted = messages.map(({ id, person }) => ({ messageId: id, senderId: senderIdOf(person) }));
        const marks = await readMarks(connection, keys, SHOP.phoneNumberId, wanted);
        return new Set(
          messages.filter((_, n) => (marks[n] ?? 'undecided') !== 'undecided').map(({ id }) => id),
        );
      },
      async isLedgerQuiet() {
        for await (const page of ledger.open(SHOP.phoneNumberId)) if (page.length > 0) return false;
        return true;
      },
      [Symbol.asyncDispose]: close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
