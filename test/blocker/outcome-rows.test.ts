import { describe, expect, it } from '@jest/globals';
import type { OutcomeRow } from '../../src/blocker/outcome-table.ts';
import { OUTCOME_TABLE } from '../../src/blocker/outcome-table.ts';
import type { Fault } from '../../src/simulator/faults.ts';
import { NOON } from '../core/builders.ts';
import { idOf, inmate, NUMBER, offender, people, Rig } from './rig.ts';

/**
 * What becomes of two people and their number when Meta keeps answering with a code: `status, status; the number`. `call`: to a block of
 * both · `user`: beside each of them · `lift`: the same when they are to be let out · `list`: to reading the list because of a doubt.
 */
interface Case {
  call: string;
  user: string;
  lift: string;
  list: string;
}

const resting = (reason: string): Case => ({
  call: `due; resting for ${reason}`,
  user: `due; resting for ${reason}`,
  lift: `lift due; resting for ${reason}`,
  list: `unknown; resting for ${reason}, list unread for ${reason}`,
});
/** It may have been done all the same. */
const internal: Case = {
  call: 'unknown; resting for internal',
  user: 'unknown; resting for internal',
  lift: 'unknown; resting for internal',
  list: 'unknown; list unread for internal',
};
const halted = (reason: string): Case => ({
  call: `due; halted by ${reason}`,
  user: `due; halted by ${reason}`,
  lift: `lift due; halted by ${reason}`,
  list: `unknown; halted by ${reason}, list unread for ${reason}`,
});
/** One by one until each has the error alone; a lift is never given up. */
const refused = (reason: string): Case => ({
  call: 'refused; batch of 1',
  user: 'refused; goes on',
  lift: 'unknown; goes on',
  list: `unknown; halted by ${reason}, list unread for ${reason}`,
});

const CASES: Readonly<Record<string, Case>> = {
  '139100': {
    call: 'unknown; resting for partial',
    user: 'due; goes on',
    lift: 'unknown; goes on',
    list: 'unknown; list unread for partial',
  },
  '139101': {
    call: 'due; list full',
    user: 'due; list full',
    lift: 'lift due; resting for list-full',
    list: 'unknown; list unread for list-full',
  },
  '139102': { ...resting('list-changed'), list: 'unknown; list unread for list-changed' },
  '139103': internal,
  '130429': {
    ...resting('batch-too-large'),
    call: 'due; resting for batch-too-large, batch of 1',
  },
  '131021': refused('own-number'),
  '131047': {
    call: 'armed; batch of 1',
    user: 'armed; goes on',
    lift: 'unknown; goes on',
    list: 'unknown; list unread for outside-window',
  },
  '4': resting('rate-limit'),
  '17': resting('rate-limit'),
  '32': resting('rate-limit'),
  '341': resting('rate-limit'),
  '613': resting('rate-limit'),
  '80000–80014': resting('rate-limit'),
  '1': internal,
  '2': internal,
  '131000': internal,
  '131016': internal,
  '133004': internal,
  '131057': resting('maintenance'),
  '0': halted('auth'),
  '102': halted('auth'),
  '190': halted('auth'),
  '3': halted('permission'),
  '10': halted('permission'),
  '200–299': halted('permission'),
  '131005': halted('permission'),
  '368': halted('account'),
  '131031': halted('account'),
  '33': halted('configuration'),
  '133010': halted('configuration'),
  '100': refused('invalid-user'),
  '131008': refused('invalid-user'),
  '131009': refused('invalid-user'),
};

const codesOf = ({ codes }: OutcomeRow): string =>
  typeof codes === 'number' ? String(codes) : `${codes[0]}–${codes[1]}`;
const firstOf = ({ codes }: OutcomeRow): number => (typeof codes === 'number' ? codes : codes[0]);

async function outcome(rig: Rig): Promise<string> {
  await rig.run();
  const statuses = await rig.statuses(1, 2);
  const { halted, backoffUntil, backoffReason, fullUntil, batchSize, listing } = await rig.control();
  const number = [
    halted === null ? null : `halted by ${halted.reason}`,
    backoffUntil > rig.now ? `resting for ${backoffReason ?? '?'}` : null,
    fullUntil > rig.now ? 'list full' : null,
    batchSize === null ? null : `batch of ${batchSize}`,
    listing.failures === 0 ? null : `list unread for ${listing.reason ?? '?'}`,
  ].filter((word) => word !== null);
  return `${[...new Set(statuses)].join(', ')}; ${number.length === 0 ? 'goes on' : number.join(', ')}`;
}

/** Two people in a number of their own, with this fault. */
async function tried(verb: 'POST' | 'DELETE' | 'GET', fault: Fault): Promise<string> {
  await using rig = await Rig.open();
  rig.simulator.control.addFault({ verb, fault });
  const ended = { desired: { kind: 'until', at: NOON } } as const;
  if (verb === 'DELETE') for (const n of people(2)) rig.simulator.control.block(NUMBER, idOf(n));
  await rig.put(
    ...people(2).map((n) => {
      if (verb === 'POST') return offender(n, { desired: { kind: 'permanent' } });
      return inmate(n, verb === 'GET' ? { actual: 'unknown' } : ended);
    }),
  );
  return await outcome(rig);
}

describe('each row of the outcome table, by the ledger', () => {
  it.each(OUTCOME_TABLE.map((row) => [codesOf(row), row] as const))('%s', async (codes, row) => {
    const code = firstOf(row);
    const whole = { kind: 'error', code, when: 'before' } as const;
    const each = { kind: 'partial', share: 1, code } as const;
    expect({
      call: await tried('POST', whole),
      user: await tried('POST', each),
      lift: await tried('DELETE', each),
      list: await tried('GET', whole),
    }).toEqual(CASES[codes]);
  });

  it.each([
    ['a connection that breaks before', { kind: 'reset', when: 'before' }, []],
    ['a connection that breaks after', { kind: 'reset', when: 'after' }, [idOf(1), idOf(2)]],
    ['an answer cut in the middle', { kind: 'reset', when: 'midway' }, [idOf(1), idOf(2)]],
    ['no answer in time', { kind: 'hang', when: 'after' }, [idOf(1), idOf(2)]],
  ] as const)('%s leaves unknown what is true at Meta', async (_, fault, listed) => {
    await using rig = await Rig.open({ timeoutMs: 400 });
    rig.simulator.control.addFault({ verb: 'POST', fault });
    await rig.put(...people(2).map((n) => offender(n, { desired: { kind: 'permanent' } })));
    expect(await outcome(rig)).toBe('unknown; resting for no-answer');
    expect(rig.listed()).toEqual(listed);
    rig.simulator.control.heal();
    await rig.finish();
    expect(await rig.statuses(1, 2)).toEqual(['blocked', 'blocked']);
    expect(rig.simulator.control.log()).toHaveLength(2);
  });

  it('no case is left without a row', () => {
    expect(Object.keys(CASES).sort()).toEqual(OUTCOME_TABLE.map(codesOf).sort());
  });
});
