import { describe } from '@jest/globals';
import { senderTrust } from '../../src/conditions/sender-trust.ts';
import { testCondition } from '../helpers/test-condition.ts';

describe('sender.trust', () => {
  testCondition(senderTrust, {
    match: [
      {
        options: 'known',
        trust: 'regular',
        data: { trust: 'regular', wanted: 'at least known' },
      },
      { options: 'known', trust: 'known' },
      { options: { at_least: 'customer' }, trust: 'staff' },
      { options: { above: 'newcomer', below: 'customer' }, trust: 'regular' },
      { options: { at_most: 'newcomer' }, trust: 'newcomer' },
    ],
    ignore: [
      { options: 'known', trust: 'newcomer' },
      { options: { above: 'known' }, trust: 'known', data: { wanted: 'above known' } },
      { options: { below: 'customer' }, trust: 'customer' },
      { options: { at_least: 'known', at_most: 'regular' }, trust: 'customer' },
    ],
    invalid: [
      { options: 'friend', message: /expected newcomer, known, regular, customer, staff/ },
      { options: {}, message: /say at least one of/ },
      { options: { below: 'newcomer' }, message: /no sender can satisfy this/ },
      { options: { above: 'known', below: 'regular' }, message: /no sender can satisfy this/ },
      { options: { atleast: 'known' }, message: /atleast/ },
    ],
  });
});
