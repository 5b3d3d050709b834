import { messageForwarded } from '../../src/conditions/message-forwarded.ts';
import { messageType } from '../../src/conditions/message-type.ts';
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
