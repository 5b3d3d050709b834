import { protect } from '../../core/ledger/operator.ts';
import { UserError } from '../../errors.ts';
import { findEntries, namesOf } from '../../store/find-entries.ts';
import { PROTECTED_MAX } from '../../store/keys.ts';
import { createProtectedStore } from '../../store/protected-store.ts';
import { attach } from '../attach.ts';
import { defineCommand } from '../command.ts';
import { liftPeople, printLifted } from '../lift-people.ts';
import { chosenNumbers } from '../numbers.ts';
import { printJson } from '../output.ts';
import { readPerson, shownPerson } from '../person.ts';

export const sendersProtectCommand = defineCommand({
  name: 'senders protect',
  summary: 'See to it that people are never blocked, whatever the rules say; lifts their blocks',
  usage: 'PHONE|BSUID…',
  operands: { min: 1, max: 1_000 },
  options: { remove: { type: 'boolean', about: 'End the protection' } },
  details: `Workers know within 2 seconds. It holds for all numbers and for at most ${PROTECTED_MAX} people; longer lists belong into the protected senders of policy.yaml. Where Meta may withhold the phone, protect the BSUID too. A block by somebody else is left alone.`,
  async run({ values, operands, json }, io) {
    const people = operands.map(readPerson);
    await using cordon = await attach(io);
    const store = createProtectedStore(cordon.redis, cordon.keys);
    const numbers = await chosenNumbers(cordon, undefined);
    const names = new Set(people.map(({ name }) => name));
    // The same person under the other name Meta knows them by.
    for (const number of numbers) {
      const { entries } = await findEntries(cordon, number, [...names], { closed: false });
      for (const name of entries.flatMap(namesOf)) names.add(name);
    }
    if (values.remove) {
      const removed = await store.remove([...names]);
      if (json) printJson(io, { removed });
      else
        io.stdout.write(
          removed === 0 ? 'Nobody of them was protected by hand.\n' : 'The protection has ended.\n',
        );
      return removed === 0 ? 1 : 0;
    }
    const added = await store.add([...names], Date.now());
    if (added === null) {
      throw new UserError(`there is room for ${PROTECTED_MAX} protected people, and it would be exceeded`, {
        hint: 'Put them into the protected senders of policy.yaml (protect: { senders: lists/protected.txt }).',
        exitCode: 1,
      });
    }
    const results = await liftPeople(cordon, numbers, people, 'protect', protect);
    const lifted = results.filter(({ result }) => result !== 'not blocked');
    if (json) printJson(io, { protected: people.map(({ name }) => shownPerson(name, false)), lifted });
    else {
      for (const { name } of people) io.stdout.write(`${shownPerson(name, false)} is protected.\n`);
      printLifted(io, lifted, false);
    }
    return lifted.some(({ result }) => result === 'foreign') ? 1 : 0;
  },
});
