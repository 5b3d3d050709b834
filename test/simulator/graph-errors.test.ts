import { describe, expect, it } from '@jest/globals';
import { errorAnswer, userError } from '../../src/simulator/graph-errors.ts';
import { documented, withoutTrace } from './fixtures.ts';

describe('errors of a whole request', () => {
  it.each([
    ['err_190', errorAnswer(190, { subcode: 463 }), 401],
    ['err_10', errorAnswer(10), 403],
    ['err_2_transient', errorAnswer(2), 503],
    ['block_400_rate_limited', errorAnswer(130429), 400],
    [
      'block_400_list_full_INFERRED',
      errorAnswer(139101, { details: 'The blocklist has reached its 64,000 user limit.' }),
      400,
    ],
    ['list_err_139102', errorAnswer(139102), 400],
  ])('%s has the documented shape and status', (name, answer, status) => {
    expect(answer).toEqual({ status, body: withoutTrace(documented(name)) });
  });

  it.each([
    [131000, 500],
    [131005, 403],
    [133004, 503],
    [139103, 500],
    [368, 403],
    [4, 400],
    [777777, 400],
  ])('%d comes with HTTP %d', (code, status) => {
    expect(errorAnswer(code)).toMatchObject({ status, body: { error: { code } } });
  });

  it('can be given another status, details, subcode, a transient mark and Retry-After', () => {
    expect(
      errorAnswer(4, { status: 429, details: 'd', subcode: 9, transient: true, retryAfterSeconds: 7 }),
    ).toEqual({
      status: 429,
      headers: { 'retry-after': '7' },
      body: {
        error: {
          message: '(#4) Application request limit reached',
          type: 'OAuthException',
          code: 4,
          error_subcode: 9,
          is_transient: true,
          error_data: { details: 'd' },
        },
      },
    });
  });
});

describe('the error of one user', () => {
  it('has a message, an integer code and details', () => {
    expect(userError(131047)).toEqual({
      message: 'Re-engagement required',
      code: 131047,
      error_data: { details: 'User has not messaged in the last 24 hours' },
    });
    expect(userError(139103, '(text not documented)')).toEqual({
      message: 'Internal error',
      code: 139103,
      error_data: { details: '(text not documented)' },
    });
  });
});
