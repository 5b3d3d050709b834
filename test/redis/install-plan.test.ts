import { describe, expect, it } from '@jest/globals';
import { planInstall } from '../../src/redis/install-plan.ts';
import type { InstallPlan, InstallSite } from '../../src/redis/install-plan.ts';

const apt = (sudo: string[], ask: boolean): InstallPlan => ({ do: 'install', manager: 'apt-get', sudo, ask });
const brew = (ask: boolean): InstallPlan => ({ do: 'install', manager: 'brew', sudo: [], ask });
const refusal = (advice: string): unknown => ({
  do: 'refuse',
  why: expect.any(String),
  advice: expect.stringContaining(advice),
});

function site({
  tools = [],
  ...more
}: Partial<Omit<InstallSite, 'tools'>> & { tools?: string[] }): InstallSite {
  return { platform: 'linux', root: false, terminal: false, unasked: false, ...more, tools: new Set(tools) };
}

describe('planInstall', () => {
  it.each<[string, Parameters<typeof site>[0], unknown]>([
    ['root on Debian: unasked', { root: true, tools: ['apt-get'] }, apt([], false)],
    [
      'root on Debian at a terminal: still unasked',
      { root: true, terminal: true, tools: ['apt-get', 'sudo'] },
      apt([], false),
    ],
    [
      'CI with sudo: never a password prompt',
      { unasked: true, tools: ['apt-get', 'sudo'] },
      apt(['sudo', '-n'], false),
    ],
    [
      'CI at a terminal: unasked',
      { unasked: true, terminal: true, tools: ['apt-get', 'sudo'] },
      apt(['sudo', '-n'], false),
    ],
    [
      'a user at a terminal: asks before sudo',
      { terminal: true, tools: ['apt-get', 'sudo'] },
      apt(['sudo'], true),
    ],
    [
      'a user without a terminal',
      { tools: ['apt-get', 'sudo'] },
      refusal('sudo apt-get install redis-server'),
    ],
    [
      'a user without sudo',
      { terminal: true, tools: ['apt-get'] },
      refusal('As root, run: apt-get install redis-server'),
    ],
    ['CI without sudo or root', { unasked: true, tools: ['apt-get'] }, refusal('As root')],
    ['macOS at a terminal: asks', { platform: 'darwin', terminal: true, tools: ['brew'] }, brew(true)],
    ['macOS in CI: unasked', { platform: 'darwin', unasked: true, tools: ['brew'] }, brew(false)],
    ['macOS without either', { platform: 'darwin', tools: ['brew'] }, refusal('brew install redis')],
    ['macOS without Homebrew', { platform: 'darwin', terminal: true }, refusal('https://brew.sh')],
    [
      'macOS as root: Homebrew refuses that',
      { platform: 'darwin', root: true, tools: ['brew'] },
      refusal('As your own user'),
    ],
    ['Fedora', { root: true, tools: ['dnf', 'yum'] }, refusal('dnf install valkey')],
    ['Arch', { root: true, tools: ['pacman'] }, refusal('pacman -S valkey')],
    ['Alpine', { root: true, tools: ['apk'] }, refusal('apk add redis')],
    ['an unknown Linux', { root: true }, refusal('Install the package redis (or valkey)')],
    [
      'FreeBSD',
      { platform: 'freebsd', root: true, tools: ['apt-get'] },
      refusal('Install the package redis'),
    ],
    ['Windows', { platform: 'win32', terminal: true }, refusal('WSL')],
  ])('%s', (_name, given, expected) => {
    expect(planInstall(site(given))).toEqual(expected);
  });

  it('always offers REDIS_URL as the way out', () => {
    for (const platform of ['linux', 'darwin', 'win32', 'freebsd'] as const) {
      expect(planInstall(site({ platform }))).toMatchObject({ advice: expect.stringContaining('REDIS_URL') });
    }
  });
});
