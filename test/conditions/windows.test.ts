import { describe, expect, it } from '@jest/globals';
import { distinct } from '../../src/conditions/distinct.ts';
import { duplicate } from '../../src/conditions/duplicate.ts';
import { rate } from '../../src/conditions/rate.ts';
import type { RegisteredCondition } from '../../src/conditions/registry.ts';
import { register } from '../../src/conditions/registry.ts';
import { surge } from '../../src/conditions/surge.ts';
import type { FactRequest } from '../../src/core/facts.ts';
import { testCondition } from '../helpers/test-condition.ts';

const rateOf = (withinMs: number, more: Partial<FactRequest & { kind: 'rate' }> = {}): FactRequest => ({
  kind: 'rate',
  of: 'messages',
  per: 'sender',
  withinMs,
  ...more,
});
const invalid = [
  { options: { at_least: 5 }, message: /within/ },
  { options: { within: '5m' }, message: /at_least/ },
  { options: { at_least: 0, within: '5m' }, message: /too_small/ },
  { options: { at_least: 2001, within: '5m' }, message: /at most 2000: no more/ },
  { options: { at_least: 5, within: '25h' }, message: /at most 1d/ },
  { options: { at_least: 5, within: '0.5s' }, message: /whole seconds/ },
  { options: { at_least: 5, within: 30 }, message: /30s, 10m/ },
  { options: { at_least: 5, within: '5 minutes' }, message: /30s, 10m/ },
  { options: { at_least: 1.5, within: '5m' }, message: /int/ },
];

testCondition(rate, {
  match: [
    {
      options: { at_least: 20, within: '30s' },
      counts: [[rateOf(30_000), 20]],
      data: { count: 20, limit: 20, within: '30s', what: 'messages' },
    },
    {
      options: { at_least: 20, within: '30s', of: 'texts' },
      counts: [[rateOf(30_000, { of: 'texts' }), 21]],
      data: { count: 21, what: 'texts' },
    },
    {
      options: { at_least: 5_000, within: '1h', per: 'number' },
      counts: [[rateOf(3_600_000, { per: 'number' }), 5_000]],
      data: { count: 5_000, what: 'messages to the number' },
    },
  ],
  ignore: [
    {
      options: { at_least: 20, within: '30s' },
      counts: [
        [rateOf(30_000), 19],
        [rateOf(60_000), 99],
        [rateOf(30_000, { of: 'texts' }), 99],
        [rateOf(30_000, { per: 'number' }), 99],
      ],
      data: { count: 19 },
    },
    {
      // Other senders are unknown.
      options: { at_least: 1, within: '1m', per: 'number', of: 'texts' },
      data: { count: 0, what: 'texts to the number' },
    },
  ],
  invalid: [
    ...invalid,
    { options: { at_least: 5, within: '61m', per: 'number' }, message: /at most 1h over all messages/ },
    { options: { at_least: 5, within: '5m', of: 'links' }, message: /messages/ },
    { options: { at_least: 5, within: '5m', per: 'day' }, message: /sender/ },
  ],
});

testCondition(duplicate, {
  match: [
    {
      options: { at_least: 5, within: '1d' },
      counts: [[{ kind: 'duplicate', withinMs: 86_400_000 }, 6]],
      data: { count: 6, limit: 5, within: '1d' },
    },
  ],
  ignore: [
    {
      options: { at_least: 5, within: '10m' },
      counts: [
        [{ kind: 'duplicate', withinMs: 600_000 }, 4],
        [rateOf(600_000), 9],
      ],
      data: { count: 4 },
    },
  ],
  invalid,
});

testCondition(distinct, {
  match: [
    {
      options: { of: 'links', at_least: 3, within: '1h' },
      counts: [[{ kind: 'distinct', of: 'links', withinMs: 3_600_000 }, 3]],
      data: { count: 3, limit: 3, within: '1h', what: 'link hosts' },
    },
    {
      options: { of: 'phones', at_least: 3, within: '1h' },
      counts: [[{ kind: 'distinct', of: 'phones', withinMs: 3_600_000 }, 4]],
      data: { what: 'phone numbers' },
    },
  ],
  ignore: [
    {
      options: { of: 'texts', at_least: 3, within: '1h' },
      counts: [
        [{ kind: 'distinct', of: 'texts', withinMs: 3_600_000 }, 2],
        [{ kind: 'distinct', of: 'links', withinMs: 3_600_000 }, 9],
      ],
      data: { count: 2, what: 'texts' },
    },
  ],
  invalid: [
    { options: { at_least: 5, within: '1h' }, message: /of/ },
    { options: { of: 'pictures', at_least: 5, within: '1h' }, message: /phones/ },
    { options: { of: 'links', at_least: 1001, within: '1h' }, message: /at most 1000: no more/ },
    { options: { of: 'links', at_least: 5, within: '2d' }, message: /at most 1d/ },
  ],
});

const surging: FactRequest = { kind: 'surge', of: 'messages', withinMs: 300_000 };
const options = { times: 4, at_least: 50, within: '5m' };

testCondition(surge, {
  match: [
    { options, counts: [[surging, 50]], normals: [[surging, 12.5]], data: { normal: 12.5, wanted: 50 } },
    { options, counts: [[surging, 50]], normals: [[surging, 0]], data: { count: 50, limit: 50 } },
    {
      options: { ...options, of: 'newcomers' },
      counts: [[{ ...surging, of: 'newcomers' }, 80]],
      normals: [[{ ...surging, of: 'newcomers' }, 20]],
      data: { what: 'newcomers', wanted: 80, times: 4 },
    },
  ],
  ignore: [
    { options, counts: [[surging, 49]], normals: [[surging, 1]], data: { count: 49, wanted: 50 } },
    { options, counts: [[surging, 50]], normals: [[surging, 12.6]], data: { wanted: 51 } },
    // No normal yet, however many they are.
    { options, counts: [[surging, 9_999]], data: { count: 9_999, normal: 'unknown yet' } },
    {
      options: { ...options, of: 'newcomers' },
      counts: [[surging, 9_999]],
      normals: [[surging, 1]],
      data: { count: 0 },
    },
  ],
  invalid: [
    { options: { at_least: 50, within: '5m' }, message: /times/ },
    { options: { times: 4, within: '5m' }, message: /at_least/ },
    { options: { ...options, times: 0.5 }, message: /too_small/ },
    { options: { ...options, within: '2h' }, message: /at most 1h over all messages/ },
    { options: { ...options, of: 'texts' }, message: /newcomers/ },
  ],
});

describe('window conditions', () => {
  it.each<[RegisteredCondition, unknown, FactRequest]>([
    [register(rate), { at_least: 2, within: '10m' }, rateOf(600_000)],
    [
      register(rate),
      { at_least: 2, within: '10m', of: 'texts', per: 'number' },
      rateOf(600_000, { of: 'texts', per: 'number' }),
    ],
    [register(duplicate), { at_least: 2, within: '10m' }, { kind: 'duplicate', withinMs: 600_000 }],
    [
      register(distinct),
      { of: 'phones', at_least: 2, within: '10m' },
      { kind: 'distinct', of: 'phones', withinMs: 600_000 },
    ],
    [
      register(surge),
      { at_least: 2, times: 2, within: '10m' },
      { kind: 'surge', of: 'messages', withinMs: 600_000 },
    ],
  ])('%# declare the fact they read', (condition, written, fact) => {
    const prepared = condition.prepare(written);
    expect(prepared).toMatchObject({ ok: true, condition: { facts: [fact] } });
  });
});
