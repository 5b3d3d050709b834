import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { hostOf } from '../../../src/conditions/domain-set.ts';
import { brandDomainProblem, brandNameProblem, readBrand } from '../../../src/conditions/like/brand.ts';
import { hostLikeness } from '../../../src/conditions/like/host-likeness.ts';
import type { Likeness } from '../../../src/conditions/like/likeness.ts';
import { parseList } from '../../../src/ruleset/lists.ts';

const likenessTo =
  (...entries: string[]) =>
  (host: string): Likeness | null =>
    hostLikeness(entries.map(readBrand))(hostOf(host) ?? host);

describe('a host that pretends to be yourshop.com', () => {
  const likeness = likenessTo('yourshop.com');

  it.each<[string, Likeness['how']]>([
    ['yourshop.co', 'another ending'],
    ['yourshop.shop', 'another ending'],
    ['yourshop.myshopify.com', 'another ending'],
    ['sale.yourshop.net', 'another ending'],
    ['your-shop.com', 'other hyphens'],
    ['y0urshop.com', 'look-alike letters'],
    ['your5h0p.com', 'look-alike letters'],
    ['yourshоp.com', 'look-alike letters'],
    ['xn--yurshop-9ig.com', 'look-alike letters'],
    ['yoürshop.com', 'look-alike letters'],
    ['yurshop.com', 'a typo'],
    ['yourhsop.com', 'a typo'],
    ['yourshopp.com', 'a typo'],
    ['yourshap.com', 'a typo'],
    ['yourshop-support.com', 'added words'],
    ['secure-yourshop.net', 'added words'],
    ['your-shop-kundenservice.de', 'added words'],
    ['y0urshop-login.com', 'added words'],
    ['yurshop-support.com', 'added words'],
    ['yourshopsupport.com', 'added words'],
    ['loginyourshop24.com', 'added words'],
    ['yourshop24.com', 'added words'],
    ['yourshop-paris-outlet.com', 'added words'],
    ['yourshop.com.evil.example', 'a subdomain'],
    ['www1.yourshop.com.evil.example', 'a subdomain'],
    ['yourshop.de.evil.example', 'a subdomain'],
    ['yourshop-login.evil.example', 'a subdomain'],
  ])('is %s: %s', (host, how) => {
    expect(likeness(host)).toEqual({ like: 'yourshop.com', how });
  });

  it.each([
    'yourshop.com',
    'www.yourshop.com',
    'a.b.yourshop.com',
    'myshop.com',
    'shop.com',
    'your.shop',
    'ourshop.com',
    'yourshipping.com',
    'yourshop-paris.com',
    'yourshoppinglist.com',
    'yourshop.evil.example',
    'evil.example',
    'com',
    '192.0.2.7',
    'xn--0000.com',
    'xn--.com',
  ])('is not %s', (host) => {
    expect(likeness(host)).toBeNull();
  });
});

describe('likeness to a company with many domains', () => {
  it('leaves all of them alone, and the usual endings of name.*', () => {
    const likeness = likenessTo('Amazon: amazon.* amazonaws.com amazon.jobs');
    for (const own of ['amazon.de', 'amazon.co.uk', 's3.amazonaws.com', 'amazon.jobs', 'www.amazon.com.br'])
      expect(likeness(own)).toBeNull();
    expect(likeness('amazon.top')).toEqual({ like: 'amazon.*', how: 'another ending' });
    expect(likeness('amazon.tk')).toEqual({ like: 'amazon.*', how: 'another ending' });
    expect(likeness('amazon.github.io')).toEqual({ like: 'amazon.*', how: 'another ending' });
  });

  it('takes two domains of one list for no imitation of each other', () => {
    expect(likenessTo('yourshop.com', 'yourshop.de')('yourshop.de')).toBeNull();
    expect(likenessTo('yourshop.com')('yourshop.de')).not.toBeNull();
  });

  it('reads small print: rn for m, l for i, one for l', () => {
    const likeness = likenessTo('paypal.com', 'amazon.com', 'bitmart.com');
    for (const host of ['paypai.com', 'paypa1.com', 'arnazon.com', 'bltmart.com'])
      expect(likeness(host)?.how).toBe('look-alike letters');
  });
});

describe('likeness to a short name', () => {
  const likeness = likenessTo('DHL: dhl.*');

  it.each(['dh1.com', 'dhl.top', 'dhl-paket.top', 'track-dhl.com', 'dhl.com.evil.example', 'ԁhl.com'])(
    'is seen in %s',
    (host) => {
      expect(likeness(host)).not.toBeNull();
    },
  );
  it.each([
    'dhi.com',
    'dlh.com',
    'dhlx.com',
    'adhl.com',
    'dhlservice.com',
    'dhl-hub.com',
    'dhl24.com',
    'dh.com',
  ])('is not seen in %s', (host) => {
    expect(likeness(host)).toBeNull();
  });
});

describe('shipped brands', () => {
  const read = (path: string): string => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');
  const entries = parseList('brands.txt', read('rules/lists/brands.txt')).entries.map(({ value }) => value);
  const likeness = hostLikeness(entries.map(readBrand));

  it('can all be read by both conditions', () => {
    expect(entries.filter((entry) => brandDomainProblem(entry) ?? brandNameProblem(entry))).toEqual([]);
  });

  it('are never found in well-known domains, their own among them', () => {
    const domains = read('test/fixtures/common-domains.txt').trim().split('\n');
    expect(domains.length).toBeGreaterThan(350);
    expect(domains.filter((host) => likeness(host) !== null)).toEqual([]);
  });

  it('leave their own domains alone', () => {
    const own = entries.flatMap((entry) => readBrand(entry).domains.flatMap(({ host }) => host ?? []));
    expect(own.filter((host) => likeness(host) !== null || likeness(`a.${host}`) !== null)).toEqual([]);
  });

  it('are found whatever letter of a name is replaced by one that looks like it', () => {
    const twins: Record<string, string> = { a: 'а', e: 'е', o: '0', p: 'р', c: 'с', i: '1', l: '1', s: '5' };
    const labels = entries.flatMap((entry) => readBrand(entry).domains.slice(0, 1));
    fc.assert(
      fc.property(fc.constantFrom(...labels), fc.nat(), ({ label }, at) => {
        const places = Array.from(label).flatMap((letter, index) => (letter in twins ? [index] : []));
        fc.pre(places.length > 0);
        const place = places[at % places.length] ?? 0;
        const host = `${label.slice(0, place)}${twins[label.charAt(place)] ?? ''}${label.slice(place + 1)}.com`;
        expect(likeness(hostOf(host) ?? '')).not.toBeNull();
      }),
    );
  });

  it('are not found in words that happen to be near', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[b-df-hj-np-tv-z][aeiou][b-df-hj-np-tv-z][aeiou]{1,2}[b-df-hj-np-tv-z]$/),
        (word) => {
          expect(likeness(`${word}${word}.com`)).toBeNull();
          expect(likeness(`${word}-travel.com`)).toBeNull();
        },
      ),
      { examples: [['tarot'], ['rapid']] },
    );
  });
});
