import { describe, expect, it } from '@jest/globals';
import { Ring } from '../../src/simulator/ring.ts';
import { RequestLog } from '../../src/simulator/request-log.ts';

describe('a ring', () => {
  it.each([0, 1, 3, 4, 5, 6, 7, 50])('keeps the newest three of %d, in order', (count) => {
    const ring = new Ring<number>(3);
    for (let index = 0; index < count; index += 1) ring.push(index);
    expect(ring.toArray()).toEqual(Array.from({ length: count }, (_, index) => index).slice(-3));
    expect(ring.total).toBe(count);
  });
});

describe('the request log', () => {
  it('counts every request by verb, edge and end, also those it no longer holds', () => {
    const log = new RequestLog(1);
    const entry = {
      at: 1,
      verb: 'POST',
      edge: 'block_users',
      phoneNumberId: '1',
      processed: true,
      faults: [],
    };
    log.add({ ...entry, users: 3, ended: 'answered', status: 200 });
    log.add({ ...entry, users: 7, ended: 'answered', status: 200 });
    log.add({ ...entry, users: 2, ended: 'reset', status: 0 });
    expect(log.summary()).toEqual({
      total: 3,
      counts: { 'POST block_users 200': 2, 'POST block_users reset': 1 },
      largestBatch: 7,
    });
    expect(log.entries().map(({ users }) => users)).toEqual([2]);
  });
});
