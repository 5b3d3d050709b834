import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { timeBetween } from '../../src/conditions/time-between.ts';
import { timeDays } from '../../src/conditions/time-days.ts';
import { zoneClock } from '../../src/conditions/zone-clock.ts';
import type { Message } from '../../src/core/message.ts';
import { run, testCondition } from '../helpers/test-condition.ts';

const at = (iso: string): Partial<Message> => ({ sentAt: Date.parse(iso) });
const night = { from: '22:00', to: '07:00', zone: 'Europe/Berlin' };

testCondition(timeBetween, {
  match: [
    {
      options: ['22:00', '07:00'],
      message: at('2026-01-05T23:30Z'),
      data: { time: '23:30', zone: 'UTC', wanted: 'from 22:00 to 07:00' },
    },
    { options: ['22:00', '07:00'], message: at('2026-01-05T22:00Z') },
    { options: ['22:00', '07:00'], message: at('2026-01-05T06:59:59Z') },
    { options: ['9:00', '17:00'], message: at('2026-01-05T12:00Z'), data: { wanted: 'from 09:00 to 17:00' } },
    { options: ['12:00', '24:00'], message: at('2026-01-05T23:59Z') },
    { options: ['00:00', '24:00'], message: at('2026-01-05T00:00Z') },
    { options: night, message: at('2026-01-05T21:00Z'), data: { time: '22:00', zone: 'Europe/Berlin' } },
    { options: night, message: at('2026-07-05T20:00Z'), data: { time: '22:00' } },
    {
      options: { ...night, zone: 'Asia/Kathmandu' },
      message: at('2026-01-05T16:15Z'),
      data: { time: '22:00' },
    },
    {
      options: { ...night, zone: 'Pacific/Chatham' },
      message: at('2026-01-05T08:20Z'),
      data: { time: '22:05' },
    },
  ],
  ignore: [
    { options: ['22:00', '07:00'], message: at('2026-01-05T07:00Z'), data: { time: '07:00' } },
    { options: ['22:00', '07:00'], message: at('2026-01-05T21:59:59Z') },
    { options: ['9:00', '17:00'], message: at('2026-01-05T17:00Z') },
    { options: night, message: at('2026-01-05T20:59Z'), data: { time: '21:59' } },
    { options: night, message: at('2026-07-05T05:00Z'), data: { time: '07:00' } },
  ],
  invalid: [
    { options: ['22:00'], message: /two times/ },
    { options: ['22:00', '25:00'], message: /a time such as/ },
    { options: ['22:00', '24:30'], message: /a time such as/ },
    { options: ['22', '07'], message: /a time such as/ },
    { options: [1320, 420], message: /in quotes/ },
    { options: ['22:00', '22:00'], message: /the same/ },
    { options: ['00:00', '00:00'], message: /the same/ },
    { options: ['24:00', '00:00'], message: /the same/ },
    { options: { ...night, zone: 'Berlin' }, message: /did you mean Europe\/Berlin/ },
    { options: { ...night, zone: 'Mars/Base' }, message: /no time zone/ },
    { options: { ...night, zone: '+02:00' }, message: /no time zone/ },
    { options: { from: '22:00' }, message: /to/ },
  ],
});

testCondition(timeDays, {
  match: [
    { options: 'mon', message: at('2026-01-05T00:00Z'), data: { day: 'mon', zone: 'UTC', wanted: 'mon' } },
    {
      options: ['sat', 'sun'],
      message: at('2026-01-11T23:59:59Z'),
      data: { day: 'sun', wanted: 'sat or sun' },
    },
    { options: { any: ['tue'], zone: 'Asia/Tokyo' }, message: at('2026-01-05T15:00Z'), data: { day: 'tue' } },
    { options: { any: ['sun'], zone: 'America/Sao_Paulo' }, message: at('2026-01-05T02:59Z') },
    { options: { any: ['fri'] }, message: at('2026-01-09T12:00Z') },
  ],
  ignore: [
    { options: 'mon', message: at('2026-01-06T00:00Z'), data: { day: 'tue' } },
    { options: { any: ['mon'], zone: 'Asia/Tokyo' }, message: at('2026-01-05T15:00Z') },
  ],
  invalid: [
    { options: 'monday', message: /expected mon, tue/ },
    { options: [], message: /empty/ },
    { options: { any: ['mon'], zone: 'Nowhere' }, message: /no time zone 'Nowhere'/ },
    { options: { zone: 'UTC' }, message: /any/ },
  ],
});

describe('the clock of a zone', () => {
  it.each([
    ['2026-03-29T00:59:59Z', '01:59', false],
    ['2026-03-29T01:00:00Z', '03:00', true],
    ['2026-10-25T00:30:00Z', '02:30', true],
    ['2026-10-25T01:30:00Z', '02:30', true],
    ['2026-10-25T02:00:00Z', '03:00', true],
  ])('minds summer time in Berlin: %s is %s', (iso, time, matched) => {
    const options = { from: '02:00', to: '04:00', zone: 'Europe/Berlin' };
    expect(run(timeBetween, { options, message: at(iso) })).toMatchObject({ matched, data: { time } });
  });

  it('shows what Intl shows, in any order of instants, since 1980', () => {
    const zones = [
      'Europe/Berlin',
      'Australia/Lord_Howe',
      'America/St_Johns',
      'Asia/Kathmandu',
      'Pacific/Apia',
    ];
    const from = Date.UTC(1980, 0);
    const to = Date.UTC(2040, 0);
    const formats = new Map(
      zones.map((timeZone) => [
        timeZone,
        new Intl.DateTimeFormat('en-GB', { timeZone, weekday: 'short', hour: '2-digit', minute: '2-digit' }),
      ]),
    );
    fc.assert(
      fc.property(fc.constantFrom(...zones), fc.integer({ min: from, max: to }), (zone, instant) => {
        const { day, minute } = zoneClock(zone)(instant);
        const shown = `${day} ${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
        expect(shown).toBe(formats.get(zone)!.format(instant).toLowerCase().replace(',', ''));
      }),
      { numRuns: 3000 },
    );
  });
});
