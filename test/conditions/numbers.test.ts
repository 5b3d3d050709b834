import { linksCount } from '../../src/conditions/links-count.ts';
import { senderMessagesSeen } from '../../src/conditions/sender-messages-seen.ts';
import { testCondition } from '../helpers/test-condition.ts';

testCondition(linksCount, {
  match: [
    {
      options: { at_least: 2 },
      text: 'https://a.example https://b.example',
      data: { count: 2, limit: 'at least 2' },
    },
    { options: { below: 1 }, text: 'no link', data: { count: 0, limit: 'below 1' } },
    {
      options: { at_least: 1, at_most: 2 },
      text: 'https://a.example',
      data: { limit: 'at least 1 and at most 2' },
    },
    { options: { above: 0 }, text: 'https://a.example' },
  ],
  ignore: [
    { options: { at_least: 2 }, text: 'https://a.example', data: { count: 1 } },
    { options: { above: 1 }, text: 'https://a.example' },
    { options: { at_most: 0 }, text: 'https://a.example' },
    { options: { at_least: 1 }, text: '' },
  ],
  invalid: [
    { options: {}, message: /at least one of/ },
    { options: { at_least: 3, below: 3 }, message: /no amount/ },
    { options: { above: 1, below: 2 }, message: /no amount/ },
    { options: { at_least: -1 }, message: /too_small/ },
    { options: { at_least: '2' }, message: /invalid_type/ },
    { options: { more_than: 2 }, message: /unrecognized_keys/ },
    { options: 2, message: /invalid_type/ },
  ],
});

testCondition(senderMessagesSeen, {
  match: [
    { options: { below: 1 }, seen: 0, data: { count: 0, limit: 'below 1' } },
    { options: { at_least: 10 }, seen: 10, data: { count: 10 } },
  ],
  ignore: [
    { options: { below: 1 }, seen: 1, data: { count: 1 } },
    { options: { at_least: 10 }, seen: 9 },
  ],
  invalid: [{ options: { below: 0 }, message: /no amount/ }],
});
