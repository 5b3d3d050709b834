import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { unicodeHost } from '../../../src/core/normalize/unicode-host.ts';

describe('a host in the letters people see', () => {
  it.each([
    ['xn--bcher-kva.example', 'bücher.example'],
    ['a.xn--80ak6aa92e.com', 'a.аррӏе.com'],
    ['xn--ls8h.la', '💩.la'],
    ['xn--ihqwcrb4cv8a8dqg056pqjye.example', '他们为什么不说中文.example'],
    ['example.com', 'example.com'],
  ])('%s is %s', (ascii, unicode) => {
    expect(unicodeHost(ascii)).toBe(unicode);
  });

  it.each(['xn--.com', 'xn--!.com', 'xn--99999999.com'])('%s stays as it is', (host) => {
    expect(unicodeHost(host)).toBe(host);
  });

  it('is what a URL parser made the punycode of', () => {
    const letters = fc.stringMatching(/^[a-zа-яα-ωäöüéñçぁ-ん一-龥]{1,12}$/u);
    fc.assert(
      fc.property(letters, (label) => {
        fc.pre(URL.canParse(`http://${label}.example`));
        const { hostname } = new URL(`http://${label}.example`);
        fc.pre(label === label.normalize('NFKC') && !label.includes('ς'));
        expect(unicodeHost(hostname)).toBe(`${label}.example`);
      }),
    );
  });
});
