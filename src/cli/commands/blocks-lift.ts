import { lift } from '../../core/ledger/operator.ts';
import { attach } from '../attach.ts';
import { defineCommand } from '../command.ts';
import { liftPeople, printLifted } from '../lift-people.ts';
import { chosenNumbers, NUMBER_OPTION } from '../numbers.ts';
import { readPerson } from '../person.ts';

export const blocksLiftCommand = defineCommand({
  name: 'blocks lift',
  summary: 'Let blocked people back in now; what they wrote until now never blocks them again',
  usage: 'PHONE|BSUID…',
  operands: { min: 1, max: 1_000 },
  options: {
    number: NUMBER_OPTION,
    'keep-strike': {
      type: 'boolean',
      about: 'Keep the strike: the next cooldown is longer. Without it the block counts as a mistake',
    },
    foreign: { type: 'boolean', about: 'Also lift blocks Cordon did not make' },
  },
  details:
    'Takes effect within seconds. A phone number is looked for among all who are blocked, also those kept under a BSUID. Exits 1 when somebody was not lifted.',
  async run({ values, operands, json }, io) {
    const people = operands.map(readPerson);
    const options = { keepStrike: values['keep-strike'], takeForeign: values.foreign };
    await using cordon = await attach(io);
    const numbers = await chosenNumbers(cordon, values.number);
    const results = await liftPeople(cordon, numbers, people, 'lift', (entry, now) =>
      lift(entry, options, now),
    );
    printLifted(io, results, json);
    return results.every(({ result }) => result === 'lifted' || result === 'on its way') ? 0 : 1;
  },
});
