import { describe, expect, it } from '@jest/globals';
import type { SenderHints } from '../../src/core/sender-hints.ts';
import { hintsOf, looksLikeCustomer } from '../../src/core/sender-hints.ts';
import { DAY, message, NOON, SECOND } from './builders.ts';

const stranger: SenderHints = {
  firstSeenAt: NOON,
  messagesSeen: 0,
  repliesToUs: false,
  button: false,
  order: false,
};

describe('looksLikeCustomer', () => {
  it.each<[string, Partial<SenderHints>, boolean]>([
    ['a newcomer', {}, false],
    ['known for two days with three messages', { firstSeenAt: NOON - 2 * DAY, messagesSeen: 3 }, true],
    ['known a little less long', { firstSeenAt: NOON - 2 * DAY + SECOND, messagesSeen: 100 }, false],
    ['known for long with two messages', { firstSeenAt: NOON - 30 * DAY, messagesSeen: 2 }, false],
    ['answering our message', { repliesToUs: true }, true],
    ['pressing our button', { button: true }, true],
    ['ordering', { order: true }, true],
  ])('%s', (_name, hints, expected) => {
    expect(looksLikeCustomer({ ...stranger, ...hints }, NOON)).toBe(expected);
  });

  it('hints come from the message and the history', () => {
    const history = { firstSeenAt: NOON - DAY, messagesSeen: 5 };
    expect(hintsOf(message(), history)).toEqual({ ...stranger, ...history });
    const press = message({
      type: 'order',
      repliesToUs: true,
      button: { kind: 'button', id: '1', title: 'Yes' },
    });
    expect(hintsOf(press, history)).toEqual({ ...history, repliesToUs: true, button: true, order: true });
  });
});
