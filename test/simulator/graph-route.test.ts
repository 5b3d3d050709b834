import { describe, expect, it } from '@jest/globals';
import { parseGraphPath } from '../../src/simulator/graph-route.ts';

describe('a Graph path', () => {
  it.each([
    ['/v25.0/123/block_users', { kind: 'edge', version: 'v25.0', phoneNumberId: '123', edge: 'block_users' }],
    ['/v19.0/123/messages', { kind: 'edge', version: 'v19.0', phoneNumberId: '123', edge: 'messages' }],
    ['/123/block_users', { kind: 'edge', version: 'v25.0', phoneNumberId: '123', edge: 'block_users' }],
    [
      '/v26.0/123/block_users/',
      { kind: 'edge', version: 'v26.0', phoneNumberId: '123', edge: 'block_users' },
    ],
    ['/v25.0/me/block_users', { kind: 'no-object', version: 'v25.0', id: 'me' }],
    ['/v25.0/__proto__/messages', { kind: 'no-object', version: 'v25.0', id: '__proto__' }],
    ['/v25.0/123/nothing', { kind: 'unknown', version: 'v25.0', path: '/nothing' }],
    ['/v25.0/123/block_users/more', { kind: 'unknown', version: 'v25.0', path: '/block_users/more' }],
    ['/v25.0/123', { kind: 'unknown', version: 'v25.0', path: '/123' }],
    ['/', { kind: 'unknown', version: 'v25.0', path: '/' }],
    ['/_controlled', { kind: 'unknown', version: 'v25.0', path: '/_controlled' }],
  ])('%s', (path, route) => {
    expect(parseGraphPath(path)).toEqual(route);
  });
});
