import { describe, expect, it } from '@jest/globals';
import { person, PHONE_NUMBER_ID, type Person } from '../helpers/deliveries.ts';
import { waitFor } from '../helpers/wait-for.ts';
import { SPAM_WORD } from './rules-folder.ts';
import { openStage, type Stage } from './stage.ts';
import { typed } from './typed.ts';
import { nameOf, senderId, write } from './writers.ts';

/** A block whose warning died waits ten seconds by itself; the processes start anew beside it. */
const LIMIT_MS = 120_000;
const WARN = `{ text: 'Please stop. {{appeal}}', before_block: 'Blocked for {{length}}. {{appeal}}', appeal: help@your.shop }`;
const isBlocked = ({ simulator }: Stage, who: Person): boolean =>
  simulator.control.isBlocked(PHONE_NUMBER_ID, nameOf(who));

describe('a warning on its way through the whole of Cordon', () => {
  it('reaches the offender, then the block does; log and audit say so without the words', async () => {
    await using stage = await openStage({ cooldown: '1h', warn: WARN });
    const cordon = await stage.start();
    const offender = person(1);
    await write(stage.simulator, cordon.webhook, offender, `buy ${SPAM_WORD}`);
    await waitFor(() => isBlocked(stage, offender), { what: 'the block', timeoutMs: 20_000 });
    const [sent, ...more] = stage.simulator.control.messages();
    expect(sent).toMatchObject({ input: `+${offender.phone}`, text: 'Blocked for 1 h. help@your.shop' });
    expect(more).toEqual([]);
    const [blocked] = stage.simulator.control.log(PHONE_NUMBER_ID);
    expect(sent!.at).toBeLessThanOrEqual(blocked!.at);
    const audited = async () =>
      (await stage.view.audit()).filter(({ senderId: id }) => id === senderId(offender));
    await waitFor(async () => (await audited()).some(({ kind }) => kind === 'enforcement'));
    const lines = await audited();
    expect(lines).toMatchObject([
      { kind: 'decision', action: 'cooldown', warning: 'waits' },
      { kind: 'warning', result: 'sent' },
      { kind: 'enforcement', result: 'done' },
    ]);
    const log = stage.log().join('\n');
    expect(log).toContain('warning to a sender');
    for (const secret of ['help@your.shop', offender.phone]) expect(log).not.toContain(secret);
    const metrics = await (await fetch(`${cordon.admin}/metrics`)).text();
    expect(metrics).toContain('cordon_warnings_total{result="sent",reason="ok"} 1');

    const type = async (words: string) => (await typed(stage, words.split(' '))).out;
    expect(await type(`senders show +${offender.phone}`)).toMatch(/\bwarned\b/);
    expect(await type('audit')).toMatch(/Meta\s+warned\b/);
    expect(await type('report')).toContain(
      'Warnings to senders: 1 sent, 0 perhaps sent, 0 refused by Meta, 0 not sent\n',
    );
    expect((await typed(stage, ['status'])).out).not.toContain('Nobody is warned');

    stage.simulator.control.addFault({ edge: 'messages', fault: { kind: 'error', code: 131_042 } });
    await write(stage.simulator, cordon.webhook, person(3), SPAM_WORD);
    await waitFor(() => isBlocked(stage, person(3)), { what: 'the block', timeoutMs: 20_000 });
    const status = await typed(stage, ['status']);
    expect(status.code).toBe(1);
    expect(status.out).toMatch(
      /Nobody is warned for \d+ until \S+: Meta does not send \(billing, code 131042\)\. Blocking goes on\./,
    );
    expect(await type('audit')).toMatch(/warning failed\s+billing \(code 131042\)/);
    expect(await (await fetch(`${cordon.admin}/healthz`)).text()).toContain('Nobody is warned');
  });

  it.each(['warning-taken', 'warning-sent'] as const)(
    'killed at "%s", Cordon blocks on time and warns nobody twice',
    async (at) => {
      await using stage = await openStage({ cooldown: '1h', warn: WARN });
      const doomed = await stage.start({ crash: { at, nth: 1 } });
      const life = { hasEnded: false };
      void doomed.ended().then(() => (life.hasEnded = true));
      let offender = person(2);
      await write(stage.simulator, doomed.webhook, offender, SPAM_WORD);
      // On a machine too busy to begin within five seconds somebody is blocked without a warning, and the next one is warned.
      for (let n = 3; ; n += 1) {
        await waitFor(() => life.hasEnded || isBlocked(stage, offender), { timeoutMs: 60_000 });
        if (life.hasEnded) break;
        offender = person(n);
        await write(stage.simulator, doomed.webhook, offender, SPAM_WORD);
      }
      const sent = at === 'warning-sent' ? 1 : 0;
      expect(stage.simulator.control.messages()).toHaveLength(sent);
      await stage.start();
      await waitFor(() => isBlocked(stage, offender), { what: 'the block', timeoutMs: 60_000 });
      expect(stage.simulator.control.messages()).toHaveLength(sent);
    },
    LIMIT_MS,
  );
});
