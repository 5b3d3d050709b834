import { nearest } from '../../config/nearest.ts';
import { UserError } from '../../errors.ts';
import { integerOption } from '../args.ts';
import type { Attached } from '../attach.ts';
import { attach } from '../attach.ts';
import { defineCommand } from '../command.ts';
import type { Io } from '../io.ts';
import { chosenNumbers, NUMBER_OPTION } from '../numbers.ts';
import { printJson } from '../output.ts';
import { shownPerson } from '../person.ts';
import { momentOption } from '../moment.ts';
import { RULE_OPTIONS, ruleScope } from '../rule-scope.ts';
import type { UndoneSender } from '../undo-rule.ts';
import { isLifted, undoRule } from '../undo-rule.ts';

export const blocksUndoCommand = defineCommand({
  name: 'blocks undo',
  summary: 'Take back everything a rule did: lift its blocks, take its strikes off',
  options: {
    ...RULE_OPTIONS,
    since: {
      type: 'string',
      value: 'WHEN',
      about: 'Only blocks that began then or later: 7d ago, or a time',
    },
    until: { type: 'string', value: 'WHEN', about: 'Only blocks that began until then' },
    number: NUMBER_OPTION,
    'dry-run': { type: 'boolean', about: 'Say what would be done, change nothing' },
    limit: { type: 'string', value: 'N', default: '100', about: 'At most so many people are named; 0 = all' },
    full: { type: 'boolean', about: 'Show phone numbers whole' },
  },
  details:
    'Mend the rule or set it to monitor first, or it blocks again at the next message. Also lifts what is armed, due or held. Blocks that other rules earn without it stay, and so do blocks an operator wanted or others made. What people wrote until now never blocks them again. Repeating it changes nothing. Exits 1 when nothing was found or somebody could not be lifted.',
  async run({ values, json }, io) {
    const now = Date.now();
    const scope = {
      ...ruleScope(values),
      since: values.since === undefined ? 0 : momentOption(values.since, 'since', now),
      until: values.until === undefined ? Infinity : momentOption(values.until, 'until', now),
    };
    if (scope.since > scope.until) throw new UserError('--since is later than --until');
    const limit = integerOption(values.limit, 'limit', { min: 0, max: 1_000_000 });
    const dryRun = values['dry-run'];
    await using cordon = await attach(io);
    const rulesSeen = new Set<string>();
    const tally = new Tally();
    for (const phoneNumberId of await chosenNumbers(cordon, values.number)) {
      for await (const one of undoRule(cordon, phoneNumberId, scope, { dryRun, rulesSeen })) {
        tally.add(one);
        if (limit === 0 || tally.people <= limit) tell(io, phoneNumberId, one, { ...values, dryRun, json });
      }
      if (dryRun) continue;
      await cordon.numbers.register(phoneNumberId);
      await cordon.queues.requestFlush(phoneNumberId, 0);
    }
    if (json) printJson(io, { rule: scope.ruleId, version: scope.version, dryRun, ...tally.counts });
    else io.stdout.write(tally.text(scope.ruleId, dryRun));
    if (tally.people > limit && limit > 0)
      io.stderr.write(`${tally.people - limit} more people; name them with --limit 0\n`);
    if (tally.people === 0) hint(io, scope.ruleId, rulesSeen);
    if (await isInForce(cordon, tally.versions))
      io.stderr.write(
        `warning: the rules that made these blocks are still in force. Unless ${scope.ruleId} is mended or set to monitor, it blocks again.\n`,
      );
    return tally.people > 0 && tally.left === 0 ? 0 : 1;
  },
});

const TOLD: Record<UndoneSender['block'], string> = {
  free: 'is free: the block was not made yet, and will not be',
  'lift due': 'is to be let in within seconds',
  'call under way': 'is to be let in as soon as the call to Meta that is under way is answered',
  'other rules': 'stays blocked: other rules earn it without this one',
  'by hand': 'stays blocked: an operator wanted it as well (cordon blocks lift)',
  unclear:
    'stays blocked: several rules took part, and it is not known what each of them brought (cordon blocks lift)',
  foreign: 'stays blocked: somebody else blocked them since, not Cordon (cordon blocks lift --foreign)',
  changing: 'could not be changed: the row kept changing. Repeat the command',
  none: 'is not blocked',
};

function tell(
  io: Io,
  phoneNumberId: string,
  { senderId, block, strikes }: UndoneSender,
  { full, dryRun, json }: { full: boolean; dryRun: boolean; json: boolean },
): void {
  const sender = shownPerson(senderId, full);
  if (json) {
    printJson(io, { phoneNumberId, sender, block, strikes });
    return;
  }
  const off =
    strikes === 0
      ? ''
      : `; ${strikes === 1 ? 'an earlier strike is' : `${strikes} earlier strikes are`} taken off`;
  io.stdout.write(`${dryRun ? '(dry run) ' : ''}${sender} ${TOLD[block]}${off} (number ${phoneNumberId})\n`);
}

/** Counts instead of people: a rule may have met very many. */
class Tally {
  people = 0;
  lifted = 0;
  kept = 0;
  /** Should have been lifted, and were not. */
  left = 0;
  strikes = 0;
  readonly versions = new Set<string>();

  add(one: UndoneSender): void {
    this.people += 1;
    this.strikes += one.strikes;
    if (isLifted(one)) {
      this.lifted += 1;
      if (one.rulesetHash !== null) this.versions.add(one.rulesetHash);
    } else if (one.block === 'other rules' || one.block === 'by hand') this.kept += 1;
    else if (one.block !== 'none') this.left += 1;
  }

  get counts(): object {
    const { people, lifted, kept, left, strikes } = this;
    return { people, lifted, kept, left, strikes };
  }

  text(rule: string, dryRun: boolean): string {
    if (this.people === 0) return `Rule ${rule} blocks nobody and left no strikes.\n`;
    const would = dryRun ? 'would be' : 'are';
    return [
      `Rule ${rule}: ${this.lifted} blocks ${would} lifted, ${this.kept} stay by other rules or by hand, ${this.left} could not be lifted.`,
      `${this.strikes} strikes of earlier blocks ${would} taken off.`,
      '',
    ].join('\n');
  }
}

function hint(io: Io, rule: string, rulesSeen: ReadonlySet<string>): void {
  const meant = rulesSeen.has(rule) ? null : nearest(rule, [...rulesSeen]);
  if (meant !== null) io.stderr.write(`Did you mean --rule ${meant}?\n`);
}

async function isInForce({ rulesets }: Attached, versions: ReadonlySet<string>): Promise<boolean> {
  const reports = versions.size === 0 ? [] : await rulesets.reports(Date.now());
  return reports.some(({ hash }) => versions.has(hash));
}
