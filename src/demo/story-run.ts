import { setTimeout as sleep } from 'node:timers/promises';
import { readSenderLog } from './sender/log.ts';
import type { SenderProcess } from './sender-process.ts';
import { SHOP } from './settings.ts';
import type { Stage } from './stage.ts';
import { reckon, type Result, senderIdOf } from './verdict.ts';

const LOOK_EVERY_MS = 250;
/** Cooldowns of the story last seconds; whoever is not let back in by then is not going to be. */
const PATIENCE_MS = 60_000;

export interface RoundResult {
  result: Result;
  problems: string[];
  /** People in the sender's log. */
  people: number;
}

/** One round to its end: told, judged, everybody let back in. Null when `stop` came first. */
export async function playRound(
  round: number,
  stage: Stage,
  sender: SenderProcess,
  stop: AbortSignal,
  onTold: () => void,
): Promise<RoundResult | null> {
  const changesBefore = stage.simulator.control.log(SHOP.phoneNumberId).length;
  const stopped = aborted(stop);
  if ((await Promise.race([sender.tell(round), stopped])) === 'stopped') return null;
  onTold();
  const log = readSenderLog(stage.logFile);
  const sent = log.filter(({ kind }) => kind === 'sent');
  const until = performance.now() + PATIENCE_MS;
  while (!(await isOver(stage, sent)) && performance.now() < until) {
    if ((await Promise.race([sleep(LOOK_EVERY_MS), stopped])) === 'stopped') return null;
  }
  const { control } = stage.simulator;
  const evidence = {
    log,
    decided: await stage.decided(sent),
    changes: control.log(SHOP.phoneNumberId).slice(changesBefore),
    stillBlocked: control.list(SHOP.phoneNumberId).length,
  };
  return { ...reckon(evidence), people: new Set(log.map(({ person }) => senderIdOf(person))).size };
}

/** Every acknowledged message is judged, nothing is left to do, and nobody is blocked. */
async function isOver(stage: Stage, sent: Parameters<Stage['decided']>[0]): Promise<boolean> {
  const decided = await stage.decided(sent);
  if (decided.size < sent.length || !(await stage.isLedgerQuiet())) return false;
  return stage.simulator.control.list(SHOP.phoneNumberId).length === 0;
}

function aborted(signal: AbortSignal): Promise<'stopped'> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve('stopped');
    else signal.addEventListener('abort', () => resolve('stopped'), { once: true });
  });
}
