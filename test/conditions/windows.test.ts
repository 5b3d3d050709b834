import { describe, expect, it } from '@jest/globals';
import { duplicate } from '../../src/conditions/duplicate.ts';
import { rate } from '../../src/conditions/rate.ts';
import { register } from '../../src/conditions/registry.ts';
import { testCondition } from '../helpers/test-condition.ts';

const invalid = [
  { options: { at_least: 5 }, message: /within/ },
  { options: { within: '5m' }, message: /at_least/ },
  { options: { at_least: 0, within: '5m' }, message: /too_small/ },
  { options: { at_least: 5, within: '25h' }, message: /at most 1d/ },
  { options: { at_least: 5, within: 30 }, message: /30s, 10m/ },
  { options: { at_least: 5, within: '5 minutes' }, message: /30s, 10m/ },
  { options: { at_least: 1.5, within: '5m' }, message: /int/ },
];

testCondition(rate, {
  match: [
    {
      options: { at_least: 20, within: '30s' },
      rate: { 30_000: 20 },
      data: { count: 20, limit: 20, within: '30s' },
    },
  ],
  ignore: [
    { options: { at_least: 20, within: '30s' }, rate: { 30_000: 19, 60_000: 99 }, data: { count: 19 } },
    { options: { at_least: 2, within: '1h' }, data: { count: 1 } },
  ],
  invalid,
});

testCondition(duplicate, {
  match: [
    {
      options: { at_least: 5, within: '1d' },
      duplicate: { 86_400_000: 6 },
      data: { count: 6, limit: 5, within: '1d' },
    },
  ],
  ignore: [
    {
      options: { at_least: 5, within: '10m' },
      duplicate: { 600_000: 4 },
      rate: { 600_000: 9 },
      data: { count: 4 },
    },
  ],
  invalid,
});

describe('window conditions', () => {
  it.each([
    [rate, 'rate'],
    [duplicate, 'duplicate'],
  ] as const)('%# declare the fact they read', (condition, kind) => {
    const prepared = register(condition).prepare({ at_least: 2, within: '10m' });
    expect(prepared).toMatchObject({ ok: true, condition: { facts: [{ kind, withinMs: 600_000 }] } });
  });
});
