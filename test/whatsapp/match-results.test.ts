import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { matchResults } from '../../src/whatsapp/match-results.ts';
import type { BlockTarget } from '../../src/whatsapp/targets.ts';
import { targetInput } from '../../src/whatsapp/targets.ts';
import { parseBatch } from '../../src/whatsapp/wire.ts';

const match = (targets: BlockTarget[], lists: unknown) =>
  matchResults(
    targets,
    parseBatch({ block_users: lists }, (text) => text),
  );
const kinds = (targets: BlockTarget[], lists: unknown) => {
  const { byInput } = match(targets, lists);
  return targets.map((target) => byInput.get(targetInput(target))?.kind);
};
const a = { user: '+15550100123' };
const b = { user: '+15550100124' };
const c = { user_id: 'US.90000000000000000123' };
const failed = (input: string) => ({ input, errors: [{ code: 131_047 }] });

describe('matchResults', () => {
  it('goes by the exact input first', () => {
    expect(
      kinds([a, b, c], {
        added_users: [{ input: c.user_id }, { input: a.user }],
        failed_users: [failed(b.user)],
      }),
    ).toEqual(['ok', 'failed', 'ok']);
  });

  it.each([
    ['bare digits', { input: '15550100123' }],
    ['punctuation', { input: '+1 555 010-0123' }],
    ['wa_id alone', { wa_id: '15550100123' }],
  ])('then by digits: %s', (_name, entry) => {
    expect(kinds([a, b], { added_users: [entry] })).toEqual(['ok', 'missing']);
  });

  it('then by BSUID', () => {
    expect(kinds([c], { added_users: [{ user_id: c.user_id }] })).toEqual(['ok']);
  });

  it('lets no loose match override an exact one', () => {
    // Brazil: the wa_id of the first is the phone of the second.
    const nine = { user: '+5531987654321' };
    const eight = { user: '+553187654321' };
    expect(kinds([nine, eight], { added_users: [{ input: nine.user, wa_id: '553187654321' }] })).toEqual([
      'ok',
      'missing',
    ]);
    expect(
      kinds([nine, eight], {
        added_users: [{ input: nine.user, wa_id: '553187654321' }],
        failed_users: [{ ...failed(eight.user), wa_id: '553187654321' }],
      }),
    ).toEqual(['ok', 'failed']);
  });

  it('hands on wa_id and BSUID', () => {
    const { byInput } = match([a], { added_users: [{ input: a.user, wa_id: '1555', user_id: 'US.1' }] });
    expect(byInput.get(a.user)).toEqual({ kind: 'ok', waId: '1555', userId: 'US.1' });
  });

  it('calls a user in neither list missing, and one in both', () => {
    expect(kinds([a, b], { added_users: [{ input: b.user }], failed_users: [failed(b.user)] })).toEqual([
      'missing',
      'missing',
    ]);
  });

  it('takes a user listed twice alike once', () => {
    expect(kinds([a], { added_users: [{ input: a.user }, { input: a.user }] })).toEqual(['ok']);
  });

  it('counts results nobody asked for and gives them to nobody', () => {
    const { byInput, unrequested } = match([a], {
      added_users: [{ input: '+19990000000' }, {}, { input: a.user }],
    });
    expect([unrequested, byInput.size]).toEqual([2, 1]);
  });

  it('answers for every target, whatever comes back', () => {
    const target = fc.oneof(
      fc.integer({ min: 1, max: 30 }).map((n): BlockTarget => ({ user: `+155501001${n}` })),
      fc.integer({ min: 1, max: 30 }).map((n): BlockTarget => ({ user_id: `US.${n}` })),
    );
    const id = fc.option(fc.oneof(target.map(targetInput), fc.string()), { nil: undefined });
    const entry = fc.record({ input: id, wa_id: id, user_id: id });
    fc.assert(
      fc.property(fc.array(target), fc.array(entry), fc.array(entry), (targets, added, lost) => {
        const { byInput, unrequested } = match(targets, { added_users: added, failed_users: lost });
        expect([...byInput.keys()].sort()).toEqual([...new Set(targets.map(targetInput))].sort());
        expect(unrequested).toBeLessThanOrEqual(added.length + lost.length);
      }),
    );
  });
});
