import { loadRuleset } from '../../ruleset/load.ts';
import { integerOption } from '../args.ts';
import type { Attached } from '../attach.ts';
import { attach } from '../attach.ts';
import { defineCommand } from '../command.ts';
import { chosenNumbers, NUMBER_OPTION } from '../numbers.ts';
import { printJson } from '../output.ts';
import { shownInstant, shownPerson } from '../person.ts';
import { releaseRule } from '../release-rule.ts';
import { RULE_OPTIONS, ruleScope } from '../rule-scope.ts';

/** When the rules folder cannot be read. */
const CAREFUL_PER_MINUTE = 60;

export const blocksReleaseCommand = defineCommand({
  name: 'blocks release',
  summary: 'Let the blocks of a rule which the brake holds go on: the rule is right',
  options: {
    ...RULE_OPTIONS,
    number: NUMBER_OPTION,
    'dry-run': { type: 'boolean', about: 'Say what would be done, change nothing' },
    limit: { type: 'string', value: 'N', default: '100', about: 'At most so many people are named; 0 = all' },
    full: { type: 'boolean', about: 'Show phone numbers whole' },
  },
  details:
    'They are made as all others are, at most blocks_per_minute of policy.yaml a minute, and end when they would have ended. The brake counts the rule’s next blocks from nothing. To drop what is held instead: cordon blocks undo. Exits 1 when nothing of this rule is held.',
  async run({ values, json }, io) {
    const scope = ruleScope(values);
    const limit = integerOption(values.limit, 'limit', { min: 0, max: 1_000_000 });
    const dryRun = values['dry-run'];
    await using cordon = await attach(io);
    const pace = await paceOf(cordon);
    let people = 0;
    let lastAt = 0;
    for (const phoneNumberId of await chosenNumbers(cordon, values.number)) {
      const blocksPerMinute = pace(phoneNumberId);
      for await (const { senderId, at } of releaseRule(cordon, phoneNumberId, scope, {
        dryRun,
        blocksPerMinute,
      })) {
        people += 1;
        lastAt = Math.max(lastAt, at);
        if (limit > 0 && people > limit) continue;
        const sender = shownPerson(senderId, values.full);
        if (json) printJson(io, { phoneNumberId, sender, at });
        else
          io.stdout.write(
            `${dryRun ? '(dry run) ' : ''}${sender} is to be blocked from ${shownInstant(at)} (number ${phoneNumberId})\n`,
          );
      }
      if (dryRun) continue;
      await cordon.numbers.register(phoneNumberId);
      await cordon.queues.requestFlush(phoneNumberId, 0);
    }
    if (json) printJson(io, { rule: scope.ruleId, version: scope.version, dryRun, people });
    else if (people === 0) io.stdout.write(`The brake holds no block of rule ${scope.ruleId}.\n`);
    else
      io.stdout.write(
        `Rule ${scope.ruleId}: ${people} held blocks ${dryRun ? 'would go' : 'go'} on, the last from ${shownInstant(lastAt)}.\n`,
      );
    if (limit > 0 && people > limit)
      io.stderr.write(`${people - limit} more people; name them with --limit 0\n`);
    return people > 0 ? 0 : 1;
  },
});

/** Blocks a minute by number, as the policy in the rules folder has it. */
async function paceOf({ config }: Attached): Promise<(phoneNumberId: string) => number> {
  const loaded = await loadRuleset(config.rulesDir);
  return (phoneNumberId) =>
    loaded.ok ? loaded.ruleset.policyFor(phoneNumberId, null).brake.blocksPerMinute : CAREFUL_PER_MINUTE;
}
