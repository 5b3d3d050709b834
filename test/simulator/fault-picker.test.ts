import { describe, expect, it } from '@jest/globals';
import { FaultBook } from '../../src/simulator/fault-picker.ts';
import type { FaultPlan } from '../../src/simulator/faults.ts';

const POST = { verb: 'POST', edge: 'block_users', phoneNumberId: '1' } as const;

function strikesOf(plan: Omit<FaultPlan, 'fault'>, requests: number, target = POST): string {
  const book = new FaultBook();
  book.add({ ...plan, fault: { kind: 'hang' } });
  return Array.from({ length: requests }, () => (book.pick(target, 0).final === undefined ? '.' : 'x')).join(
    '',
  );
}

describe('which requests a fault strikes', () => {
  it.each([
    [{}, 'xxxxxx'],
    [{ count: 2 }, 'xx....'],
    [{ skip: 2 }, '..xxxx'],
    [{ skip: 1, count: 3 }, '.xxx..'],
    [{ probability: 0 }, '......'],
    [{ verb: 'POST', edge: 'block_users', phoneNumberId: '1' }, 'xxxxxx'],
    [{ verb: 'DELETE' }, '......'],
    [{ edge: 'messages' }, '......'],
    [{ phoneNumberId: '2' }, '......'],
  ] satisfies [Omit<FaultPlan, 'fault'>, string][])('%j: %s', (plan, expected) => {
    expect(strikesOf(plan, 6)).toBe(expected);
  });

  it('is decided by the seed alone', () => {
    const plan = { probability: 0.5, seed: 42 };
    expect(strikesOf(plan, 200)).toBe(strikesOf(plan, 200));
    expect(strikesOf(plan, 200)).not.toBe(strikesOf({ ...plan, seed: 43 }, 200));
    const hits = strikesOf(plan, 1000).split('x').length - 1;
    expect(hits).toBeGreaterThan(400);
    expect(hits).toBeLessThan(600);
  });

  it('does not count requests of other numbers against skip and count', () => {
    const book = new FaultBook();
    book.add({ phoneNumberId: '1', skip: 1, count: 1, fault: { kind: 'hang' } });
    for (let index = 0; index < 5; index += 1) book.pick({ ...POST, phoneNumberId: '2' }, 0);
    expect([book.pick(POST, 0).final, book.pick(POST, 0).final?.kind]).toEqual([undefined, 'hang']);
    expect(book.list()).toMatchObject([{ seen: 2, fired: 1 }]);
  });
});

describe('several faults', () => {
  it('add their delays and end the request in the first way only', () => {
    const book = new FaultBook();
    book.add({ fault: { kind: 'latency', ms: 10 } });
    book.add({ fault: { kind: 'latency', ms: 5, when: 'after' } });
    book.add({ count: 1, fault: { kind: 'reset' } });
    book.add({ count: 1, fault: { kind: 'hang' } });
    book.add({ fault: { kind: 'latency', ms: 20 } });
    expect(book.pick(POST, 0)).toMatchObject({
      delayBeforeMs: 30,
      delayAfterMs: 5,
      final: { kind: 'reset' },
    });
    expect(book.pick(POST, 0).final?.kind).toBe('hang');
    expect(book.pick(POST, 0)).toMatchObject({ final: undefined, kinds: ['latency', 'latency', 'latency'] });
  });

  it('keep a latency within its jitter', () => {
    const book = new FaultBook();
    book.add({ fault: { kind: 'latency', ms: 10, jitterMs: 5 } });
    const delays = Array.from({ length: 100 }, () => book.pick(POST, 0).delayBeforeMs);
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(10);
    expect(Math.max(...delays)).toBeLessThan(15);
    expect(new Set(delays).size).toBeGreaterThan(50);
  });

  it('can be taken back one by one or all at once', () => {
    const book = new FaultBook();
    const first = book.add({ fault: { kind: 'hang' } });
    book.add({ fault: { kind: 'reset' } });
    expect([book.remove(first), book.remove(first)]).toEqual([true, false]);
    expect(book.pick(POST, 0).final?.kind).toBe('reset');
    book.clear();
    expect(book.list()).toEqual([]);
  });
});

describe('the fate of each user', () => {
  it.each([0, 0.3, 1])('follows the share %d', (share) => {
    const book = new FaultBook();
    book.add({ fault: { kind: 'partial', share, code: 131047, details: 'd' } });
    const { fateOf } = book.pick(POST, 0);
    const fates = Array.from({ length: 1000 }, (_, index) => fateOf(index));
    const failed = fates.filter(({ kind }) => kind === 'fail');
    expect(Math.abs(failed.length - share * 1000)).toBeLessThan(60);
    for (const fate of failed) expect(fate).toEqual({ kind: 'fail', code: 131047, details: 'd' });
  });

  it('may be to be left out of the answer, applied or not', () => {
    const book = new FaultBook();
    book.add({ fault: { kind: 'omit', share: 1, applied: false } });
    expect(book.pick(POST, 0).fateOf(0)).toEqual({ kind: 'omit', applied: false });
  });
});

describe('a plan that is none', () => {
  it.each([
    { fault: { kind: 'hang' }, probability: 2 },
    { fault: { kind: 'hang' }, count: 0 },
    { fault: { kind: 'oversize', bytes: 0 } },
    { fault: { kind: 'partial', share: 1.5 } },
    { fault: { kind: 'latency', ms: -1 } },
  ] satisfies FaultPlan[])('%j is refused', (plan) => {
    expect(() => new FaultBook().add(plan)).toThrow();
  });
});
