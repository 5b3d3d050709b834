import { describe, expect, it } from '@jest/globals';
import { writtenPhones } from '../../../src/core/state/written-phones.ts';
import { textViews } from '../../../src/core/text/views.ts';

const phones = (text: string, { business = '12125550100', sender = '12125550123', max = 8 } = {}): string[] =>
  writtenPhones(
    textViews(text),
    {
      displayPhoneNumber: business,
      sender: { id: sender, phone: sender, userId: null, name: null, username: null },
    },
    max,
  );
const GERMAN = { business: '4930123456', sender: '4915112345670' };

describe('phone numbers written in a text', () => {
  it.each<[string, string[]]>([
    ['call +49 151 12345678 now', ['4915112345678']],
    ['+4915112345678', ['4915112345678']],
    ['+49 (0) 30 123456', ['4930123456']],
    ['0049 151 12345678', ['4915112345678']],
    ['＋４９ １５１ １２３４５６７８', ['4915112345678']],
    ['+٤٩١٥١١٢٣٤٥٦٧٨', ['4915112345678']],
    ['+४९१५११२३४५६७८', ['4915112345678']],
    ['𝟒𝟗? +𝟒𝟗𝟏𝟓𝟏𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖', ['4915112345678']],
    ['+49\u200b151\u200b12345678', ['4915112345678']],
    ['+44 20 7946 0958, +44.20.7946.0959/+44-20-7946-0960', ['442079460958', '442079460959', '442079460960']],
    ['+49 151 12345678 or 004915112345678', ['4915112345678']],
    ['https://wa.me/4915112345678', ['4915112345678']],
    ['wa.me/+4915112345678?text=hi', ['4915112345678']],
    ['https://api.whatsapp.com/send?phone=%2B4915112345678&text=hi', ['4915112345678']],
    ['https://api.whatsapp.com/send/?text=x&phone=4915112345678', ['4915112345678']],
    ['tel:+4915112345678', ['4915112345678']],
    ['(212) 555-0187', ['12125550187']],
    ['212.555.0187 / 212 555 0188', ['12125550187', '12125550188']],
    ['2125550187\n2125550188\n2125550189', ['12125550187', '12125550188', '12125550189']],
    ['2125550187 2125550188 2125550189', ['12125550187', '12125550188', '12125550189']],
  ])('%j holds %j', (text, expected) => {
    expect(phones(text)).toEqual(expected);
  });

  it('reads numbers without country code as those of the business, else of the sender', () => {
    expect(phones('0151 12345678', GERMAN)).toEqual(['4915112345678']);
    expect(phones('08031234567', { sender: '2348031234560' })).toEqual(['2348031234567']);
    expect(phones('08031234567')).toEqual([]);
    expect(phones('2125550187', GERMAN)).toEqual([]);
  });

  it('leaves out the number the message came to, and the one it came from', () => {
    expect(phones('Is +1 212 555 0100 yours? Mine is (212) 555-0123, my brother: 212-555-0188')).toEqual([
      '12125550188',
    ]);
  });

  it.each([
    '',
    'no digits at all',
    'order 12345678',
    'order 123456789012',
    'ORD-2125550187',
    'A2125550187',
    '2125550187B',
    'https://shop.example/p/2125550187',
    'https://shop.example/?id=2125550187',
    'mail 2125550187@example.com',
    'IBAN DE89 3704 0044 0532 0130 00',
    '4111 1111 1111 1111',
    '22.11.2026 10:30',
    '2026-11-22 10:30:00',
    '$1,250,000.00',
    '0.21255501876',
    '+1 23',
    '+999 12345678901',
    'wa.me/p/4711/12125550100',
  ])('%j holds none', (text) => {
    expect(phones(text)).toEqual([]);
  });

  it('tells none without a country to read it in, but those written in full', () => {
    const views = textViews('2125550187 +12125550188');
    const sender = { id: 'US.1', phone: null, userId: 'US.1', name: null, username: null };
    expect(writtenPhones(views, { displayPhoneNumber: null, sender }, 8)).toEqual(['12125550188']);
  });

  it('takes the first ones, each once, and looks at a bounded number of candidates', () => {
    const many = Array.from({ length: 500 }, (_, n) => `+1212555${String(1000 + n)}`);
    expect(phones(many.join('\n'))).toHaveLength(8);
    expect(phones(Array.from({ length: 20 }, () => '+12125551000').join('\n'))).toEqual(['12125551000']);
    const noise = Array.from({ length: 5_000 }, () => '99999999').join(', ');
    expect(phones(`${noise}, +12125550187`)).toEqual([]);
  });
});
