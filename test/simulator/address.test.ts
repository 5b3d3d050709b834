import { describe, expect, it } from '@jest/globals';
import { anyAddress, entryAddress } from '../../src/simulator/address.ts';

describe('an entry of block_users', () => {
  it.each([
    [{ user: '+15550100123' }, { kind: 'phone', input: '+15550100123', digits: '15550100123' }],
    [{ user: '15550100123' }, { kind: 'phone', input: '15550100123', digits: '15550100123' }],
    [{ user: '+1 (555) 010-0123' }, { kind: 'phone', input: '+1 (555) 010-0123', digits: '15550100123' }],
    [{ user: '+1999' }, { kind: 'unreachable', input: '+1999' }],
    [{ user: '+0123456789' }, { kind: 'unreachable', input: '+0123456789' }],
    [{ user: 'nobody' }, { kind: 'unreachable', input: 'nobody' }],
    [{ user: '1'.repeat(16) }, { kind: 'unreachable', input: '1'.repeat(16) }],
    [{ user_id: 'US.123' }, { kind: 'user', input: 'US.123', userId: 'US.123' }],
    [{ user_id: 'BR.ENTA1' }, { kind: 'user', input: 'BR.ENTA1', userId: 'BR.ENTA1' }],
  ])('%j names a person', (entry, expected) => {
    expect(entryAddress(entry, 0)).toEqual(expected);
  });

  it('lets user win over user_id', () => {
    expect(entryAddress({ user: '+15550100123', user_id: 'US.1' }, 0)).toMatchObject({ kind: 'phone' });
  });

  it.each([
    [{ user_id: 'US.ENT.123' }, /Parent/],
    [{ user_id: 'us.123' }, /Invalid/],
    [{ user_id: `US.${'1'.repeat(129)}` }, /Invalid/],
    [{ user_id: 5 }, /user_id/],
    [{ user: '' }, /non-empty/],
    [{ user: 15550100123 }, /non-empty string/],
    [{}, /block_users\[3\]/],
    [null, /must be an object/],
    ['+15550100123', /must be an object/],
    [[], /must be an object/],
  ])('%j makes the request fail', (entry, details) => {
    expect(entryAddress(entry, 3)).toEqual({ kind: 'refused', details: expect.stringMatching(details) });
  });
});

describe('a name written by people', () => {
  it.each([
    ['+15550100123', 'phone'],
    ['US.123', 'user'],
    ['US.ENT.123', 'refused'],
    ['12', 'unreachable'],
  ])('%s is a %s', (name, kind) => {
    expect(anyAddress(name).kind).toBe(kind);
  });
});
