import { describe, expect, it } from '@jest/globals';
import { createStyle, printable } from '../../src/cli/output.ts';
import { displayWidth, fit } from '../../src/cli/text-width.ts';
import { createJsonScreen } from '../../src/demo/screen/json-screen.ts';
import { maskedPhone } from '../../src/demo/screen/judged-lines.ts';
import type { Judged, Screen } from '../../src/demo/screen/screen.ts';
import { createPage, lineOfCounts, type Terminal } from '../../src/demo/screen/terminal.ts';
import { createTextScreen } from '../../src/demo/screen/text-screen.ts';
import { NO_PROGRESS } from '../../src/demo/sender/protocol.ts';
import { message } from '../core/builders.ts';

const ESCAPE = '\u001b';

function terminal(
  isTTY: boolean,
  env: Record<string, string> = {},
  columns = 80,
): Terminal & { text: () => string } {
  let written = '';
  const sink = { write: (text: string) => (written += text) };
  const style = createStyle({ stdout: sink, stderr: sink, isTTY, env });
  return {
    write: sink.write,
    live: isTTY,
    columns: () => columns,
    ...{ style, fit, width: displayWidth, printable },
    text: () => written,
  };
}

function judged(
  action: Judged['decision']['action'],
  about: Partial<Judged> & { text?: string; name?: string } = {},
): Judged {
  const { text = 'FREE BITCOIN https://x.example', name = 'Lena', effect = null } = about;
  const sender = { id: '491711234567', phone: '491711234567', userId: null, name, username: null };
  const line = (ruleId: string, counted: number, note: 'group' | null) => ({
    ruleId,
    score: 8,
    counted,
    note,
  });
  return {
    kind: 'decided',
    message: message({ sender, text }),
    effect,
    decision: {
      ...{ messageId: 'm', senderId: sender.id, action, score: action === 'allow' ? 0 : 8 },
      lines: [line('lure', 8, null), line('weaker', 0, 'group')],
      reasons: [
        { ruleId: 'lure', text: "a link and 'free bitcoin'" },
        { ruleId: 'weaker', text: 'says the same again' },
      ],
      ...{
        monitored: [],
        limitedBy: null,
        probation: null,
        cooldownMs: null,
        onLadder: false,
        rulesetHash: 'h',
        decidedAt: 0,
      },
    },
  };
}

const shown = (use: (screen: Screen) => void, on = terminal(false)): string => {
  const screen = createTextScreen(on, () => 1_000);
  use(screen);
  screen.end();
  return on.text();
};

describe('maskedPhone', () => {
  it('leaves country and last two digits', () => {
    expect(maskedPhone('491711234567')).toBe('+49 ••• 67');
  });
});

describe('the text screen', () => {
  it('says who wrote what, what was decided, and why, without the whole number', () => {
    const text = shown((screen) => screen.judged(judged('cooldown', { effect: 'opened' })));
    expect(text).toMatch(/✖ cooldown +Lena \+49 ••• 67 +FREE BITCOIN https:\/\/x\.example\n/);
    expect(text).toMatch(/↳ 8 points: a link and 'free bitcoin'\n$/);
    expect(text).not.toContain('1711234567');
  });

  it('is plain away from a terminal and with NO_COLOR, coloured on one', () => {
    const use = (screen: Screen): void => screen.judged(judged('allow'));
    expect(shown(use)).not.toContain(ESCAPE);
    expect(shown(use, terminal(true, { NO_COLOR: '1' }))).not.toContain(`${ESCAPE}[3`);
    expect(shown(use, terminal(true))).toContain(`${ESCAPE}[32m`);
  });

  it('does not let a message steer the terminal, or break its line', () => {
    const text = shown((screen) =>
      screen.judged(judged('allow', { text: `one\ntwo${ESCAPE}[2J`, name: `x${ESCAPE}c` })),
    );
    expect(text).not.toContain(ESCAPE);
    expect(text.trimEnd().split('\n')).toHaveLength(1);
  });

  it('keeps lines inside a terminal', () => {
    const on = terminal(true, { NO_COLOR: '1' }, 60);
    const long = 'नमस्ते こんにちは '.repeat(20);
    const lines = shown((screen) => screen.judged(judged('flag', { text: long, name: long })), on).split(
      '\n',
    );
    expect(lines.length).toBeGreaterThan(2);
    for (const line of lines)
      expect(displayWidth(line.replaceAll('\r', '').replaceAll(`${ESCAPE}[2K`, ''))).toBeLessThanOrEqual(60);
  });

  it('shows the first few of a kind in a scene and counts the rest', () => {
    const text = shown((screen) => {
      screen.scene('One', 'about one');
      for (let n = 0; n < 12; n += 1) screen.judged(judged('allow'));
      for (let n = 0; n < 7; n += 1) screen.judged(judged('cooldown', { effect: 'opened' }));
      screen.scene('Two', 'about two');
      screen.judged(judged('allow'));
    });
    expect(text.match(/✓ allow/g)).toHaveLength(6);
    expect(text.match(/✖ cooldown/g)).toHaveLength(5);
    expect(text).toContain('… 7 more allowed, 2 more blocked');
  });

  it('passes over further offences of somebody who is being blocked, and names what the brake holds', () => {
    const text = shown((screen) => {
      screen.judged(judged('cooldown', { effect: 'evidence' }));
      screen.judged(judged('cooldown', { effect: 'held' }));
    });
    expect(text.match(/✖ cooldown/g)).toHaveLength(1);
    expect(text).toContain('held by the brake');
  });

  it('tells calls to Meta, with the reason where one failed', () => {
    const text = shown((screen) => {
      screen.called('block', 'ok', 48);
      screen.called('lift', 'ok', 1);
      screen.called('block', 'rate-limit', 2);
      screen.called('list', 'ok', 0);
    });
    expect(text).toContain('block 48 people in one call\n');
    expect(text).toContain('let 1 person back in with one call\n');
    expect(text).toContain('block 2 people in one call – rate-limit\n');
    expect(text).toContain("read Meta's blocklist\n");
  });

  it('closes with the sums, and with what went wrong', () => {
    const result = { sent: 9, moderated: 8, blocked: 2, lifted: 2, innocentBlocked: 0, lost: 1 };
    const closing = { result, people: 7, progress: { ...NO_PROGRESS, stopped: 3 }, tookMs: 42_000 };
    const bad = shown((screen) =>
      screen.closed({ ...closing, problems: ['1 acknowledged messages without a decision'] }),
    );
    expect(bad).toContain('✗ messages            9 acknowledged, 8 judged, 1 lost');
    expect(bad).toContain('! 1 acknowledged messages without a decision');
    expect(bad).toContain('0 of 5');
    expect(bad).toContain('README.md');
    expect(shown((screen) => screen.closed({ ...closing, problems: [] }))).toContain(
      '2 people (every offender)',
    );
  });
});

describe('the line that stays', () => {
  it('is drawn below what is printed, on a terminal only', () => {
    const live = terminal(true);
    const page = createPage(live);
    page.keep('counts');
    page.print('news');
    expect(live.text().endsWith('news\ncounts')).toBe(true);
    page.end();
    page.print('last');
    expect(live.text().endsWith('last\n')).toBe(true);

    const plain = terminal(false);
    createPage(plain).keep('counts');
    expect(plain.text()).toBe('');
  });

  it.each([20, 40, 60, 200])('fits into %i columns', (columns) => {
    const on = terminal(true, { NO_COLOR: '1' }, columns);
    const parts = ['1234 received', '1200 judged', '30 flagged', '12 blocked now'].map((text) => ({
      text,
      paint: on.style.red,
    }));
    const line = lineOfCounts(parts, on);
    expect(displayWidth(line)).toBeLessThan(columns);
    expect(line).toContain('1234 received');
  });
});

describe('the JSON screen', () => {
  it('says everything that happens, one object each', () => {
    const said: unknown[] = [];
    const screen = createJsonScreen((value) => said.push(value));
    screen.scene('One', 'about one');
    for (let n = 0; n < 9; n += 1) screen.judged(judged('allow'));
    screen.called('block', 'ok', 3);
    screen.settled('block', 'done');
    expect(said).toHaveLength(12);
    expect(said[1]).toMatchObject({ event: 'judged', action: 'allow', phone: '+49 ••• 67', name: 'Lena' });
    expect(said[10]).toEqual({ event: 'called', verb: 'block', reason: 'ok', users: 3 });
    expect(JSON.stringify(said)).not.toContain('1711234567');
  });
});
