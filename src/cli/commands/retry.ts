import type { Chunk } from '../../core/message.ts';
import { attach } from '../attach.ts';
import { defineCommand } from '../command.ts';
import { printJson } from '../output.ts';

export const retryCommand = defineCommand({
  name: 'retry',
  summary: 'Judge set-aside messages (dead letters) and failed jobs again',
  options: {},
  details: 'Messages decided before are recognised; judging one twice changes nothing.',
  async run({ json }, io) {
    await using cordon = await attach(io);
    let letters = 0;
    for (const phoneNumberId of await cordon.numbers.numbers()) {
      // Only as many as there are now: one that fails again comes back to the list.
      for (let left = await cordon.numbers.deadCount(phoneNumberId); left > 0; left -= 1) {
        const taken = await cordon.numbers.exhume(phoneNumberId, ({ chunk }) =>
          cordon.queues.addChunks([chunk as Chunk]),
        );
        if (!taken) break;
        letters += 1;
      }
    }
    const jobs = await cordon.queues.retryFailed();
    if (json) printJson(io, { letters, jobs });
    else io.stdout.write(`${letters} dead letters and ${jobs} failed jobs are back in the queue.\n`);
    return 0;
  },
});
