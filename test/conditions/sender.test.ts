import { describe, expect, it } from '@jest/globals';
import { senderCountry } from '../../src/conditions/sender-country.ts';
import { senderName } from '../../src/conditions/sender-name.ts';
import { senderPrefix } from '../../src/conditions/sender-prefix.ts';
import { senderSeenFor } from '../../src/conditions/sender-seen-for.ts';
import { senderStrikes } from '../../src/conditions/sender-strikes.ts';
import type { Message, Sender } from '../../src/core/message.ts';
import { run, testCondition } from '../helpers/test-condition.ts';

const of = (sender: Partial<Sender>): Partial<Message> => ({
  sender: { id: 'x', phone: null, userId: null, name: null, username: null, ...sender },
});
const MINUTE = 60_000;
const DAY = 86_400_000;

testCondition(senderCountry, {
  match: [
    { options: 'BR', message: of({ phone: '5511987654321' }), data: { country: 'BR', wanted: 'BR' } },
    { options: ['IN', 'br'], message: of({ userId: 'BR.9001' }), data: { wanted: 'IN or BR' } },
    { options: 'IN', message: of({ userId: 'IN.9001', phone: '5511987654321' }) },
    { options: 'unknown', message: of({ phone: '15550100123' }), data: { country: 'unknown' } },
    { options: 'Unknown', message: of({}) },
    {
      options: { list: 'lists/c.txt' },
      lists: { 'lists/c.txt': ['mx'] },
      message: of({ phone: '5215512345678' }),
    },
  ],
  ignore: [
    { options: 'US', message: of({ phone: '14165550123' }), data: { country: 'CA' } },
    { options: 'RU', message: of({ phone: '77011234567' }), data: { country: 'KZ' } },
    { options: ['US', 'CA'], message: of({ phone: '18765551234' }), data: { country: 'JM' } },
    { options: 'BR', message: of({}), data: { country: 'unknown' } },
    { options: 'BR', message: of({ phone: '99999' }) },
  ],
  invalid: [
    { options: 'UK', message: /GB/ },
    { options: ['BR', 'Brazil'], message: /ISO country code.*any",1/ },
    { options: 'XX', message: /ISO country code/ },
    { options: [true], message: /needs quotes/ },
  ],
});

testCondition(senderPrefix, {
  match: [
    { options: '+234', message: of({ phone: '2348031234567' }), data: { prefix: '+234', wanted: '+234' } },
    { options: 234, message: of({ phone: '2348031234567' }) },
    { options: [1, 234], message: of({ phone: '2348031234567' }), data: { wanted: '+1 or +234' } },
    {
      options: { any: ['00 1 (809)', '+1'] },
      message: of({ phone: '18095551234' }),
      data: { prefix: '+1809' },
    },
    {
      options: { list: 'lists/p.txt' },
      lists: { 'lists/p.txt': ['+49 151'] },
      message: of({ phone: '4915123456' }),
    },
  ],
  ignore: [
    { options: '+234', message: of({ phone: '23' }), data: { prefix: 'none of them' } },
    { options: '34', message: of({ phone: '2348031234567' }) },
    { options: '+234', message: of({ userId: 'NG.1' }), data: { prefix: 'unknown' } },
  ],
  invalid: [
    { options: '0151', message: /no country code/ },
    { options: 'abc', message: /start of a phone number/ },
    { options: ['+'], message: /start of a phone number/ },
    { options: '1'.repeat(16), message: /start of a phone number/ },
    { options: [], message: /empty/ },
  ],
});

testCondition(senderName, {
  match: [
    {
      options: { like: ['Your Shop', 'DHL: dhl.*'] },
      message: of({ name: 'Anna', username: 'dhl.support' }),
      data: { found: 'dhl.support', like: 'DHL', how: 'added words', wanted: 'somebody to be taken for' },
      words: ['dhl.support'],
    },
    {
      options: { like: { list: 'lists/b.txt' }, contains: '✅' },
      lists: { 'lists/b.txt': ['WhatsApp: whatsapp.com'] },
      message: of({ name: 'WhatsАрр ✅' }),
      data: { like: 'WhatsApp', how: 'look-alike letters' },
    },
    {
      options: 'support',
      message: of({ name: 'WhatsApp SUPPORT ✅' }),
      data: { found: 'SUPPORT' },
      words: ['SUPPORT'],
    },
    { options: ['admin', 'support'], message: of({ username: 'shop.support' }) },
    {
      options: { words: 'free bitcoin' },
      message: of({ name: 'Free — Bitcoin' }),
      words: ['Free — Bitcoin'],
    },
    { options: { contains: ['💰'] }, message: of({ name: 'Rich💰Anna' }), words: ['💰'] },
    {
      options: { matches: '^user_?\\d{4,}$' },
      message: of({ name: 'Anna', username: 'user_12345' }),
      words: ['user_12345'],
    },
    {
      options: { words: 'anna', contains: 'vip' },
      message: of({ name: 'Anna', username: 'xvipx' }),
      data: { wanted: 'a word and characters' },
    },
  ],
  ignore: [
    { options: { like: 'Your Shop' }, message: of({ name: 'Shop Girl' }), data: { found: 'nothing' } },
    { options: { like: 'Your Shop', words: 'anna' }, message: of({ name: 'Your Shop' }) },
    { options: { like: 'Your Shop' }, message: of({}) },
    {
      options: 'support',
      message: of({ name: 'Supporter', username: 'anna' }),
      data: { found: 'nothing' },
      words: [],
    },
    { options: 'free bitcoin', message: of({ name: 'free', username: 'bitcoin' }) },
    { options: { words: 'anna', contains: 'vip' }, message: of({ name: 'Anna' }) },
    { options: { matches: '^$' }, message: of({}) },
    { options: 'support', message: of({}), data: { found: 'nothing' } },
  ],
  invalid: [
    { options: {}, message: /at least one of words, contains, matches, like/ },
    { options: { like: ['Your Shop', 'O2'] }, message: /too short.*any",1/ },
    { options: { matches: '(a' }, message: /cannot be used/ },
    { options: { matches: 'x*' }, message: /match every message/ },
    { options: { words: [] }, message: /empty/ },
  ],
});

testCondition(senderSeenFor, {
  match: [
    { options: { below: '10m' }, seenFor: 0, data: { time: '0s', limit: 'below 10m' } },
    { options: { at_least: '1d' }, seenFor: DAY, data: { time: '1d', limit: 'at least 1d' } },
    { options: { above: '1h', at_most: '2d' }, seenFor: DAY, data: { limit: 'above 1h and at most 2d' } },
    { options: { below: '10m' }, seenFor: -MINUTE, data: { time: '0s' } },
  ],
  ignore: [
    { options: { below: '10m' }, seenFor: 10 * MINUTE, data: { time: '10m' } },
    { options: { at_least: '1d' }, seenFor: DAY - 1000 },
  ],
  invalid: [
    { options: {}, message: /at least one of/ },
    { options: { at_least: 1 }, message: /30s, 10m/ },
    { options: { at_least: 'a day' }, message: /30s, 10m/ },
    { options: { at_least: '2d', below: '1d' }, message: /no amount/ },
  ],
});

testCondition(senderStrikes, {
  match: [
    { options: { at_least: 2 }, strikes: 2, data: { count: 2, limit: 'at least 2' } },
    { options: { below: 1 }, data: { count: 0 } },
  ],
  ignore: [{ options: { at_least: 2 }, strikes: 1 }],
  invalid: [{ options: 2, message: /invalid_type/ }],
});

describe('sender conditions', () => {
  it('never mix up two senders that are asked about in turn', () => {
    const ask = (phone: string): unknown =>
      run(senderCountry, { options: 'BR', message: of({ phone }) }).data.country;
    expect(['5511987654321', '919876543210', '5511987654321'].map(ask)).toEqual(['BR', 'IN', 'BR']);
  });

  it('name the faulty entry of a list when they are bound', () => {
    const item = { options: { list: 'lists/x.txt' }, lists: { 'lists/x.txt': ['DE', 'Deutschland'] } };
    expect(() => run(senderCountry, item)).toThrow(/'Deutschland': expected an ISO/);
    expect(() => run(senderPrefix, item)).toThrow(/'DE': expected the start/);
  });
});
