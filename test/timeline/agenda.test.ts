import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Agenda } from '../../src/timeline/agenda.ts';

const at = (senderId: string, instant: number) => ({ phoneNumberId: '1', senderId, at: instant });
const drain = (agenda: Agenda, until = Infinity): string[] => {
  const taken: string[] = [];
  for (let next = agenda.take(until); next !== null; next = agenda.take(until))
    taken.push(`${next.senderId}@${next.at}`);
  return taken;
};

describe('an agenda', () => {
  it('gives the soonest first, equals in the order they were made, and nothing after the limit', () => {
    const agenda = new Agenda();
    for (const [id, instant] of [
      ['c', 30],
      ['a', 10],
      ['d', 10],
      ['b', 20],
    ] as const)
      agenda.set(at(id, instant));
    expect(drain(agenda, 20)).toEqual(['a@10', 'd@10', 'b@20']);
    expect(drain(agenda, 29)).toEqual([]);
    expect(drain(agenda, 30)).toEqual(['c@30']);
  });

  it('knows one appointment an entry: the last one made', () => {
    const agenda = new Agenda();
    for (const instant of [30, 10, 20]) agenda.set(at('a', instant));
    agenda.set({ phoneNumberId: '2', senderId: 'a', at: 5 });
    agenda.set(at('b', 1));
    agenda.set(at('b', Infinity));
    expect(drain(agenda)).toEqual(['a@5', 'a@20']);
  });

  it('keeps to that whatever is made, moved and taken', () => {
    const step = fc.oneof(
      fc.record({ set: fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), fc.nat(20)) }),
      fc.record({ take: fc.nat(20) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 400 }), (steps) => {
        const agenda = new Agenda();
        const model = new Map<string, number>();
        for (const one of steps) {
          if ('set' in one) {
            agenda.set(at(...one.set));
            model.set(...one.set);
            continue;
          }
          const due = [...model].filter(([, instant]) => instant <= one.take);
          const taken = drain(agenda, one.take);
          expect(taken.map((text) => text.split('@')[0]).sort()).toEqual(due.map(([id]) => id).sort());
          expect(taken.map((text) => Number(text.split('@')[1]))).toEqual(
            due.map(([, instant]) => instant).sort((a, b) => a - b),
          );
          for (const [id] of due) model.delete(id);
        }
      }),
    );
  });
});
