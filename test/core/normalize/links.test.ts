import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { findLinks } from '../../../src/core/normalize/links.ts';

describe('findLinks finds', () => {
  it.each([
    ['a URL', 'Win a prize at http://spam.example', 'http://spam.example', 'spam.example'],
    ['any host behind a scheme', 'see http://localhost/x', 'http://localhost/x', 'localhost'],
    [
      'an upper-case URL',
      'HTTPS://WWW.Spam.Example/A?b=c#d',
      'HTTPS://WWW.Spam.Example/A?b=c#d',
      'spam.example',
    ],
    [
      'a port and a user name',
      'http://bank.com:pw@evil.com:8080/x',
      'http://bank.com:pw@evil.com:8080/x',
      'evil.com',
    ],
    ['an IPv4 host', 'http://192.0.2.7/x', 'http://192.0.2.7/x', '192.0.2.7'],
    ['an IPv4 host in disguise', 'http://3221225991/x', 'http://3221225991/x', '192.0.2.7'],
    ['an IPv6 host', 'http://[::1]:80/x', 'http://[::1]:80/x', '[::1]'],
    ['a messenger link', 'Earn daily, t.me/x1', 't.me/x1', 't.me'],
    ['a messenger invitation', 'https://t.me/+AbC_d-1', 'https://t.me/+AbC_d-1', 't.me'],
    ['a shortener', 'bit.ly/3xYz', 'bit.ly/3xYz', 'bit.ly'],
    ['a shortener in a country that is a word', 'look youtu.be/abc', 'youtu.be/abc', 'youtu.be'],
    ['a documentation domain with a path', 'go spam.example/a now', 'spam.example/a', 'spam.example'],
    ['www. with any ending', 'www.spam.example now', 'www.spam.example', 'spam.example'],
    ['a bare domain', 'i ordered on spam.com yesterday', 'spam.com', 'spam.com'],
    ['a bare domain of two suffix labels', 'shop.co.uk or so', 'shop.co.uk', 'shop.co.uk'],
    [
      'a bare country domain at the end of a clause',
      'Besuchen Sie meinshop.de.',
      'meinshop.de',
      'meinshop.de',
    ],
    ['a cheap bare domain with a hyphen', 'jetzt hier: kredit-24.top', 'kredit-24.top', 'kredit-24.top'],
    ['a cheap bare domain of letters and digits', 'maxwin88.vip, daftar', 'maxwin88.vip', 'maxwin88.vip'],
    ['a bare country domain with a hyphen', 'auf mein-shop.de kaufen', 'mein-shop.de', 'mein-shop.de'],
    ['a bare country domain that is no word', 'на casino.ru сегодня', 'casino.ru', 'casino.ru'],
    ['upper case throughout', 'VISIT SPAM.COM NOW', 'SPAM.COM', 'spam.com'],
    ['a port without a scheme', 'spam.com:8080/x', 'spam.com:8080/x', 'spam.com'],
    ['an international domain', 'http://münchen.de/ü', 'http://münchen.de/ü', 'xn--mnchen-3ya.de'],
    ['an international top-level domain', 'зайди на пример.рф сейчас', 'пример.рф', 'xn--e1afmkfd.xn--p1ai'],
    ['punycode', 'http://xn--e1afmkfd.xn--p1ai', 'http://xn--e1afmkfd.xn--p1ai', 'xn--e1afmkfd.xn--p1ai'],
    ['full-width letters and dot', 'ｓｐａｍ．ｃｏｍ', 'ｓｐａｍ.ｃｏｍ', 'spam.com'],
    ['invisible characters inside', 't\u200b.m\u2060e/x', 't.me/x', 't.me'],
    ['hxxp and [.]', 'hxxps://spam[.]com/x', 'hxxps://spam.com/x', 'spam.com'],
    ['(dot)', 'spam(dot)com', 'spam.com', 'spam.com'],
    [
      'a link in brackets',
      '(see https://en.wiki.example/A_(b)).',
      'https://en.wiki.example/A_(b)',
      'en.wiki.example',
    ],
    ['a Markdown link', '[offer](http://spam.example)', 'http://spam.example', 'spam.example'],
    ['a link in quotes', '“spam.com”', 'spam.com', 'spam.com'],
    ['a link in bold', '*http://spam.example*', 'http://spam.example', 'spam.example'],
    ['a link in italics', '_spam.com_', 'spam.com', 'spam.com'],
    ['a link before punctuation', 'bit.ly/3xYz, or https://a.example/?q=1!', 'bit.ly/3xYz', 'bit.ly'],
    ['a link between emoji', '🔥spam.com/a🔥👍🏽', 'spam.com/a', 'spam.com'],
    ['a link in Chinese', '请看https://spam.cn/abc，谢谢', 'https://spam.cn/abc', 'spam.cn'],
    ['a bare domain in Chinese', '请看spam.com谢谢', 'spam.com', 'spam.com'],
    ['a host in Chinese behind a scheme', 'http://spam.com谢谢', 'http://spam.com', 'spam.com'],
    ['a link in Thai', 'ดูที่spam.com', 'spam.com', 'spam.com'],
    ['a link in Arabic', 'ادخل على http://spam.example/x، شكرا', 'http://spam.example/x', 'spam.example'],
    ['a link in Hindi', 'यहाँ देखें spam.com।', 'spam.com', 'spam.com'],
    ['a link beside a mail address', 'pat@mail.example or spam.com', 'spam.com', 'spam.com'],
    ['a comma inside a path', 'https://a.example/1,2', 'https://a.example/1,2', 'a.example'],
  ])('%s', (_, text, url, host) => {
    expect(findLinks(text)[0]).toEqual({ url, host });
  });

  it.each([
    ['several in a row', 'http://a.example b.com\nwww.c.example', ['a.example', 'b.com', 'c.example']],
    [
      'several behind commas',
      'http://a.example,http://b.example;www.c.example',
      ['a.example', 'b.example', 'c.example'],
    ],
    ['the same one twice', 'a.com a.com', ['a.com', 'a.com']],
    ['a bare one glued to a URL', 'a.com,http://b.example', ['a.com', 'b.example']],
    ['those around an ellipsis', 'a.com...b.com', ['a.com', 'b.com']],
  ])('%s', (_, text, hosts) => {
    expect(findLinks(text).map((link) => link.host)).toEqual(hosts);
  });
});

describe('findLinks leaves alone', () => {
  it.each([
    'Hello, is this still available? I would like two. Thanks.',
    'pat@example.com, pat.doe@mail.example.com; mailto:pat@example.com',
    'follow @pat.me or @shop.com',
    '3.5 kg, 12.05.2024, 10.30am, v1.2.3, 192.168.0.1, 1.000,50 €, 5.km/h, 10.am',
    'e.g. this, i.e. that, a.m./p.m., U.S.A., Ph.D., No.5/2, Rs.500/-, S.A.de C.V.',
    'invoice.pdf photo.jpg notes.docx readme.md backup.zip script.py main.rs run.sh clip.mov',
    'Node.js, Vue.js and Asp.Net',
    'etc.Thanks ok.So what, yes.It is, done.Please call, See you.Today is fine',
    'ok.so what, i got it.in the morning, tell.me, call.us now, yes.no',
    'i will come.is it open, at home.be there soon, tomorrow.my wife',
    'thanks.shop is closed, order.today please, love.you, good.online now',
    'wait...what, hmm..in the end, ok....so',
    'gr8.it was fun, 2moro.so see u, gn.tc',
    'ok.de nada, hola.la verdad es que no, si.es verdad, gracias.al final, vale.me voy',
    'tudo bem.de nada, ok.Com certeza, sim.do jeito, obrigado.na verdade',
    'merci.et toi, ok.je viens, oui.la suite, non.ce soir, bien.ne pars pas',
    'danke.es geht, ja.am Montag, gut.er kommt, nein.im Laden',
    'va bene.io arrivo, grazie.il resto, ok.ma quando, certo.si',
    'oke.ke toko, makasih.sy tunggu, tamam.ne zaman, olur.ve sonra',
    'привет.как дела, спасибо.до завтра, ок.дети спят, хорошо.Москва',
    'शुक्रिया.भारत में, شكرا.موقع جميل, 谢谢。手机很好，网址没有。',
    'สวัสดี.ไทย ขอบคุณ',
    'and/or, w/o, 24/7, km/h, c/o, 1/2.5',
    'http:// https://... http://. ://x .com www. www.hello com',
    'my_shop.com is my name there',
  ])('%s', (text) => {
    expect(findLinks(text).map((link) => link.url)).toEqual([]);
  });
});

describe('findLinks is bounded', () => {
  it('gives at most 100 links of at most 2,048 characters', () => {
    expect(findLinks('a.com '.repeat(1_000)).length).toBe(100);
    const [long] = findLinks(`http://a.example/${'x'.repeat(60_000)}`);
    expect(long?.url.length).toBe(2_048);
  });

  it.each([
    ['too long for a host', `${'a'.repeat(300)}.com`],
    ['labels without end', 'a.'.repeat(30_000)],
    ['nothing but slashes', '/'.repeat(60_000)],
  ])('finds nothing in what is %s', (_, text) => {
    expect(findLinks(text)).toEqual([]);
  });

  it('finds hosts that are lower-case ASCII, for any text', () => {
    const word = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 5 }),
      fc.constantFrom(
        'http://',
        'www.',
        '.com',
        '.рф',
        't.me/',
        '[.]',
        '@',
        '谢谢',
        '.',
        '/',
        ' ',
        'hxxp://',
        '%',
        ':80',
      ),
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 20 }), (words) => {
        for (const { url, host } of findLinks(words.join(''))) {
          expect(url).not.toBe('');
          expect(host).toMatch(/^[!-~]+$/);
          expect(host).toBe(host.toLowerCase());
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
