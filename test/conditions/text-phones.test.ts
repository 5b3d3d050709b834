import { textPhones } from '../../src/conditions/text-phones.ts';
import { testCondition } from '../helpers/test-condition.ts';

const one = { at_least: 1 };
const person = (phone: string) => ({
  sender: { id: phone, phone, userId: null, name: null, username: null },
});

testCondition(textPhones, {
  match: [
    {
      options: one,
      text: 'Call +49 151 12345678',
      data: { count: 1, limit: 'at least 1' },
    },
    { options: one, text: 'Call 0800 123 4567 now' },
    { options: one, text: 'call 09061221061 from your landline' },
    { options: one, text: 'Tel. 0151/12345678' },
    { options: one, text: 'اتصل ٠٥٠١٢٣٤٥٦٧' },
    { options: one, text: 'कॉल करें +९१ ९८७६५ ४३२१०' },
    { options: one, text: 'https://wa.me/4915112345678' },
    { options: one, text: 'call 212 555 0187', message: person('12125550123') },
    { options: { at_least: 2 }, text: '0800 123 4567 or +44 20 7946 0958', data: { count: 2 } },
    { options: { below: 2 }, text: '0800 123 4567, 08001234567', data: { count: 1 } },
    { options: { below: 1 }, text: '' },
  ],
  ignore: [
    { options: one, text: 'order 48213', data: { count: 0 } },
    { options: one, text: 'order 1234567890123' },
    { options: one, text: 'on 05.11.2026 or 2026-11-05' },
    { options: one, text: '£1,000.00' },
    { options: one, text: 'REF0800123456X' },
    { options: one, text: 'call 612 34 56 78', message: person('4915112345670') },
    {
      options: one,
      text: 'My number is 0151 12345670',
      message: person('4915112345670'),
      data: { count: 0 },
    },
  ],
  invalid: [
    { options: {}, message: /at least one of/ },
    { options: true, message: /invalid_type/ },
  ],
});
