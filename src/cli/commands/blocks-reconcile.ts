import type { ReconcileResult } from '../../blocker/reconcile.ts';
import { ADOPT_OPTIONS, confirmAdoption, readAdopt } from '../adopt-options.ts';
import { choiceOption } from '../args.ts';
import { attach } from '../attach.ts';
import { defineCommand } from '../command.ts';
import { chosenNumbers, NUMBER_OPTION } from '../numbers.ts';
import { printReconciled, problemOf } from '../reconcile-output.ts';
import { reconciler } from '../reconcile.ts';

const MISSING = ['look-again', 'let-go', 'block-again'] as const;

export const blocksReconcileCommand = defineCommand({
  name: 'blocks reconcile',
  summary: "Compare Meta's list with the ledger, and repair what is Cordon's",
  options: {
    number: NUMBER_OPTION,
    'dry-run': { type: 'boolean', about: 'Say what differs, change nothing' },
    missing: {
      type: 'string',
      value: 'WHAT',
      default: 'look-again',
      about: `What to do with blocks of Cordon's that are gone from the list: ${MISSING.join(', ')}`,
    },
    ...ADOPT_OPTIONS,
    full: { type: 'boolean', about: 'Show phone numbers whole' },
  },
  details: `Workers do the same every hour. It is done under the lease of the number, so beside a running Cordon it waits for its turn (a minute at most).
Blocks that are over are lifted by the workers at once, or at their next start. Blocks that somebody else made stay, unless --adopt.
Blocks of Cordon's that are gone from the list were lifted elsewhere: looked at again after 5 minutes, they are let go, and the next offence
blocks again. Too many at once are left alone until --missing let-go or --missing block-again says what they are.
Exits 1 when something needs a person, or the list could not be read.`,
  async run({ values, json }, io) {
    const dryRun = values['dry-run'];
    const missing = choiceOption(values.missing, 'missing', MISSING);
    const adopt = readAdopt(values, Date.now());
    await using cordon = await attach(io, { alone: true });
    const reconcile = await reconciler(cordon, io);
    const adopting = adopt === undefined ? {} : { adopt };
    let needsPerson = false;
    for (const phoneNumberId of await chosenNumbers(cordon, values.number)) {
      const look = (): Promise<ReconcileResult> =>
        reconcile(phoneNumberId, { dryRun: true, missing, ...adopting });
      let options: Parameters<typeof reconcile>[1] = { dryRun, missing, ...adopting };
      if (adopt !== undefined && !dryRun && !values.yes) {
        const seen = await look();
        const count = seen.kind === 'done' ? seen.adopted.length : 0;
        if (count > 0 && !(await confirmAdoption(io, count, phoneNumberId))) options = { dryRun, missing };
      }
      if (!dryRun) await cordon.numbers.register(phoneNumberId);
      const result = await reconcile(phoneNumberId, options);
      if (result.kind === 'done' && !dryRun) await cordon.queues.requestFlush(phoneNumberId, 0);
      printReconciled(io, phoneNumberId, result, { dryRun, missing, full: values.full, json });
      needsPerson ||= problemOf(result) !== null;
    }
    return needsPerson ? 1 : 0;
  },
});
