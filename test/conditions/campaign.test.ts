import { campaign } from '../../src/conditions/campaign.ts';
import { textSimilarTo } from '../../src/conditions/text-similar-to.ts';
import type { Alike } from '../../src/core/campaign/shared.ts';
import { DAY, HOUR } from '../core/builders.ts';
import { testCondition } from '../helpers/test-condition.ts';

const shared = (kind: Alike['kind'], shown: string, senders: number, withinMs = DAY): Alike => ({
  ...{ kind, shown, isCampaign: true, cluster: null },
  senders: new Map([[withinMs, senders]]),
});
const RAFFLE = 'I want to take part in the raffle, my name is Ana';

testCondition(campaign, {
  match: [
    {
      options: {},
      alike: [shared('text', 'a1b2', 4)],
      data: { senders: 4, kind: 'text', incident: 'a1b2', within: '1d', limit: 4 },
    },
    {
      options: {},
      alike: [shared('text', 'a1b2', 2), shared('media', 'ff00', 9)],
      data: { senders: 9, kind: 'file' },
    },
    { options: { at_least: 2, within: '1h', of: ['link'] }, alike: [shared('link', 'x.example', 2, HOUR)] },
    {
      options: { shared: ['t.me'] },
      alike: [shared('link', 't.me', 90), shared('link', 't.me/gang', 5)],
      data: { senders: 5, kind: 'link', incident: 't.me/gang' },
    },
    {
      options: { expected: ['I want to take part in the raffle, my name is'] },
      text: 'Our company is looking for helpers who work from home',
      alike: [shared('text', 'a1b2', 4)],
    },
    {
      options: { expected: ['I want to take part in the raffle, my name is'] },
      text: RAFFLE,
      alike: [shared('text', 'a1b2', 40), shared('media', 'ff00', 4)],
      data: { kind: 'file', senders: 4 },
    },
  ],
  ignore: [
    { options: {}, data: { senders: 0, incident: 'nothing is compared' } },
    { options: {}, alike: [shared('text', 'a1b2', 3)], data: { senders: 3 } },
    { options: { of: ['link'] }, alike: [shared('text', 'a1b2', 30)], data: { senders: 0 } },
    { options: { within: '1h' }, alike: [shared('text', 'a1b2', 30)], data: { senders: 0 } },
    {
      options: { own: ['shop.example'] },
      alike: [shared('link', 'shop.example', 99), shared('link', 'www2.shop.example/p/1', 99)],
      data: { senders: 0 },
    },
    { options: { shared: ['t.me'] }, alike: [shared('link', 't.me', 90), shared('link', 't.me/gang', 3)] },
    {
      options: { expected: { list: 'lists/expected.txt' } },
      lists: { 'lists/expected.txt': ['I want to take part in the raffle, my name is', 'too short'] },
      text: RAFFLE,
      alike: [shared('text', 'a1b2', 40)],
    },
  ],
  invalid: [
    { options: { at_least: 1 }, message: /at least 2/ },
    { options: { at_least: 65 }, message: /at most 64/ },
    { options: { within: '25h' }, message: /at most 1d/ },
    { options: { of: ['sticker'] }, message: /text, media, link/ },
    { options: { of: [] }, message: /the list is empty/ },
    { options: { own: ['https://shop.example'] }, message: /the domain alone/ },
    { options: { expected: ['hello there'] }, message: /too short to be compared/ },
    { options: { sender: 4 }, message: /unrecognized/i },
  ],
});

const KNOWN = 'Our company is looking for part time helpers who work from home';
testCondition(textSimilarTo, {
  match: [
    {
      options: { any: [KNOWN] },
      text: 'OUR company (est. 1999) is looking for part-time helpers who work from HOME 🎉 https://x.example',
      data: {
        similarity: '95.2%',
        nearest: 'Our company is looking for part time helpers who work from h',
        limit: '70%',
      },
    },
    {
      options: { list: 'lists/known.txt', at_least: '60%' },
      lists: { 'lists/known.txt': ['nothing like it at all is written in this one', 'short', KNOWN] },
      text: 'Dear Ana, our company is looking for part time helpers who work from home',
    },
  ],
  ignore: [
    { options: { any: [KNOWN] }, text: 'Is this company looking for helpers?' },
    {
      options: { any: [KNOWN] },
      text: 'Do you still have the blue jacket in size M?',
      data: { similarity: '0%', nearest: 'no known text' },
    },
    { options: { any: [KNOWN] }, text: '', data: { similarity: '0%' } },
    {
      options: { any: [KNOWN], at_least: '95%' },
      text: 'Our company in Berlin is looking for part time helpers who work from home',
      data: { limit: '95%', nearest: 'Our company is looking for part time helpers who work from h' },
    },
  ],
  invalid: [
    { options: { any: ['hello'] }, message: /too short to be compared: a text needs 5 words and 25 letters/ },
    { options: { any: [KNOWN], at_least: '40%' }, message: /from 50% to 100%/ },
    { options: { any: [KNOWN], at_least: 70 }, message: /such as 70%/ },
    { options: {}, message: /any|list/ },
  ],
});
