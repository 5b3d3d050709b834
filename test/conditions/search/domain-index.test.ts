import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { searchIndex } from '../../../src/conditions/search/search-index.ts';

const link = (host: string): { url: string; host: string } => ({ url: `https://${host}/`, host });

it('keeps the domains of different conditions apart', () => {
  const index = searchIndex();
  const one = index.domains(['example.com', '.top']);
  const other = index.domains(['shop.example.com', 'b\u00fccher.example']);
  const hosts = [
    'example.com',
    'a.shop.example.com',
    'x.top',
    'top',
    'xn--bcher-kva.example',
    'other.example',
  ];
  expect(hosts.filter((host) => one(link(host)))).toEqual(['example.com', 'a.shop.example.com', 'x.top']);
  expect(hosts.filter((host) => other(link(host)))).toEqual(['a.shop.example.com', 'xn--bcher-kva.example']);
});

it('knows domains that are entered after the first link was looked up', () => {
  const index = searchIndex();
  const first = index.domains(['one.example']);
  expect(first(link('two.example'))).toBe(false);
  const second = index.domains(['two.example']);
  expect(second(link('two.example'))).toBe(true);
});

it('covers a host exactly when it is listed, below a listed one, or ends as a suffix says', () => {
  const label = fc.constantFrom('a', 'b', 'top', 'com');
  const host = fc.array(label, { minLength: 1, maxLength: 4 }).map((labels) => labels.join('.'));
  const entry = fc.tuple(fc.boolean(), host).map(([suffix, name]) => (suffix ? `.${name}` : name));
  fc.assert(
    fc.property(fc.array(fc.array(entry, { maxLength: 4 }), { maxLength: 4 }), host, (sets, name) => {
      const index = searchIndex();
      const tests = sets.map((set) => index.domains(set));
      const expected = sets.map((set) =>
        set.some((one) =>
          one.startsWith('.') ? name.endsWith(one) : name === one || name.endsWith(`.${one}`),
        ),
      );
      expect(tests.map((covers) => covers(link(name)))).toEqual(expected);
    }),
  );
});
