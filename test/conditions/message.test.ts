import { messageButton } from '../../src/conditions/message-button.ts';
import { messageContactCard } from '../../src/conditions/message-contact-card.ts';
import { messageForwarded } from '../../src/conditions/message-forwarded.ts';
import { messageFromAd } from '../../src/conditions/message-from-ad.ts';
import { messageIsReply } from '../../src/conditions/message-is-reply.ts';
import { messageType } from '../../src/conditions/message-type.ts';
import type { ButtonReply } from '../../src/core/message.ts';
import { testCondition } from '../helpers/test-condition.ts';

testCondition(messageType, {
  match: [
    { options: 'text', data: { type: 'text', wanted: 'text' } },
    { options: ['image', 'text'], message: { type: 'image' }, data: { wanted: 'image or text' } },
    { options: { any: ['unknown'] }, message: { type: 'unknown' } },
  ],
  ignore: [{ options: 'text', message: { type: 'image' }, data: { type: 'image' } }],
  invalid: [
    { options: 'picture', message: /expected one of text, image/ },
    { options: { any: [] }, message: /empty/ },
    { options: {}, message: /any/ },
  ],
});

testCondition(messageForwarded, {
  match: [
    { options: true, message: { forwarded: 'once' }, data: { forwarded: 'once', wanted: 'once or many' } },
    { options: true, message: { forwarded: 'many' } },
    { options: 'many', message: { forwarded: 'many' } },
    { options: 'once', message: { forwarded: 'once' } },
  ],
  ignore: [
    { options: true, message: { forwarded: 'no' }, data: { forwarded: 'no' } },
    { options: 'many', message: { forwarded: 'once' } },
    { options: 'once', message: { forwarded: 'many' } },
  ],
  invalid: [
    { options: false, message: /expected true, once or many/ },
    { options: 'yes', message: /expected true, once or many/ },
  ],
});

const pressed = (id: string): { button: ButtonReply } => ({ button: { kind: 'button', id, title: 'Yes' } });

testCondition(messageButton, {
  match: [
    { options: true, message: pressed('yes'), data: { id: 'yes', wanted: 'anything' } },
    { options: 'yes', message: pressed('yes'), data: { wanted: 'yes' } },
    { options: ['no', 'order-*'], message: pressed('order-48'), data: { wanted: 'no or order-*' } },
    { options: { list: 'lists/ids.txt' }, lists: { 'lists/ids.txt': ['yes'] }, message: pressed('yes') },
    { options: { any: [''.padEnd(3, '*')] }, message: pressed('') },
  ],
  ignore: [
    { options: true, text: 'yes', data: { id: 'nothing' } },
    { options: 'yes', text: 'yes' },
    { options: 'yes', message: pressed('YES') },
    { options: 'yes', message: pressed('yes!') },
    { options: ['order-*-paid'], message: pressed('order-48') },
  ],
  invalid: [
    { options: false, message: /expected true or ids/ },
    { options: [], message: /empty/ },
    { options: { ids: ['a'] }, message: /unrecognized_keys/ },
  ],
});

testCondition(messageContactCard, {
  match: [
    { options: true, message: { contactCards: 1 }, data: { count: 1, limit: 'at least 1' } },
    { options: { at_least: 3 }, message: { contactCards: 3 } },
    { options: { below: 1 }, text: 'hello', data: { count: 0 } },
  ],
  ignore: [
    { options: true, text: 'hello', data: { count: 0 } },
    { options: { at_least: 3 }, message: { contactCards: 2 } },
  ],
  invalid: [
    { options: false, message: /invalid/ },
    { options: {}, message: /at least one of/ },
  ],
});

const fromAd = { referral: { sourceType: 'ad', sourceId: '1' } };

testCondition(messageFromAd, {
  match: [
    { options: true, message: fromAd, data: { from: 'ad', wanted: 'an ad or post' } },
    { options: true, message: { referral: { sourceType: 'post', sourceId: '' } }, data: { from: 'post' } },
    { options: true, message: { referral: { sourceType: '', sourceId: '' } }, data: { from: 'ad' } },
    { options: false, text: 'hello', data: { from: 'no ad', wanted: 'no ad' } },
  ],
  ignore: [
    { options: true, text: 'hello', data: { from: 'no ad' } },
    { options: false, message: fromAd },
  ],
  invalid: [{ options: 'yes', message: /expected true or false/ }],
});

testCondition(messageIsReply, {
  match: [
    { options: true, message: { isReply: true }, data: { to: 'a message', wanted: 'any message' } },
    { options: true, message: { isReply: true, repliesToUs: true } },
    {
      options: { to: 'us' },
      message: { isReply: true, repliesToUs: true },
      data: { to: 'our message', wanted: 'ours' },
    },
  ],
  ignore: [
    { options: true, text: 'hello', data: { to: 'nothing' } },
    { options: { to: 'us' }, message: { isReply: true } },
    { options: { to: 'us' }, text: 'hello' },
  ],
  invalid: [
    { options: false, message: /expected true or/ },
    { options: { to: 'them' }, message: /expected us/ },
    { options: { from: 'us' }, message: /unrecognized_keys/ },
  ],
});
