import { describe, expect, it } from '@jest/globals';
import { textMoney } from '../../src/conditions/text-money.ts';
import { run, testCondition } from '../helpers/test-condition.ts';

const one = { at_least: 1 };

testCondition(textMoney, {
  match: [
    { options: one, text: 'Win £1000 now', data: { count: 1, limit: 'at least 1' } },
    ...[
      '$500/day',
      '5000₽',
      '1.500 €',
      '1 500,00€',
      'Rs 2,000',
      'Rs.2000',
      'INR 2000',
      'US$ 20',
      'R$ 300',
      'Rp 500.000',
      '500 euro',
      '10k usdt',
      '15 тыс. руб',
      '85.000 р в неделю',
      '3к💵',
      '1000💵',
      '200 евро',
      '300 Euro am Tag',
      '500 livres',
      '100 TL',
      '500 zł',
      '5 million rupiah',
      '日赚500元',
      '月3万円',
      '100만원',
      '1000บาท',
      '２００ドル',
      '५००० रुपये',
      '٥٠٠٠ ريال',
      '150p/msg',
      '10p per min',
    ].map((text) => ({ options: one, text, data: { count: 1 } })),
    { options: { at_least: 2 }, text: 'from £500 - £75,000', data: { count: 2 } },
    { options: { below: 1 }, text: '' },
  ],
  ignore: [
    'order 48213',
    'at 10:30 on 5.11.2026',
    'two pounds of rice',
    '5 people in 2 rooms',
    'iPhone 15 Pro 256 GB',
    '1080px video',
    'page 12, euro style',
    'room 5 is in Europe',
    'call +49 151 12345678',
    '50% off',
  ].map((text) => ({ options: one, text, data: { count: 0 } })),
  invalid: [
    { options: {}, message: /at least one of/ },
    { options: { at_least: '1' }, message: /invalid_type/ },
  ],
});

describe('text.money', () => {
  it('looks at the first 64 numbers of a text', () => {
    const numbers = Array.from({ length: 64 }, (_, n) => String(n)).join(', ');
    expect(run(textMoney, { options: one, text: `${numbers}, $5` }).matched).toBe(false);
    expect(run(textMoney, { options: one, text: `$5, ${numbers}` }).matched).toBe(true);
  });
});
