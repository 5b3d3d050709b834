import type { Action } from '../../core/decision.ts';
import { NO_PROGRESS } from '../sender/protocol.ts';
import { closingLines, openingLines } from './frame.ts';
import { createJudgedLines } from './judged-lines.ts';
import type { Screen, Verb } from './screen.ts';
import { createPage, lineOfCounts, type Terminal } from './terminal.ts';

/** Lines of one kind a scene shows in full; the others are counted. */
const SHOWN_A_SCENE = 5;
const REDRAW_MS = 100;

type Kind = 'allowed' | 'flagged' | 'blocked' | 'held by the brake';

/** For people: what happens line by line, and on a terminal a line of counts below. `now` in ms. */
export function createTextScreen(terminal: Terminal, now: () => number): Screen {
  const { style } = terminal;
  const page = createPage(terminal);
  const startedAt = now();
  const { judgedLines, clock } = createJudgedLines(terminal, () => now() - startedAt);
  const tally = { judged: 0, flagged: 0, blocked: 0, lifted: 0 };
  let progress = NO_PROGRESS;
  let shown = new Map<Kind, number>();

  const counts = (): void => {
    const on = tally.blocked - tally.lifted;
    const parts = [
      { text: `${progress.acknowledged} received`, paint: style.bold },
      { text: `${tally.judged} judged`, paint: style.bold },
      { text: `${tally.flagged} flagged`, paint: style.yellow },
      { text: `${on} blocked now`, paint: style.red },
      { text: `${tally.lifted} let back in`, paint: style.green },
      { text: `${progress.stopped} stopped at Meta`, paint: style.dim },
    ];
    page.keep(lineOfCounts(parts, terminal));
  };
  const timer = terminal.live ? setInterval(counts, REDRAW_MS).unref() : undefined;

  const sayRest = (): void => {
    const rest = [...shown].flatMap(([kind, n]) =>
      n > SHOWN_A_SCENE ? [`${n - SHOWN_A_SCENE} more ${kind}`] : [],
    );
    if (rest.length > 0) page.print(style.dim(`         … ${rest.join(', ')}`));
    shown = new Map();
  };
  const section = (title: string, about: string): void => {
    sayRest();
    page.print('');
    page.print(style.bold(style.cyan(`── ${title}`)));
    page.print(style.dim(`   ${about}`));
  };

  return {
    opened: (opening) => openingLines(opening, style).forEach(page.print),
    scene: section,
    judged(outcome) {
      const { action } = outcome.decision;
      tally.judged += 1;
      if (action === 'flag' || action === 'warn') tally.flagged += 1;
      const kind = kindOf(action, outcome.effect);
      if (kind === null) return;
      const n = (shown.get(kind) ?? 0) + 1;
      shown.set(kind, n);
      if (n <= SHOWN_A_SCENE) judgedLines(outcome).forEach(page.print);
    },
    called(verb, reason, users) {
      const line = callLine(verb, reason, users);
      const paint = verb === 'block' ? style.red : verb === 'lift' ? style.green : style.dim;
      page.print(`${clock()}  ${paint(line)}`);
    },
    settled(direction, kind) {
      if (kind !== 'done') return;
      if (direction === 'block') tally.blocked += 1;
      else tally.lifted += 1;
    },
    progress: (next) => (progress = next),
    told: () => section('The last cooldowns', 'nobody has to do anything: each block ends by itself'),
    closed(closing) {
      sayRest();
      closingLines(closing, style).forEach(page.print);
    },
    roundOver(result, problems) {
      sayRest();
      const { moderated, blocked, lifted } = result;
      const line = `this round: ${moderated} messages judged, ${blocked} people blocked, ${lifted} let back in`;
      page.print(
        problems.length === 0
          ? style.dim(`         ${line}`)
          : style.red(`         ${line} – ${problems.join('; ')}`),
      );
    },
    stopped() {
      page.end();
      page.print(`stopped after ${tally.judged} messages and ${tally.blocked} blocks`);
    },
    end() {
      clearInterval(timer);
      page.end();
    },
  };
}

/** How a decision is counted; null for further offences of somebody whose block is already under way. */
function kindOf(action: Action, effect: string | null): Kind | null {
  if (action === 'allow') return 'allowed';
  if (action === 'flag' || action === 'warn') return 'flagged';
  if (effect === 'held') return 'held by the brake';
  return effect === 'opened' ? 'blocked' : null;
}

function callLine(verb: Verb, reason: string, users: number): string {
  const people = users === 1 ? '1 person' : `${users} people`;
  const outcome = reason === 'ok' ? '' : ` – ${reason}`;
  if (verb === 'block') return `■ asked Meta to block ${people} in one call${outcome}`;
  if (verb === 'lift') return `□ cooldown over: let ${people} back in with one call${outcome}`;
  return `· read Meta's blocklist${outcome}`;
}
