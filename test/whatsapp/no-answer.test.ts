import { describe, expect, it } from '@jest/globals';
import { classifyFailure, DeadlineError, TooLargeError } from '../../src/whatsapp/no-answer.ts';

const system = (code: string, syscall?: string): Error =>
  Object.assign(new Error(`${code} +15550100123`), { code, syscall });
const fetchFailed = (cause: unknown): Error => new TypeError('fetch failed', { cause });

describe('classifyFailure', () => {
  it.each<[string, Error]>([
    ['refused', system('ECONNREFUSED', 'connect')],
    ['no such host', system('ENOTFOUND', 'getaddrinfo')],
    ['no name server', system('EAI_AGAIN', 'getaddrinfo')],
    ['no route', system('EHOSTUNREACH', 'connect')],
    ['no network', system('ENETUNREACH', 'connect')],
    ['no reply to the connection', system('ETIMEDOUT', 'connect')],
    ['connection timeout of the client', system('UND_ERR_CONNECT_TIMEOUT')],
    ['a foreign certificate', system('ERR_TLS_CERT_ALTNAME_INVALID')],
    ['an expired certificate', system('CERT_HAS_EXPIRED')],
    ['an unknown issuer', system('UNABLE_TO_VERIFY_LEAF_SIGNATURE')],
    [
      'every address refused',
      new AggregateError([system('ECONNREFUSED', 'connect'), system('ENETUNREACH', 'connect')]),
    ],
  ])('%s: not sent', (_name, cause) => {
    expect(classifyFailure(fetchFailed(cause), null)).toMatchObject({ cause: 'unreachable', sent: false });
  });

  it.each<[string, unknown]>([
    ['a reset', system('ECONNRESET', 'read')],
    ['a route lost on an open connection', system('EHOSTUNREACH', 'read')],
    ['a dead open connection', system('ETIMEDOUT', 'read')],
    ['a socket closed by the other side', system('UND_ERR_SOCKET')],
    [
      'one address refused, another lost later',
      new AggregateError([system('ECONNREFUSED', 'connect'), system('EPIPE', 'write')]),
    ],
    ['nothing known', undefined],
    ['no error at all', 'text'],
  ])('%s: outcome unknown', (_name, cause) => {
    expect(classifyFailure(fetchFailed(cause), null)).toMatchObject({ cause: 'reset', sent: true });
  });

  it('counts as sent once an answer had begun', () => {
    expect(classifyFailure(fetchFailed(system('ECONNREFUSED', 'connect')), 200)).toMatchObject({
      cause: 'reset',
      sent: true,
      http: 200,
    });
  });

  it('tells a timeout and a too large body', () => {
    expect(classifyFailure(new DeadlineError(), 200)).toMatchObject({ cause: 'timeout', http: 200 });
    expect(classifyFailure(new DOMException('', 'TimeoutError'), null)).toMatchObject({
      cause: 'timeout',
      sent: true,
    });
    expect(classifyFailure(new TooLargeError(), 200)).toMatchObject({ cause: 'too-large', sent: true });
  });

  it('repeats no text from outside', () => {
    for (const error of [
      system('ECONNRESET'),
      system('odd +15550100123'),
      new Error('+15550100123'),
      '+15550100123',
      null,
    ]) {
      expect(JSON.stringify(classifyFailure(error, null))).not.toContain('1555');
    }
  });
});
