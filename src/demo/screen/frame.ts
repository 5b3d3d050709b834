import type { Closing, Opening } from './screen.ts';
import type { Terminal } from './terminal.ts';

/** What stands above the story. */
export function openingLines(opening: Opening, style: Terminal['style']): string[] {
  const { rules, rulesDir, webhookUrl, graphUrl, cooldownsMs, once } = opening;
  const [first = 0, second = 0] = cooldownsMs.map((ms) => ms / 1000);
  return [
    style.bold('Cordon demo: a WhatsApp shop on a bad day. Nothing leaves this machine.'),
    style.dim(`  as in production  Redis, webhook, queue, blocker, ${rules} rules from ${rulesDir}`),
    style.dim(`  receiver          ${webhookUrl}, posted to by another process`),
    style.dim(`  instead of Meta   a simulator of the Block Users API, ${graphUrl}`),
    style.dim(`  made shorter      first cooldown ${first} s, second ${second} s`),
    ...(once ? [] : [style.dim('  The story takes a minute and then goes on quietly. Ctrl-C ends it.')]),
  ];
}

/** What stands below it. */
export function closingLines(closing: Closing, style: Terminal['style']): string[] {
  const { result, problems, people, progress, tookMs } = closing;
  const row = (label: string, text: string, good: boolean): string =>
    `  ${good ? style.green('✓') : style.red('✗')} ${label.padEnd(19)} ${text}`;
  const offences = problems.length === 0 ? 'every offender' : 'see below';
  const lines = [
    '',
    style.bold(style.cyan('── What happened')),
    style.dim(`   in ${(tookMs / 1000).toFixed(0)} s, by the sender's own log and Meta's list`),
    row(
      'messages',
      `${result.sent} acknowledged, ${result.moderated} judged, ${result.lost} lost; ${progress.redelivered} deliveries came twice`,
      result.lost === 0,
    ),
    row('blocked', `${result.blocked} people (${offences})`, problems.length === 0),
    row('let back in', `${result.lifted} people, by themselves`, result.lifted === result.blocked),
    row(
      'customers blocked',
      `${result.innocentBlocked} of ${people - result.blocked + result.innocentBlocked}`,
      result.innocentBlocked === 0,
    ),
    row(
      'never reached you',
      `${progress.stopped} messages stopped at Meta, ${progress.refused} forged deliveries refused`,
      true,
    ),
    ...problems.map((problem) => style.red(`  ! ${problem}`)),
    '',
    style.bold('What next'),
    '  README.md                     go live: it starts in monitor mode, which blocks nobody',
    '  npx cordon rules test         change a rule in rules/, then check it',
    '  npx cordon start --help       receive the webhook of your own number',
    '',
  ];
  return lines;
}
