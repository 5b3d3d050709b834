import { describe, expect, it } from '@jest/globals';
import { isLoopback } from '../../src/config/loopback.ts';
import { nearest } from '../../src/config/nearest.ts';

describe('nearest', () => {
  it.each([
    ['strat', 'start'],
    ['START', 'start'],
    ['demmo', 'demo'],
    ['rules lnt', 'rules lint'],
    ['xyzzy', null],
    ['', null],
  ])('%s → %s', (typed, meant) => {
    expect(nearest(typed, ['start', 'demo', 'rules lint', 'rules test'])).toBe(meant);
  });

  it('prefers the closest and, when equal, the first', () => {
    expect(nearest('list', ['lint', 'list', 'lost'])).toBe('list');
    expect(nearest('lxst', ['list', 'lost'])).toBe('list');
  });
});

describe('isLoopback', () => {
  it.each([
    'localhost',
    'LOCALHOST',
    'api.localhost',
    '127.0.0.1',
    '127.9.9.9',
    '::1',
    '[::1]',
    '0:0:0:0:0:0:0:1',
  ])('%s is this machine', (host) => {
    expect(isLoopback(host)).toBe(true);
  });
  it.each(['0.0.0.0', '::', '10.0.0.1', '127.0.0.1.example.com', 'localhost.example.com', 'example.com', ''])(
    '%s is not',
    (host) => {
      expect(isLoopback(host)).toBe(false);
    },
  );
});
