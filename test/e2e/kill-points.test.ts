import { describe, expect, it } from '@jest/globals';
import type { FaultPlan } from '../../src/simulator/server.ts';
import { delivery, person, PHONE_NUMBER_ID, postDelivery, textMessage } from '../helpers/deliveries.ts';
import { waitFor } from '../helpers/wait-for.ts';
import type { Crash } from './cordon-child.ts';
import { SPAM_WORD } from './rules-folder.ts';
import { openStage, type Cordon, type Stage } from './stage.ts';
import { nameOf, names, senderId } from './writers.ts';

const COOLDOWN_S = 6;
/** Where nobody is blocked yet, the killed worker's lease must run out before another one can: that takes a few seconds. */
const PATIENT_COOLDOWN_S = 16;
const OFFENDERS = [person(1), { ...person(2), phone: null }, { ...person(3), userId: null }];
const CUSTOMER = person(4);

/** What is true after the kill: whether the offenders are on Meta's list, and what the ledger says of them. */
interface Between {
  onList: boolean;
  mark: 'undecided' | 'cooldown';
  attempt: 'block' | 'lift' | null;
  journal: string[];
}

const ONE_EACH = (op: string): string[] => OFFENDERS.map(() => op);
const BOTH = [...ONE_EACH('block'), ...ONE_EACH('lift')];

const cases: { name: string; crash: Crash; between: Between; cooldownS?: number }[] = [
  {
    name: 'after observing, before recording',
    crash: { at: 'observed', nth: 1 },
    between: { onList: false, mark: 'undecided', attempt: null, journal: [] },
  },
  {
    name: 'after claiming, before the POST',
    crash: { at: 'claimed', nth: 1 },
    cooldownS: PATIENT_COOLDOWN_S,
    between: { onList: false, mark: 'cooldown', attempt: 'block', journal: [] },
  },
  {
    name: 'after the POST, before the journal',
    crash: { at: 'called', nth: 1 },
    between: { onList: true, mark: 'cooldown', attempt: 'block', journal: [] },
  },
  {
    name: 'after the journal of a block, before settling it',
    crash: { at: 'journaled', nth: 1 },
    between: { onList: true, mark: 'cooldown', attempt: 'block', journal: ONE_EACH('block') },
  },
  {
    name: 'inside a lift, before the DELETE',
    crash: { at: 'claimed', nth: 2 },
    between: { onList: true, mark: 'cooldown', attempt: 'lift', journal: ONE_EACH('block') },
  },
  {
    name: 'inside a lift, after the DELETE, before the journal',
    crash: { at: 'called', nth: 2 },
    between: { onList: false, mark: 'cooldown', attempt: 'lift', journal: ONE_EACH('block') },
  },
  {
    name: 'inside a lift, after the journal, before settling it',
    crash: { at: 'journaled', nth: 2 },
    between: { onList: false, mark: 'cooldown', attempt: 'lift', journal: BOTH },
  },
];

describe('kill -9', () => {
  it.concurrent.each(cases)(
    '$name',
    async ({ crash, between, cooldownS = COOLDOWN_S }) => {
      await using stage = await openStage({ cooldown: `${cooldownS}s` });
      const doomed = await stage.start({ crash });
      const messages = await deliverOffences(stage, doomed);
      await doomed.ended();
      expect(await look(stage, messages)).toEqual(between);

      await stage.start();
      await expectAllOver(stage, messages, cooldownS);
    },
    60_000,
  );

  // The call's outcome is known to nobody: the worker is gone before Meta has answered.
  const hanging: { name: string; fault: FaultPlan; onList: boolean; log: string[] }[] = [
    {
      name: 'during a POST that was carried out',
      fault: { verb: 'POST', count: 1, fault: { kind: 'hang', when: 'after' } },
      onList: true,
      log: ONE_EACH('block'),
    },
    {
      name: 'during a DELETE that was carried out',
      fault: { verb: 'DELETE', count: 1, fault: { kind: 'hang', when: 'after' } },
      onList: false,
      log: BOTH,
    },
    {
      name: 'during a DELETE that never was',
      fault: { verb: 'DELETE', count: 1, fault: { kind: 'hang', when: 'before' } },
      onList: true,
      log: ONE_EACH('block'),
    },
  ];
  it.concurrent.each(hanging)(
    '$name',
    async ({ fault, onList, log }) => {
      await using stage = await openStage({ cooldown: `${COOLDOWN_S}s` });
      stage.simulator.control.addFault(fault);
      const doomed = await stage.start({ tuning: { graph: { timeoutMs: 2_000 } } });
      const messages = await deliverOffences(stage, doomed);
      await waitFor(() => stage.simulator.control.requests().some(({ ended }) => ended === 'hang'), {
        timeoutMs: 30_000,
      });
      await doomed.kill9();
      expect(stage.simulator.control.log(PHONE_NUMBER_ID).map(({ op }) => op)).toEqual(log);
      expect((await look(stage, messages)).onList).toBe(onList);

      await stage.start();
      await expectAllOver(stage, messages, COOLDOWN_S);
    },
    60_000,
  );
});

interface Messages {
  offences: ReadonlyMap<string, string>;
  harmless: string;
}

/** All in one delivery: one chunk, one batch. Returns the message ids by sender. */
async function deliverOffences(stage: Stage, cordon: Cordon): Promise<Messages> {
  const people = [...OFFENDERS, CUSTOMER];
  for (const one of people)
    stage.simulator.control.inbound({ ...names(one), phoneNumberId: PHONE_NUMBER_ID });
  const offences = new Map(OFFENDERS.map((one) => [senderId(one), `wamid.spam-${senderId(one)}`]));
  const harmless = 'wamid.harmless';
  const messages = [
    ...OFFENDERS.map((from) => textMessage(SPAM_WORD, { from, id: offences.get(senderId(from))! })),
    textMessage('Where is my parcel?', { from: CUSTOMER, id: harmless }),
  ];
  expect(await postDelivery(cordon.webhook, delivery(messages, { people }))).toBe(200);
  return { offences, harmless };
}

async function look(stage: Stage, { offences }: Messages): Promise<Between> {
  const seen = await Promise.all(
    OFFENDERS.map(async (one) => ({
      onList: stage.simulator.control.isBlocked(PHONE_NUMBER_ID, nameOf(one)),
      mark: (await stage.view.mark(senderId(one), offences.get(senderId(one))!)) as Between['mark'],
      attempt: (await stage.view.entry(senderId(one)))?.attempt?.direction ?? null,
    })),
  );
  // One delivery, one fate.
  expect(new Set(seen.map((one) => JSON.stringify(one))).size).toBe(1);
  return { ...seen[0]!, journal: stage.journal().map(({ op }) => String(op)) };
}

/** Blocked once, lifted once and on time, one strike, one decision, and nothing left to do. */
async function expectAllOver(
  stage: Stage,
  { offences, harmless }: Messages,
  cooldownS: number,
): Promise<void> {
  const { simulator, view } = stage;
  const over = async (): Promise<boolean> => {
    const decided = (await view.mark(senderId(CUSTOMER), harmless)) === 'allow';
    const started = (await view.entry(senderId(OFFENDERS[0]!))) !== null;
    return decided && started && (await view.numbers.openCount(PHONE_NUMBER_ID)) === 0;
  };
  await waitFor(over, { timeoutMs: 40_000, what: 'every cooldown to be over' });

  expect(simulator.control.list(PHONE_NUMBER_ID)).toEqual([]);
  const audit = await view.audit();
  for (const one of OFFENDERS) {
    const id = senderId(one);
    const [block, lift, ...more] = simulator.control
      .log(PHONE_NUMBER_ID)
      .filter(({ input }) => [one.userId, `+${one.phone}`].includes(input));
    expect([block?.op, lift?.op, more]).toEqual(['block', 'lift', []]);
    const decisions = audit.filter(({ kind, senderId: about }) => kind === 'decision' && about === id);
    expect(decisions).toMatchObject([{ messageId: offences.get(id), action: 'cooldown' }]);
    expect(lift!.at).toBeGreaterThanOrEqual(decisions[0]!.at + cooldownS * 1_000);
    expect(await view.marks(id)).toEqual(['cooldown']);
    expect(await view.entry(id)).toMatchObject({
      ...{ desired: { kind: 'none' }, actual: 'absent', attempt: null, episode: null },
      ...{ strikesTotal: 1, strikes: [{ id: offences.get(id) }] },
    });
    // A line twice is harmless, a missing one is not.
    const lines = stage.journal().filter((line) => line.senderId === id);
    expect([...new Set(lines.map(({ op }) => op))]).toEqual(['block', 'lift']);
  }
  expect(simulator.control.log(PHONE_NUMBER_ID)).toHaveLength(2 * OFFENDERS.length);
  await waitFor(async () => {
    const { waiting, active, delayed, failed } = await view.moderation();
    return waiting + active + delayed + failed === 0;
  });
  expect(await view.numbers.deadCount(PHONE_NUMBER_ID)).toBe(0);
}
