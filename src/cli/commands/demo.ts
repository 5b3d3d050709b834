import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { defaultConfig } from '../../config/config.ts';
import { openDemoFolder } from '../../demo/folder.ts';
import { createJsonScreen } from '../../demo/screen/json-screen.ts';
import type { Screen } from '../../demo/screen/screen.ts';
import { createTextScreen } from '../../demo/screen/text-screen.ts';
import { startSender } from '../../demo/sender-process.ts';
import { NO_PROGRESS, type Report } from '../../demo/sender/protocol.ts';
import { COOLDOWNS_MS, SHOP } from '../../demo/settings.ts';
import { openStage } from '../../demo/stage.ts';
import { playRound } from '../../demo/story-run.ts';
import { UserError } from '../../errors.ts';
import { defineCommand, type ExitCode } from '../command.ts';
import type { Io } from '../io.ts';
import { createStyle, printable, printJson } from '../output.ts';
import { displayWidth, fit } from '../text-width.ts';
import { ownRedis } from '../own-redis.ts';
import { rulesetOrProblems } from '../ruleset.ts';

const SHIPPED_RULES = fileURLToPath(new URL('../../../rules', import.meta.url));

/** `cordon demo`: the whole path on one machine, without a Meta account. */
export const demoCommand = (stop: AbortSignal) =>
  defineCommand({
    name: 'demo',
    summary: 'Watch customers and spammers write to a shop, without a Meta account',
    options: {
      once: { type: 'boolean', about: 'End after the first story, with a JSON line that says how it went' },
      rules: { type: 'string', value: 'DIR', about: 'Rules folder to try instead of the shipped one' },
    },
    details:
      'Runs its own Redis, a simulator of Meta, the receiver, the workers and a sender. Takes no setting from the environment or .env, and leaves\nnothing behind. With --once: exit 0 when every message was judged, every offender blocked and let back in, and nobody else blocked.',
    async run({ values, json }, io) {
      const screen = json ? createJsonScreen((value) => printJson(io, value)) : textScreen(io);
      try {
        return await demonstrate(
          screen,
          { once: values.once, rulesDir: values.rules ?? SHIPPED_RULES },
          io,
          stop,
        );
      } finally {
        screen.end();
      }
    },
  });

async function demonstrate(
  screen: Screen,
  { once, rulesDir }: { once: boolean; rulesDir: string },
  io: Io,
  stop: AbortSignal,
): Promise<ExitCode> {
  const ruleset = await rulesetOrProblems(rulesDir);
  using folder = openDemoFolder();
  const redisConfig = defaultConfig({ dataDir: folder.path });
  await using redis = await ownRedis(redisConfig, true, io, (line) => void io.stderr.write(`${line}\n`));
  if (redis === null) throw new UserError('no Redis');
  const observer = {
    decided: (outcome: Parameters<Screen['judged']>[0]) => screen.judged(outcome),
    called: screen.called,
    settled: screen.settled,
  };
  await using stage = await openStage({
    folder: folder.path,
    redis: { path: redis.path },
    ruleset,
    rulesDir,
    observer,
  });
  const { webhookUrl, appSecret, logFile, simulator } = stage;
  screen.opened({
    rules: ruleset.rules.length,
    rulesDir,
    webhookUrl,
    graphUrl: simulator.url,
    cooldownsMs: COOLDOWNS_MS,
    once,
  });
  let progress = NO_PROGRESS;
  const onReport = (report: Report): void => {
    if (report.kind === 'scene') screen.scene(report.title, report.about);
    if (report.kind === 'progress') screen.progress((progress = report.progress));
  };
  const runId = randomBytes(6).toString('hex');
  await using sender = startSender(
    { webhookUrl, graphUrl: simulator.url, appSecret, ...SHOP, runId, logFile },
    onReport,
  );

  const startedAt = performance.now();
  for (let round = 0; ; round += 1) {
    const played = await playRound(round, stage, sender, stop, screen.told);
    if (played === null) {
      screen.stopped();
      return once ? 1 : 0;
    }
    const { result, problems, people } = played;
    if (round === 0) {
      screen.closed({ result, problems, people, progress, tookMs: performance.now() - startedAt });
    } else {
      screen.roundOver(result, problems);
    }
    if (!once) continue;
    screen.end();
    printJson(io, result);
    if (problems.length === 0) return 0;
    folder.keep();
    io.stderr.write(problems.map((problem) => `demo: ${problem}\n`).join(''));
    io.stderr.write(
      `demo: ${folder.path} is kept; warnings are in cordon.log there, what was sent in sender.jsonl\n`,
    );
    return 1;
  }
}

function textScreen(io: Io): Screen {
  const terminal = {
    write: (text: string) => void io.stdout.write(text),
    live: io.isTTY && io.env.TERM !== 'dumb',
    columns: () => Math.max(40, io.columns ?? 80),
    style: createStyle(io),
    fit,
    width: displayWidth,
    printable,
  };
  return createTextScreen(terminal, () => performance.now());
}
