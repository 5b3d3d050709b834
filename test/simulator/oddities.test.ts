import { describe, expect, it } from '@jest/globals';
import { applyOddities, NO_ODDITIES } from '../../src/simulator/oddities.ts';
import type { Oddities } from '../../src/simulator/oddities.ts';
import { documented } from './fixtures.ts';

const URL_OF_LIST = new URL('http://127.0.0.1:1/v25.0/1/block_users?limit=2&before=x&access_token=secret');
const odd = (name: string, oddities: Partial<Oddities>): Record<string, unknown> =>
  applyOddities({ status: 200, body: documented(name) }, { ...NO_ODDITIES, ...oddities }, URL_OF_LIST).body;

describe('oddities', () => {
  it('are absent unless switched on', () => {
    for (const name of ['block_400_mixed', 'unblock_400_mixed', 'list_200', 'err_190'])
      expect(odd(name, {})).toEqual(documented(name));
  });

  it('turn every code into text', () => {
    const text = JSON.stringify(odd('block_400_mixed', { stringCodes: true }));
    expect(text.match(/"code":[^,}]*/g)).toEqual(['"code":"131047"', '"code":"131047"', '"code":"139100"']);
  });

  it('call the error errors', () => {
    const body = odd('block_400_mixed', { errorsKey: true });
    expect(body).toMatchObject({ errors: { code: 139100 } });
    expect(body).not.toHaveProperty('error');
  });

  it('leave wa_id out of every result, and nothing else', () => {
    const before = JSON.stringify(documented('unblock_400_mixed'));
    expect(JSON.stringify(odd('unblock_400_mixed', { missingWaId: true }))).toBe(
      before.replace(/"wa_id":"\d+",?/g, '').replace(/,}/g, '}'),
    );
  });

  it('say added_users on DELETE', () => {
    expect(odd('unblock_200', { addedUsersOnDelete: true })).toEqual({
      messaging_product: 'whatsapp',
      block_users: { added_users: [{ input: '+15550100123', wa_id: '15550100123' }] },
    });
  });

  it('nest the list as the page of 2025 did', () => {
    const { data, paging } = odd('list_200', { legacyList: true }) as {
      data: unknown;
      paging: { next: string };
    };
    expect(data).toEqual([
      {
        block_users: [
          { input: '+15550100123', wa_id: '15550100123' },
          { input: '+15550100124', wa_id: '15550100124' },
        ],
      },
    ]);
    expect(paging.next).toMatch(/^http:\/\/127\.0\.0\.1:1\/v25\.0\/1\/block_users\?limit=2&after=eyJ/);
    expect(paging.next).not.toContain('secret');
    expect(odd('list_200_empty_INFERRED', { legacyList: true })).toEqual({ data: [] });
  });
});
