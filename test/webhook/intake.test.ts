import { describe, expect, it } from '@jest/globals';

import type { Chunk } from '../../src/core/message.ts';
import {
  createIntake,
  INTAKE_LIMITS,
  IntakeTimeoutError,
  type Intake,
  type IntakeLimits,
} from '../../src/webhook/intake.ts';
import type { NumberEnvelopes } from '../../src/webhook/split.ts';
import { waitFor } from '../helpers/wait-for.ts';

const one = (text: string, phoneNumberId = '1'): NumberEnvelopes[] => [
  {
    phoneNumberId,
    displayPhoneNumber: null,
    envelopes: [{ channel: 'messages', message: { text }, contact: null }],
  },
];
const texts = (chunk: Chunk): unknown[] =>
  chunk.envelopes.map(({ message }) => (message as { text: string }).text);

interface Commit {
  chunks: readonly Chunk[];
  resolve: () => void;
  reject: (error: Error) => void;
}

/** An intake whose commits wait for the test to settle them. */
function held(limits: Partial<IntakeLimits> = {}): { intake: Intake; commits: Commit[] } {
  const commits: Commit[] = [];
  const store = (chunks: readonly Chunk[]): Promise<void> =>
    new Promise((resolve, reject) => commits.push({ chunks, resolve, reject }));
  return { intake: createIntake(store, { ...INTAKE_LIMITS, ...limits }), commits };
}

describe('grouping', () => {
  it('stores what arrives together as one chunk a number, in order', async () => {
    const { intake, commits } = held();
    const submitted = [
      intake.submit(one('a'), 10, 1),
      intake.submit(one('b', '2'), 10, 2),
      intake.submit(one('c'), 10, 3),
    ];
    await waitFor(() => commits.length === 1);
    expect(commits[0]!.chunks.map((chunk) => [chunk.phoneNumberId, chunk.receivedAt, texts(chunk)])).toEqual([
      ['1', 1, ['a', 'c']],
      ['2', 2, ['b']],
    ]);
    commits[0]!.resolve();
    await Promise.all(submitted);
  });

  it('gathers while earlier groups are being stored', async () => {
    const { intake, commits } = held({ maxCommits: 1 });
    const first = intake.submit(one('a'), 10, 1);
    await waitFor(() => commits.length === 1);
    const later = [intake.submit(one('b'), 10, 2)];
    // Longer than the wait for company: only the running commit holds it back.
    await new Promise((resolve) => setTimeout(resolve, 4 * INTAKE_LIMITS.waitMs));
    later.push(intake.submit(one('c'), 10, 3));
    expect(commits).toHaveLength(1);
    commits[0]!.resolve();
    await first;
    await waitFor(() => commits.length === 2);
    expect(commits[1]!.chunks.map(texts)).toEqual([['b', 'c']]);
    commits[1]!.resolve();
    await Promise.all(later);
  });

  it('does not wait for company when a group is full', async () => {
    const { intake, commits } = held({ waitMs: 60_000, maxEnvelopes: 2 });
    const submitted = [intake.submit(one('a'), 10, 1), intake.submit(one('b'), 10, 1)];
    expect(commits).toHaveLength(1);
    commits[0]!.resolve();
    await Promise.all(submitted);
  });

  it('cuts a bulk delivery into chunks of one commit', async () => {
    const { intake, commits } = held();
    const envelopes = Array.from({ length: 1_000 }, (_, i) => one(String(i))[0]!.envelopes[0]!);
    const submitted = intake.submit(
      [{ phoneNumberId: '1', displayPhoneNumber: null, envelopes }],
      100_000,
      1,
    );
    await waitFor(() => commits.length === 1);
    expect(commits[0]!.chunks.map((chunk) => chunk.envelopes.length)).toEqual(Array<number>(10).fill(100));
    commits[0]!.resolve();
    await submitted;
  });
});

describe('failing', () => {
  it('refuses exactly the deliveries of the failed commit', async () => {
    const { intake, commits } = held({ maxEnvelopes: 1, maxCommits: 2 });
    const first = intake.submit(one('a'), 10, 1);
    const second = intake.submit(one('b'), 10, 1);
    commits[0]!.reject(new Error('OOM'));
    commits[1]!.resolve();
    await expect(first).rejects.toThrow('OOM');
    await expect(second).resolves.toBeUndefined();
  });

  it('refuses everything in time when the store never answers, and works again when it does', async () => {
    const { intake, commits } = held({ maxCommits: 1, deadlineMs: 60 });
    const first = intake.submit(one('a'), 10, 1);
    await waitFor(() => commits.length === 1);
    const waiting = intake.submit(one('b'), 10, 1);
    await expect(first).rejects.toThrow(IntakeTimeoutError);
    await expect(waiting).rejects.toThrow(IntakeTimeoutError);
    const next = intake.submit(one('c'), 10, 1);
    commits[0]!.resolve();
    await waitFor(() => commits.length === 2);
    expect(commits[1]!.chunks.map(texts)).toEqual([['c']]);
    commits[1]!.resolve();
    await next;
  });
});

it('is idle only when everything submitted is settled', async () => {
  const { intake, commits } = held({ waitMs: 60_000 });
  const submitted = intake.submit(one('a'), 10, 1);
  let idle = false;
  const waited = intake.idle().then(() => (idle = true));
  expect(commits).toHaveLength(1);
  expect(idle).toBe(false);
  commits[0]!.resolve();
  await Promise.all([submitted, waited]);
  await createIntake(() => Promise.reject(new Error('unused'))).idle();
});
