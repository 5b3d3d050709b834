import { describe, expect, it } from '@jest/globals';
import type { FactRequest } from '../../../src/core/facts.ts';
import { factPlan, NO_PLAN } from '../../../src/core/facts.ts';
import type { Message } from '../../../src/core/message.ts';
import { findLinks } from '../../../src/core/normalize/links.ts';
import { foldOf } from '../../../src/core/state/fold-of.ts';
import { observationOf } from '../../../src/core/state/observation-of.ts';
import type { Observation } from '../../../src/core/state/sender-state.ts';
import { textViews } from '../../../src/core/text/views.ts';
import { message } from '../builders.ts';

const NOBODY = { protectedSenders: new Set<string>(), customers: new Set<string>() };
const DISTINCT = { kind: 'distinct', withinMs: 60_000 } as const;
const ALL: FactRequest[] = [
  { ...DISTINCT, of: 'links' },
  { ...DISTINCT, of: 'phones' },
];
function observation(text: string, about: Partial<Message> = {}, requests = ALL): Observation {
  const one = message({ text, links: findLinks(text), displayPhoneNumber: '12125550100', ...about });
  return observationOf(one, textViews(text), 'key', factPlan(requests), NOBODY);
}
const kinds = ({ values }: Observation): string[] => values.map(({ of }) => of);

describe('observationOf', () => {
  it('takes whole seconds, the sender, the fold and whether it is a text', () => {
    const one = message({ text: 'Hi!', sentAt: 1_800_000_000_999 });
    const views = textViews('Hi!');
    expect(observationOf(one, views, 'key', NO_PLAN, NOBODY)).toEqual({
      senderId: one.sender.id,
      key: 'key',
      at: 1_800_000_000,
      fold: foldOf(one, views),
      text: true,
      values: [],
      traits: [],
    });
    expect(observation('a caption', { type: 'image' }).text).toBe(false);
  });

  it('remembers hosts and phone numbers only where a rule counts them', () => {
    const text = 'https://a.example/1 +49 151 12345678';
    expect(kinds(observation(text))).toEqual(['links', 'phones']);
    expect(kinds(observation(text, {}, [{ ...DISTINCT, of: 'phones' }]))).toEqual(['phones']);
    expect(observation(text, {}, [{ ...DISTINCT, of: 'texts' }]).values).toEqual([]);
  });

  it('tells hosts apart, not links, and the same host in any message alike', () => {
    const twice = observation('https://a.example/1 https://www.a.example/2 http://A.EXAMPLE');
    expect(twice.values).toHaveLength(1);
    expect(observation('a.example/x').values).toEqual(twice.values);
    expect(observation('b.example/x').values).not.toEqual(twice.values);
  });

  it('takes the first eight of each kind', () => {
    const hosts = Array.from({ length: 20 }, (_, n) => `https://h${n}.example`);
    const numbers = Array.from({ length: 20 }, (_, n) => `+1212555${1000 + n}`);
    const all = observation([...hosts, ...numbers].join('\n'));
    expect(kinds(all)).toEqual([...Array<string>(8).fill('links'), ...Array<string>(8).fill('phones')]);
    expect(observation(hosts.slice(0, 8).join('\n')).values).toEqual(all.values.slice(0, 8));
  });

  it('gives values that fit in 32 bits and are never 0, which stands for none', () => {
    for (let n = 0; n < 200; n += 1) {
      const [value] = observation(`https://h${n}.example`).values;
      expect(value?.hash).toBeGreaterThan(0);
      expect(value?.hash).toBe((value?.hash ?? 0) >>> 0);
    }
  });
});
