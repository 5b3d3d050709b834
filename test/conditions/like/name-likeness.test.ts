import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { readBrand } from '../../../src/conditions/like/brand.ts';
import type { Likeness } from '../../../src/conditions/like/likeness.ts';
import { nameLikeness } from '../../../src/conditions/like/name-likeness.ts';
import { parseList } from '../../../src/ruleset/lists.ts';

describe('a name that pretends to be somebody', () => {
  const likeness = nameLikeness([
    'Your Shop',
    'WhatsApp',
    'PayPal',
    'DHL',
    'Deutsche Bank',
    'Сбербанк',
    'LinkedIn',
  ]);

  it.each<[string, string, Likeness['how']]>([
    ['Your Shop', 'Your Shop', 'the same name'],
    ['yourshop', 'Your Shop', 'the same name'],
    ['✅ YOUR-SHOP ®', 'Your Shop', 'the same name'],
    ['Y o u r Shop', 'Your Shop', 'the same name'],
    ['dhl', 'DHL', 'the same name'],
    ['Linkedin', 'LinkedIn', 'the same name'],
    ['Υоur Ѕhop', 'Your Shop', 'look-alike letters'],
    ['Y0ur Sh0p', 'Your Shop', 'look-alike letters'],
    ['PaypaI', 'PayPal', 'look-alike letters'],
    ['P@yPal', 'PayPal', 'look-alike letters'],
    ['ⓌⓗⓐⓣⓢⒶⓟⓟ', 'WhatsApp', 'the same name'],
    ['Cбepбaнк', 'Сбербанк', 'look-alike letters'],
    ['Your Shop Support', 'Your Shop', 'added words'],
    ['Support | Your Shop 24/7', 'Your Shop', 'added words'],
    ['Anna from WhatsApp Support', 'WhatsApp', 'added words'],
    ['WhatsApp Ayuda', 'WhatsApp', 'added words'],
    ['Soporte oficial de WhatsApp', 'WhatsApp', 'added words'],
    ['Suporte do WhatsApp', 'WhatsApp', 'added words'],
    ['DHL Kundenservice', 'DHL', 'added words'],
    ['Deutsche Bank Sicherheit', 'Deutsche Bank', 'added words'],
    ['WhatsApp Assistance', 'WhatsApp', 'added words'],
    ['WhatsApp सहायता', 'WhatsApp', 'added words'],
    ['Layanan Pelanggan DHL', 'DHL', 'added words'],
    ['دعم WhatsApp', 'WhatsApp', 'added words'],
    ['Служба поддержки WhatsApp', 'WhatsApp', 'added words'],
    ['PayPaI Service', 'PayPal', 'added words'],
    ['whatsapp_support', 'WhatsApp', 'added words'],
    ['whatsappsupport24', 'WhatsApp', 'added words'],
    ['Whatsap Support', 'WhatsApp', 'a typo'],
  ])('%s is like %s: %s', (name, like, how) => {
    expect(likeness(name)).toEqual({ like, how });
  });

  it.each([
    'Your Name',
    'Shop Girl',
    'My Shop',
    'Your Mum',
    'Maria DHL',
    'Deutsche Maria',
    'Bank',
    'Support',
    'Customer Service Anna',
    'Lucia WhatsApp',
    'only on WhatsApp',
    'Whatsap',
    'Upsana Support',
    'Payal Support',
    'WhatsApp Support of Anna, Maria and Lucia',
    'Dhlamini Official',
    '',
    '🙂',
  ])('%s is like nobody', (name) => {
    expect(likeness(name)).toBeNull();
  });
});

describe('shipped brands', () => {
  const text = readFileSync(new URL('../../../rules/lists/brands.txt', import.meta.url), 'utf8');
  const brands = parseList('brands.txt', text).entries.map(({ value }) => readBrand(value).name);
  const likeness = nameLikeness(brands);

  it('are never found in ordinary names of people and small shops, be one part of them shared', () => {
    const found = FIRST.flatMap((first) => [first, ...LAST.map((last) => `${first} ${last}`)]).filter(
      (name) => likeness(name) !== null,
    );
    expect(found).toEqual([]);
  });

  it('are all found by their own name, and with support beside it', () => {
    const missed = brands.filter(
      (brand) => likeness(brand) === null || likeness(`${brand} support`) === null,
    );
    expect(missed).toEqual([]);
  });
});

const words = (text: string): string[] => text.trim().split(/\s+/);
const FIRST = words(`
  Anna Maria John Peter Mohammed Ahmed Fatima Aisha Priya Rahul Amit Sunita Raj Ravi Lakshmi Payal Carlos Juan José Luis Ana Sofía Lucía Carmen
  Pedro Paulo João Mariana Beatriz Fernanda Hans Klaus Jürgen Heike Sabine Uwe Wolfgang Pierre Jean Marie Camille Hélène François Budi Siti Dewi
  Agus Putri Wayan Ketut Meta Chase Hermes Wise Paris Chelsea Alexa Siri Iman Omar Khalid Layla Noor Yusuf Ivan Olga Dmitri Сергей Анна Ольга
  Вера Роза Тарас Марта محمد أحمد فاطمة نور علي راहुल प्रिया सुनीता अमित Mehmet Ayşe Fatma Mustafa Zeynep Giulia Marco Francesca Alessandro Jan
  Piet Sanne Daan Katarzyna Piotr Agnieszka Łukasz Wei Ming Yuki Kenji Min-jun Nguyễn Linh Royal Golden Mama's Happy`);
const LAST = words(`
  Smith Jones Brown Müller Schmidt García López Silva Santos Oliveira Kumar Singh Sharma Patel Khan Hussain Ali Baba Wijaya Santoso Иванов Петрова
  Rossi Bianchi Dubois Martin Bernard Yılmaz Kaya Jansen Kowalski Nowak Wang Li Santander Barclay Mercado Banks Post Office Store Shop Boutique
  Bakery Kitchen Travels Electronics Mobile Fashion Salon Clinic School Services Express Cargo Studio`);
