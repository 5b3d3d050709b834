import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { person, PHONE_NUMBER_ID } from '../helpers/deliveries.ts';
import { waitFor } from '../helpers/wait-for.ts';
import { openStage, type Stage } from './stage.ts';
import { typed } from './typed.ts';
import { nameOf, senderId, write } from './writers.ts';

const SENDERS = 50;
const people = Array.from({ length: SENDERS }, (_, n) => person(100 + n));
const NAMES = ['Maria', 'Ahmed', 'Jonathan', 'Li Wei', 'Anastasia', 'Bob', 'Priya'];
const EMOJI = ['🎉', '💰', '🔥🔥', '', '✨'];
/** Nothing any pack minds but the invitation, so that the first three are only noted. */
const textOf = (n: number): string =>
  `Hello ${NAMES[n % NAMES.length]} ${EMOJI[n % EMOJI.length]} our reading club talks about ${15 + n} new books every evening ` +
  `in the old town, write to the librarian ${n % 3 === 0 ? 'rigth' : 'right'} now https://t.me/team${n}`;

let stage: Stage;
beforeAll(async () => {
  stage = await openStage({ rulesDir: join(import.meta.dirname, '../../rules') });
});
afterAll(async () => stage[Symbol.asyncDispose]());

describe('fifty numbers with one template', () => {
  it('are one campaign, told of once; from the fourth on all are handled at their first message', async () => {
    // Two processes on one Redis.
    const cordons = [await stage.start(), await stage.start()];
    const send = (n: number): Promise<unknown> =>
      write(stage.simulator, cordons[n % 2]!.webhook, people[n]!, textOf(n));
    // The first three one after the other, the rest as fast as they come, over both processes.
    for (const n of [0, 1, 2]) await send(n);
    await Promise.all(people.slice(3).map((_, n) => send(n + 3)));
    const caught = await waitFor(async () => {
      const lines = (await stage.view.audit()).filter(
        (line) => line.kind === 'decision' && line.action === 'cooldown',
      );
      return lines.length >= SENDERS - 3 ? lines : null;
    });
    expect(caught.length).toBe(SENDERS - 3);
    expect(new Set(caught.map((line) => line.senderId)).size).toBe(SENDERS - 3);
    const found = (await stage.view.audit()).filter((line) => line.kind === 'campaign');
    expect(found).toHaveLength(1);
    expect(stage.log().filter((line) => line.includes('different senders send the same'))).toHaveLength(1);

    // The brake lets thirty blocks pass before it looks at their share of all who write.
    const blocked = people.filter((who) => stage.simulator.control.isBlocked(PHONE_NUMBER_ID, nameOf(who)));
    expect(blocked.length).toBeLessThanOrEqual(30);
    await waitFor(
      () =>
        people.filter((who) => stage.simulator.control.isBlocked(PHONE_NUMBER_ID, nameOf(who))).length === 30,
    );
    expect((await stage.view.entry(senderId(people[0]!))) ?? null).toBeNull();

    const report = await typed(stage, ['report', '--since', '24h']);
    expect(report.out).toContain('1 campaign: 50 senders');
  }, 60_000);
});
