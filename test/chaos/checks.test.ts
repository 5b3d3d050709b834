import { describe, expect, it } from '@jest/globals';
import { newEntry, type LedgerEntry } from '../../src/core/ledger/entry.ts';
import type { Change } from '../../src/simulator/server.ts';
import { person } from '../helpers/deliveries.ts';
import { COOLDOWNS_MS, type Kind, type Member } from './cast.ts';
import { runChecks, type CheckName } from './checks.ts';
import { LIFT_BOUND_MS } from './checks-people.ts';
import type { Evidence } from './evidence.ts';
import type { Sent } from './traffic.ts';

const NUMBER = '100000000000010';
const KINDS: readonly Kind[] = ['innocent', 'passing', 'repeat', 'forever', 'protected', 'late', 'stale'];
const CALM_AT = 100_000;
const END = CALM_AT + 60_000;

const memberOf = (kind: Kind): Member => ({ kind, number: NUMBER, who: person(KINDS.indexOf(kind) + 1) });
const members = Object.fromEntries(KINDS.map((kind) => [kind, memberOf(kind)])) as Record<Kind, Member>;
const idOf = (kind: Kind): string => `wamid.${kind}`;
const senderOf = ({ who }: Member): string => who.userId!;

const sentBy = (kind: Kind): Sent => ({
  ...{ id: idOf(kind), member: members[kind], sentAt: 50_000, handedAt: 50_000, ackedAt: 50_100 },
});
const change = (op: Change['op'], kind: Kind, at: number): Change => ({
  ...{ op, at, phoneNumberId: NUMBER, input: `+${members[kind].who.phone}`, via: 'api' as const },
  ...{ waId: members[kind].who.phone!, userId: members[kind].who.userId! },
});
const row = (kind: Kind) => ({
  ...{ waId: members[kind].who.phone!, userId: members[kind].who.userId!, input: '', blockedAt: 51_000 },
});
const entry = (kind: Kind, change: Partial<LedgerEntry>): LedgerEntry => ({
  ...newEntry({
    id: senderOf(members[kind]),
    phone: members[kind].who.phone,
    userId: members[kind].who.userId,
  }),
  strikesTotal: 1,
  ...change,
});
const FOR_GOOD = { desired: { kind: 'permanent' as const }, deadlineAt: Infinity };
const journal = (op: string, kind: Kind) => ({ op, number: NUMBER, senderId: senderOf(members[kind]) });

/** One of each kind, and everything as it should be. */
function wellBehaved(): Evidence {
  return {
    ...{ calmAt: CALM_AT, calmFrom: CALM_AT, at: END, answers: { 200: 7, 503: 2, broken: 1 }, strangers: 0 },
    sent: KINDS.map(sentBy),
    changes: [
      change('block', 'passing', 51_000),
      change('lift', 'passing', 59_500),
      change('block', 'repeat', 51_000),
      change('lift', 'repeat', 59_500),
      change('block', 'forever', 51_000),
    ],
    listed: new Map([[NUMBER, [row('forever')]]]),
    calls: [{ at: 51_000, verb: 'POST', number: NUMBER, users: [`+${members.forever.who.phone}`] }],
    records: new Map([
      ...(['innocent', 'protected'] as const).map((kind): [string, string[]] => [idOf(kind), ['allow']]),
      ...(['passing', 'repeat'] as const).map((kind): [string, string[]] => [idOf(kind), ['cooldown']]),
      ...(['forever', 'stale'] as const).map((kind): [string, string[]] => [idOf(kind), ['block']]),
      [idOf('late'), ['late', 'late']],
    ]),
    decidedAt: new Map(),
    marks: new Map(KINDS.map((kind) => [members[kind], kind === 'late' ? [] : ['allow' as const]])),
    ledger: new Map([
      ...(['innocent', 'protected', 'late'] as const).map((kind): [Member, null] => [members[kind], null]),
      ...(['passing', 'repeat'] as const).map((kind): [Member, LedgerEntry] => [
        members[kind],
        entry(kind, {}),
      ]),
      [members.forever, entry('forever', { ...FOR_GOOD, actual: 'blocked' })],
      [members.stale, entry('stale', { ...FOR_GOOD, deadlineAt: 0 })],
    ]),
    open: new Map([[NUMBER, 2]]),
    journal: [
      journal('block', 'passing'),
      journal('lift', 'passing'),
      journal('block', 'repeat'),
      journal('lift', 'repeat'),
      journal('block', 'forever'),
    ],
    left: { 'waiting chunks': 0, 'dead letters': 0 },
    keys: [
      { name: `chaos:{${NUMBER}}:s:US.1`, ttlMs: 1_000, size: 29 },
      { name: `chaos:{${NUMBER}}:e:US.1`, ttlMs: 1_000, size: 400 },
      { name: `chaos:{${NUMBER}}:e:US.4`, ttlMs: -1, size: 400 },
      { name: `chaos:{${NUMBER}}:e:US.7`, ttlMs: -1, size: 400 },
      { name: 'chaos:exports:lease', ttlMs: 500_000, size: 36 },
      { name: '{chaos:q0}:moderation:events', ttlMs: -1, size: 110 },
    ],
    processes: [{ name: 'receiver', stderr: [], surprises: [] }],
  };
}

const broken = (evidence: Evidence): CheckName[] =>
  Object.entries(runChecks(evidence)).flatMap(([name, found]) =>
    found.length > 0 ? [name as CheckName] : [],
  );
const without = <K, V>(map: ReadonlyMap<K, V>, ...pairs: readonly [K, V][]): Map<K, V> =>
  new Map([...map, ...pairs]);
type Wrong = [name: string, change: (good: Evidence) => Partial<Evidence>, found: CheckName[]];

const wrongs: Wrong[] = [
  [
    'an acknowledged message was never decided',
    ({ records }) => ({ records: without(records, [idOf('innocent'), []]) }),
    ['decidedOnce'],
  ],
  [
    'a message was decided twice',
    ({ records }) => ({ records: without(records, [idOf('innocent'), ['allow', 'allow']]) }),
    ['decidedOnce'],
  ],
  [
    'an offender was waved through',
    ({ records }) => ({ records: without(records, [idOf('forever'), ['allow']]) }),
    ['decidedOnce'],
  ],
  ['something was decided that nobody sent', () => ({ strangers: 1 }), ['decidedOnce']],
  [
    'a message is known and undecided',
    ({ marks }) => ({ marks: without(marks, [members.innocent, ['undecided']]) }),
    ['decidedOnce'],
  ],
  [
    'somebody who offended in calm was never blocked',
    ({ sent, changes }) => ({
      sent: sent.map((one) => (one.member.kind === 'passing' ? { ...one, handedAt: CALM_AT + 1 } : one)),
      changes: changes.filter(({ waId }) => waId !== members.passing.who.phone),
    }),
    ['offendersAnswered'],
  ],
  [
    'somebody who is to stay out was let go',
    ({ changes, ledger }) => ({
      changes: changes.filter(({ waId }) => waId !== members.forever.who.phone),
      ledger: without(ledger, [members.forever, entry('forever', {})]),
      listed: new Map([[NUMBER, []]]),
      open: new Map([[NUMBER, 1]]),
    }),
    ['offendersAnswered', 'keysBounded'],
  ],
  [
    'a cooldown never ended',
    ({ changes, listed }) => ({
      changes: changes.filter(({ op, waId }) => op === 'block' || waId !== members.passing.who.phone),
      listed: without(listed, [NUMBER, [row('forever'), row('passing')]]),
    }),
    ['cooldownsEnd', 'listIsLedger'],
  ],
  [
    'a cooldown ended late',
    ({ changes }) => ({
      changes: changes.map((one) =>
        one.op === 'lift' && one.waId === members.passing.who.phone
          ? { ...one, at: CALM_AT + COOLDOWNS_MS[0] + LIFT_BOUND_MS + 1 }
          : one,
      ),
    }),
    ['cooldownsEnd'],
  ],
  [
    'a cooldown ended early',
    ({ changes }) => ({
      changes: changes.map((one) => (one.op === 'lift' ? { ...one, at: 52_000 } : one)),
    }),
    ['cooldownsEnd'],
  ],
  [
    'an innocent was blocked for a moment',
    ({ changes }) => ({
      changes: [...changes, change('block', 'innocent', 60_000), change('lift', 'innocent', 60_001)],
    }),
    ['innocentsUntouched'],
  ],
  [
    'a protected sender was named in a call that came to nothing',
    ({ calls }) => ({
      calls: [...calls, { at: 1, verb: 'POST', number: NUMBER, users: [`+${members.protected.who.phone}`] }],
    }),
    ['innocentsUntouched'],
  ],
  [
    'an offence counted twice',
    ({ ledger }) => ({ ledger: without(ledger, [members.passing, entry('passing', { strikesTotal: 2 })]) }),
    ['oneStrikeEach'],
  ],
  [
    'a late message brought a strike',
    ({ ledger }) => ({ ledger: without(ledger, [members.late, entry('late', {})]) }),
    ['oneStrikeEach'],
  ],
  [
    'the ledger believes in a block that is not there',
    ({ ledger }) => ({
      ledger: without(ledger, [members.stale, entry('stale', { ...FOR_GOOD, actual: 'blocked' })]),
    }),
    ['offendersAnswered', 'listIsLedger'],
  ],
  [
    'somebody is listed who never wrote',
    ({ listed }) => ({
      listed: without(listed, [NUMBER, [row('forever'), { ...row('forever'), waId: '19990000000' }]]),
    }),
    ['listIsLedger'],
  ],
  ['a block is in no journal', ({ journal: lines }) => ({ journal: lines.slice(0, -1) }), ['journalTells']],
  ['a chunk still waits', ({ left }) => ({ left: { ...left, 'waiting chunks': 1 } }), ['nothingStuck']],
  [
    'a call is open',
    ({ ledger }) => ({
      ledger: without(ledger, [members.stale, entry('stale', { ...FOR_GOOD, actual: 'unknown' })]),
    }),
    ['offendersAnswered', 'nothingStuck'],
  ],
  ['a delivery was answered 500', ({ answers }) => ({ answers: { ...answers, 500: 1 } }), ['nothingStuck']],
  [
    'a key has no expiry',
    ({ keys }) => ({ keys: keys.map((key) => ({ ...key, ttlMs: -1 })) }),
    ['keysBounded'],
  ],
  [
    'a key is none of ours',
    ({ keys }) => ({ keys: [...keys, { name: 'chaos:odd', ttlMs: -1, size: 1 }] }),
    ['keysBounded'],
  ],
  [
    'jobs stay',
    ({ keys }) => ({
      keys: [
        ...keys,
        ...Array.from({ length: 80 }, (_, n) => ({ name: `{chaos:q0}:moderation:${n}`, ttlMs: -1, size: 9 })),
      ],
    }),
    ['keysBounded'],
  ],
  [
    'a rejection was not handled',
    () => ({
      processes: [{ name: 'first', stderr: ['Error: unhandled'], surprises: ['ended by itself: exit 1'] }],
    }),
    ['processesQuiet'],
  ],
];

describe('the checks of a chaos run', () => {
  it('find nothing where everything is as it should be', () => {
    expect(broken(wellBehaved())).toEqual([]);
  });

  it.each(wrongs)('notice that %s', (_, change, found) => {
    const good = wellBehaved();
    expect(broken({ ...good, ...change(good) })).toEqual(found);
  });

  it('excuse a cooldown that ran out while there was trouble', () => {
    const good = wellBehaved();
    const changes = good.changes.filter(({ waId }) => waId !== members.passing.who.phone);
    expect(broken({ ...good, changes })).toEqual([]);
  });
});
