import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { rulesReplayCommand } from '../../src/cli/commands/rules-replay.ts';
import { runCli } from '../../src/cli/run.ts';
import type { ReplayReport } from '../../src/replay/report.ts';
import { BUILD_LIMIT_MS, buildCordon, cordon, type Ended } from '../helpers/cordon-cli.ts';
import { delivery, message, person, textMessage, webhookFixtures } from '../helpers/deliveries.ts';
import { tempFolder, type TempFolder } from '../helpers/temp-folder.ts';
import { terminal } from './terminal.ts';

const RULES = `rules:
  - id: bait
    description: A lure
    when: { text.words: { any: [bait] } }
    score: 9
    reason: "wrote '{{match}}'"
  - id: hint
    description: Worth a note
    when: { text.words: { any: [maybe] } }
    score: 4
  - id: watched
    description: Only watched
    mode: monitor
    when: { text.words: { any: [odd] } }
    score: 9
  - id: sleeping
    description: Off
    mode: off
    when: { text.words: { any: [bait] } }
    score: 50
  - id: flood
    description: Too many at once
    when: { rate: { at_least: 4, within: 60s } }
    score: 9
`;
const POLICY = `actions:
  flag: { at: 3 }
  cooldown: { at: 8, ladder: [1h, 6h], jitter: 0% }
  block: { at: 30 }
protect: { staff: ['+15550100999'] }
`;
/** Without hint and flood, and with a wider lure. */
const WIDER = `rules:
  - id: bait
    description: A lure
    when: { text.words: { any: [bait, offer, odd] } }
    score: 9
`;

let folder: TempFolder;
beforeAll(async () => {
  folder = tempFolder();
  for (const [name, rules] of [
    ['rules', RULES],
    ['wider', WIDER],
  ] as const) {
    mkdirSync(join(folder.path, name));
    writeFileSync(join(folder.path, name, 'rules.yaml'), rules);
    writeFileSync(join(folder.path, name, 'policy.yaml'), POLICY);
  }
  await buildCordon();
}, BUILD_LIMIT_MS);
afterAll(() => folder[Symbol.dispose]());

let files = 0;
/** A file of these lines: values as JSON, texts as they are. */
function file(...lines: readonly unknown[]): string {
  const path = join(folder.path, `lines-${(files += 1)}.jsonl`);
  writeFileSync(
    path,
    lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'),
  );
  return path;
}
/** In this process, which starts sooner. */
async function replayed(args: readonly string[], io = terminal()): Promise<Ended> {
  const rules = args.includes('--rules') ? [] : ['--rules', join(folder.path, 'rules')];
  const program = { version: '', commands: [rulesReplayCommand(new AbortController().signal)] };
  const code = await runCli(['rules', 'replay', ...args, ...rules], program, io);
  return { code, stdout: io.out(), stderr: io.err() };
}
async function asJson(...args: string[]): Promise<ReplayReport> {
  const { code, stdout, stderr } = await replayed([...args, '--json']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout) as ReplayReport;
}
const DAY = 86_400_000;
/** Whole seconds, as on the wire. */
const NOON = Date.UTC(2026, 2, 2, 12);
const at = (sentAt: number, from = person(1), id?: string) => ({
  from,
  sentAt,
  ...(id !== undefined && { id }),
});
const NONE = { allow: 0, flag: 0, warn: 0, cooldown: 0, block: 0 };

/** Six unwanted: three blocked, one flagged. Five harmless: one blocked, one flagged. Two of which nobody knows. */
const LABELLED = [
  { text: 'bait here', label: 'spam', source: 'sms', lang: 'en' },
  { text: 'more BAIT', label: 'spam', source: 'sms', lang: 'en' },
  { text: 'bait, maybe', label: 'scam', source: 'sms', lang: 'de' },
  { text: 'maybe', label: 'spam', source: 'chat', lang: 'de' },
  { text: 'nothing in it', label: 'spam', source: 'chat' },
  { text: 'odd', label: 'Scam', source: 'chat' },
  { text: 'good morning', label: 'ham', source: 'sms', lang: 'en' },
  { text: 'is this bait for fish?', label: 'ham', source: 'sms', lang: 'en' },
  { text: 'maybe tomorrow', label: 'ham', source: 'chat' },
  { text: 'thanks', label: 'ham' },
  { text: 'thanks', label: 'neither' },
  { text: 'bait', label: 'unclear' },
  { text: 'hello' },
];

describe('labelled texts', () => {
  it('are counted by source, language, label and rule', async () => {
    const report = await asJson(file(...LABELLED));
    expect(report.rows).toBe(13);
    expect(report.bySource).toEqual({
      sms: {
        spam: { ...NONE, cooldown: 2 },
        scam: { ...NONE, cooldown: 1 },
        ham: { ...NONE, allow: 1, cooldown: 1 },
      },
      chat: {
        spam: { ...NONE, allow: 1, flag: 1 },
        Scam: { ...NONE, allow: 1 },
        ham: { ...NONE, flag: 1 },
      },
      '-': {
        ham: { ...NONE, allow: 1 },
        neither: { ...NONE, allow: 1 },
        unclear: { ...NONE, cooldown: 1 },
        unlabelled: { ...NONE, allow: 1 },
      },
    });
    expect(report.byRule).toEqual({
      bait: { spam: 2, scam: 1, ham: 1, unclear: 1 },
      hint: { scam: 1, spam: 1, ham: 1 },
      watched: { Scam: 1 },
      sleeping: {},
      flood: {},
    });
    expect(report.byLanguage).toMatchObject({
      en: { spam: { ...NONE, cooldown: 2 }, ham: { ...NONE, allow: 1, cooldown: 1 } },
      de: { scam: { ...NONE, cooldown: 1 }, spam: { ...NONE, flag: 1 } },
    });
    expect(report.decisions).toEqual({ ...NONE, allow: 6, flag: 2, cooldown: 5 });
  });

  it('give precision and recall by level and by rule', async () => {
    const { quality, rules } = await asJson(file(...LABELLED));
    expect(quality).toEqual({
      messages: { spam: 6, ham: 5, other: 2 },
      labels: {
        ...{ spam: 'spam', scam: 'spam', Scam: 'spam', ham: 'ham', neither: 'ham' },
        ...{ unclear: 'other', unlabelled: 'other' },
      },
      levels: {
        flag: { spam: 4, ham: 2, precision: 4 / 6, recall: 4 / 6 },
        warn: { spam: 3, ham: 1, precision: 3 / 4, recall: 3 / 6 },
        cooldown: { spam: 3, ham: 1, precision: 3 / 4, recall: 3 / 6 },
        block: { spam: 0, ham: 0, precision: null, recall: 0 },
      },
    });
    expect(rules.map(({ id, mode, messages, quality: own }) => ({ id, mode, messages, ...own }))).toEqual([
      { id: 'bait', mode: 'enforce', messages: 5, spam: 3, ham: 1, precision: 3 / 4, recall: 3 / 6 },
      { id: 'hint', mode: 'enforce', messages: 3, spam: 2, ham: 1, precision: 2 / 3, recall: 2 / 6 },
      { id: 'watched', mode: 'monitor', messages: 1, spam: 1, ham: 0, precision: 1, recall: 1 / 6 },
      { id: 'sleeping', mode: 'off', messages: 0, spam: 0, ham: 0, precision: null, recall: 0 },
      { id: 'flood', mode: 'enforce', messages: 0, spam: 0, ham: 0, precision: null, recall: 0 },
    ]);
  });

  it('are understood as --spam and --ham say', async () => {
    const { quality } = await asJson(file(...LABELLED), '--spam', 'unclear', '--ham', 'ham, scam');
    expect(quality?.messages).toEqual({ spam: 1, ham: 6, other: 6 });
    expect(quality?.levels.cooldown).toEqual({ spam: 1, ham: 2, precision: 1 / 3, recall: 1 });
  });

  it('that mean nothing give no precision', async () => {
    const path = file({ text: 'bait', label: 'x' }, { text: 'hello' });
    expect((await asJson(path)).quality).toBeNull();
    expect((await replayed([path])).stdout).not.toContain('precision');
  });

  it('are each the first message of a sender of its own', async () => {
    const { senders, blocked, decisions } = await asJson(file(...Array<unknown>(10).fill({ text: 'hi' })));
    expect({ senders, blocked: blocked.people, decisions }).toEqual({
      senders: 10,
      blocked: 0,
      decisions: { ...NONE, allow: 10 },
    });
  });

  it('count monitor rules as if they were enforced with --as-enforced', async () => {
    const { quality, rules } = await asJson(file(...LABELLED), '--as-enforced');
    expect(quality?.levels.cooldown).toMatchObject({ spam: 4, ham: 1 });
    expect(rules.find(({ id }) => id === 'watched')).toMatchObject({
      mode: 'enforce',
      blocked: { people: 1 },
    });
    expect(rules.find(({ id }) => id === 'sleeping')?.mode).toBe('off');
  });

  it('fill the report people read', async () => {
    const { stdout, stderr, code } = await cordon(['rules', 'replay', file(...LABELLED)], {
      cwd: folder.path,
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(
      /^Replay of .*\.jsonl by the rules in .*\/rules: 13 rows, 13 messages from 13 senders$/m,
    );
    expect(stdout).toContain('for good: 5 people, 0 of them customers, 1 innocent\n');
    expect(stdout).toContain("\n8\t\tham\tcooldown\t1\t\tbait\twrote 'bait'\n");
    expect(stdout).toContain("5\t5\t0\t3\t1\t75.0%\t50.0%\tbait\twrote 'bait'\n");
    expect(stdout).toContain('1\t1\t0\t1\t0\t100.0%\t16.7%\twatched (monitor)\tOnly watched\n');
    expect(stdout).toContain('Never matched: sleeping (off), flood\n');
    expect(stdout).toContain('cooldown or harsher\t3\t1\t75.0%\t50.0%\n');
    expect(stdout).toContain(
      'not counted: 2 (unclear, unlabelled); say what they mean with --spam or --ham\n',
    );
    expect(stdout).toContain('sms\tscam\t1\t0\t0\t0\t1\t0\n');
  });
});

describe('deliveries', () => {
  it('of every real shape are read and judged', async () => {
    const { rows, messages, unreadable, passedOver } = await asJson(file(...Object.values(webhookFixtures)));
    expect(rows).toBe(Object.keys(webhookFixtures).length);
    expect(messages).toBeGreaterThan(30);
    expect(unreadable).toBe(0);
    expect(passedOver).toMatchObject({ 'delivery statuses': 3 });
  });

  it('are decided sender by sender in the order they were written, however they stand in the file', async () => {
    const texts = [0, 10, 20, 30].map((s) => delivery([textMessage(`hi ${s}`, at(NOON + s * 1000))]));
    const other = delivery([textMessage('hello', at(NOON + 25_000, person(2)))]);
    const path = file(texts[3], other, texts[1], texts[0], texts[2]);
    const { blocked, decisions, senders } = await asJson(path);
    expect({ decisions, senders }).toEqual({ decisions: { ...NONE, allow: 4, cooldown: 1 }, senders: 2 });
    expect(blocked.list).toMatchObject([{ line: 1, action: 'cooldown', rules: ['flood'], offences: 1 }]);
  });

  it('delivered twice count once', async () => {
    const one = delivery([textMessage('bait', at(NOON, person(1), 'wamid.A'))]);
    const report = await asJson(file(one, one, one));
    expect(report).toMatchObject({ rows: 3, messages: 1, repeated: 2, blocked: { people: 1 } });
  });

  it('hide phone numbers unless --full, and name the line', async () => {
    const path = file(delivery([textMessage('bait', at(NOON, { ...person(7), userId: null }))]));
    expect((await asJson(path)).blocked.list).toMatchObject([{ senderId: '+1555****007', line: 1 }]);
    const { stdout } = await replayed([path]);
    expect(stdout).toContain('+1555****007');
    expect(stdout).not.toContain('15550000007');
    expect((await asJson(path, '--full')).blocked.list).toMatchObject([{ senderId: '+15550000007' }]);
  });

  it('tell customers, and protected people, from strangers', async () => {
    const regular = Array.from({ length: 4 }, (_, day) =>
      delivery([textMessage(`day ${day}`, at(NOON + day * DAY, person(1)))]),
    );
    const path = file(
      ...regular,
      delivery([textMessage('bait', at(NOON + 5 * DAY, person(1)))]),
      delivery([textMessage('bait', at(NOON, person(2)))]),
      delivery([message('order', { product_items: [] }, at(NOON + DAY, person(2)))]),
      delivery([textMessage('bait', at(NOON, person(3)))]),
      delivery([textMessage('bait', at(NOON + 3 * DAY, person(3)))]),
      delivery([textMessage('bait', at(NOON, { phone: '15550100999', userId: null, name: 'Boss' }))]),
    );
    const { blocked, spared, rules } = await asJson(path);
    expect(blocked).toMatchObject({ people: 3, customers: 2, innocent: 2 });
    expect(blocked.byRule).toEqual([{ rule: 'bait', people: 3, customers: 2, innocent: 2 }]);
    expect(blocked.list.map(({ customer }) => customer)).toEqual([true, true, false]);
    expect(spared).toEqual({ protected: 1, trusted: 0 });
    expect(rules[0]).toMatchObject({ messages: 5, people: 4 });
    expect((await replayed([path])).stdout).toContain('1 protected, 0 trusted');
  });

  it('of customers the policy lists are spared by rules that may not act against them', async () => {
    const rules = join(folder.path, 'listed');
    mkdirSync(join(rules, 'lists'), { recursive: true });
    writeFileSync(join(rules, 'rules.yaml'), RULES);
    writeFileSync(join(rules, 'policy.yaml'), POLICY);
    writeFileSync(join(rules, 'lists/customers.txt'), '+15550000005\n');
    const path = file(
      delivery([textMessage('bait', at(NOON, { ...person(5), userId: null }))]),
      delivery([textMessage('maybe', at(NOON + 1000, { ...person(5), userId: null }))]),
    );
    const { blocked, spared } = await asJson(path, '--rules', rules);
    expect({ people: blocked.people, spared }).toEqual({ people: 0, spared: { protected: 0, trusted: 1 } });
    expect((await asJson(path)).blocked.people).toBe(1);
  });

  it('may carry a label; whoever a label calls unwanted is no innocent customer', async () => {
    const order = delivery([message('order', { product_items: [] }, at(NOON))]);
    const bait = delivery([textMessage('bait', at(NOON + 1000))]);
    const { blocked, bySource } = await asJson(file(order, { ...bait, label: 'scam', source: 'march' }));
    expect(blocked).toMatchObject({ people: 1, customers: 1, innocent: 0 });
    expect(bySource.march).toEqual({ scam: { ...NONE, cooldown: 1 } });
  });

  it('earn strikes as cooldowns end', async () => {
    const rules = join(folder.path, 'strikes');
    mkdirSync(rules);
    writeFileSync(
      join(rules, 'rules.yaml'),
      `${RULES}  - id: again\n    description: Was blocked before\n    when: { sender.strikes: { at_least: 2 } }\n    score: 1\n`,
    );
    writeFileSync(join(rules, 'policy.yaml'), POLICY);
    const texts = [0, 30, 90].map((minutes) => textMessage('bait', at(NOON + minutes * 60_000)));
    const { byRule } = await asJson(
      file(delivery(texts), delivery([textMessage('hi', at(NOON + DAY))])),
      '--rules',
      rules,
    );
    expect(byRule).toMatchObject({ bait: { unlabelled: 3 }, again: { unlabelled: 1 } });
  });
});

describe('--timeline', () => {
  const flood = (count: number, from = person(1), every = 1000) =>
    Array.from({ length: count }, (_, n) => delivery([textMessage(`hi ${n}`, at(NOON + n * every, from))]));

  it('blocks a sender, after which nothing of theirs arrives until the cooldown is over', async () => {
    const later = delivery([textMessage('hello', at(NOON + 3 * 3_600_000))]);
    const report = await asJson(file(...flood(20), later), '--timeline');
    // The fourth brings the block; the fifth is written before Meta has it.
    expect(report.timeline).toMatchObject({ blocks: 1, lifts: 1, held: 0 });
    expect(report.messages + (report.timeline?.keptOut ?? 0)).toBe(21);
    expect(report.timeline?.keptOut).toBeGreaterThanOrEqual(15);
    expect(report.decisions.allow).toBe(4);
    expect(report.blocked).toMatchObject({ people: 1, byRule: [{ rule: 'flood', people: 1 }] });
    // Each alone is judged to the end.
    expect(await asJson(file(...flood(20), later))).toMatchObject({ timeline: null, messages: 21 });
  });

  it('keeps two numbers apart', async () => {
    const other = { ...person(1), name: 'Same person' };
    const toOther = Array.from({ length: 3 }, (_, n) =>
      delivery([textMessage(`there ${n}`, at(NOON + 500 + n * 1000, other))], {
        phoneNumberId: '100000000000011',
      }),
    );
    const { timeline, messages, blocked } = await asJson(file(...flood(6), ...toOther), '--timeline');
    expect(blocked).toMatchObject({ people: 1, list: [{ line: 4 }] });
    expect(messages + (timeline?.keptOut ?? 0)).toBe(9);
    expect(timeline?.blocks).toBe(1);
  });

  it('lets senders fill a window of the number together, which otherwise stays silent', async () => {
    const rules = join(folder.path, 'wide');
    mkdirSync(rules, { recursive: true });
    writeFileSync(
      join(rules, 'rules.yaml'),
      'rules:\n  - id: rush\n    description: Many people at once\n    when: { rate: { per: number, at_least: 5, within: 60s } }\n    score: 4\n',
    );
    writeFileSync(join(rules, 'policy.yaml'), POLICY);
    const rush = Array.from({ length: 7 }, (_, n) =>
      delivery([textMessage('hi', at(NOON + n * 1000, person(n)))]),
    );
    expect((await asJson(file(...rush), '--rules', rules)).decisions).toEqual({ ...NONE, allow: 7 });
    const together = await asJson(file(...rush), '--rules', rules, '--timeline');
    expect(together.decisions).toEqual({ ...NONE, allow: 4, flag: 3 });
    const texts = file(...Array<unknown>(7).fill({ text: 'hi' }));
    const apart = await asJson(texts, '--rules', rules, '--timeline');
    expect(apart.decisions).toEqual({ ...NONE, allow: 7 });
    const close = await asJson(texts, '--rules', rules, '--timeline', '--every', '1s');
    expect(close.decisions).toEqual({ ...NONE, allow: 4, flag: 3 });
    expect(close.senders).toBe(7);
  });

  it('runs deliveries in order of time, whatever their order in the file', async () => {
    const forwards = flood(12);
    const a = await asJson(file(...forwards), '--timeline');
    const b = await asJson(file(...[...forwards].reverse()), '--timeline');
    expect({ ...b, blocked: null, file: null }).toEqual({ ...a, blocked: null, file: null });
    expect(b.blocked.people).toBe(1);
  });

  it('counts what the brake would have held', async () => {
    const rules = join(folder.path, 'braked');
    mkdirSync(rules);
    writeFileSync(join(rules, 'rules.yaml'), RULES);
    writeFileSync(join(rules, 'policy.yaml'), `${POLICY}brake: { blocks_per_minute: 2 }\n`);
    const baits = [1, 2, 3].map((n) => delivery([textMessage('bait', at(NOON + n * 1000, person(n)))]));
    const { timeline, blocked } = await asJson(file(...baits), '--timeline', '--rules', rules);
    expect({ blocks: timeline?.blocks, held: timeline?.held, people: blocked.people }).toEqual({
      blocks: 2,
      held: 1,
      people: 3,
    });
  });

  it('compares two rulesets, each with its own blocks', async () => {
    const wider = join(folder.path, 'wider');
    const { against, timeline } = await asJson(file(...flood(20)), '--timeline', '--against', wider);
    expect(against).toMatchObject({ more: { people: 1 }, fewer: { people: 0 } });
    expect(against?.messages.moves).toContainEqual({
      from: 'allow',
      to: 'kept-out',
      messages: timeline?.keptOut,
    });
  });
});

describe('--against', () => {
  const people = [
    delivery([textMessage('a bait', at(NOON, person(1)))]),
    delivery([textMessage('an offer', at(NOON, person(2)))]),
    delivery([textMessage('an offer', at(NOON, person(3)))]),
    delivery([message('order', { product_items: [] }, at(NOON + 1000, person(3)))]),
    delivery([textMessage('maybe', at(NOON, person(4)))]),
    ...[0, 1, 2, 3].map((n) => delivery([textMessage(`x ${n}`, at(NOON + n * 1000, person(5)))])),
  ];
  const both = (first: string, second: string): string[] => [
    '--rules',
    join(folder.path, first),
    '--against',
    join(folder.path, second),
  ];

  it('says how many people more and fewer would be blocked, how many of them customers, and by which rules', async () => {
    const { against, blocked } = await asJson(file(...people), ...both('wider', 'rules'));
    expect(blocked).toMatchObject({ people: 3, customers: 1 });
    expect(against?.more).toMatchObject({
      ...{ people: 2, customers: 1, innocent: 1 },
      byRule: [{ rule: 'bait', people: 2, customers: 1, innocent: 1 }],
      list: [
        { line: 3, customer: true },
        { line: 2, customer: false },
      ],
    });
    expect(against?.fewer).toMatchObject({ people: 1, byRule: [{ rule: 'flood' }], list: [{ line: 9 }] });
    expect(against?.messages).toMatchObject({
      ...{ changed: 4, harsher: 2, milder: 2 },
      byLabel: { unlabelled: { harsher: 2, milder: 2 } },
    });
    expect(against?.messages.moves).toEqual(
      expect.arrayContaining([
        { from: 'allow', to: 'cooldown', messages: 2 },
        { from: 'cooldown', to: 'allow', messages: 1 },
        { from: 'flag', to: 'allow', messages: 1 },
      ]),
    );
    expect(against?.messages.lines).toContainEqual({
      ...{ line: 2, label: null, from: 'allow', to: 'cooldown' },
      rules: { gained: ['bait'], lost: [] },
    });
  });

  it('says it in words', async () => {
    const { stdout } = await replayed([file(...people), ...both('wider', 'rules')]);
    expect(stdout).toContain('\n2 more people would be blocked, 1 of them a customer.\n');
    expect(stdout).toContain('\n1 person would no longer be blocked, 0 of them customers.\n');
    expect(stdout).toContain('allow → cooldown: 2\n');
  });

  it('is silent about rules that agree', async () => {
    const { stdout } = await replayed([file(...people), ...both('rules', 'rules')]);
    expect(stdout).toContain('No message is decided differently.\n');
  });

  it('counts only additional people for --fail-over', async () => {
    const path = file(...people);
    const code = async (limit: string, ...args: string[]): Promise<number | null> =>
      (await replayed([path, ...args, '--fail-over', limit])).code;
    expect(await code('0', ...both('wider', 'rules'))).toBe(1);
    expect(await code('1', ...both('wider', 'rules'))).toBe(0);
    expect(await code('0', ...both('wider', 'wider'))).toBe(0);
    expect(await code('0', '--rules', join(folder.path, 'wider'))).toBe(1);
  });
});

describe('--fail-over', () => {
  it('counts harmless texts that would be blocked', async () => {
    const path = file(...LABELLED);
    expect((await replayed([path, '--fail-over', '0'])).code).toBe(1);
    expect((await replayed([path, '--fail-over', '1'])).code).toBe(0);
    expect((await replayed([path])).code).toBe(0);
  });
});

describe('lines that are no messages', () => {
  it('are named and counted, the others are judged', async () => {
    const path = file('{"text": "bait"', '', { text: 'bait' }, '[1]', '   ', { text: 'hi', label: {} });
    const { code, stdout, stderr } = await replayed([path, '--json']);
    expect(code).toBe(0);
    expect(stderr.split('\n')).toEqual([
      expect.stringMatching(/:1: is not JSON \(.*\)$/),
      expect.stringMatching(/:4: holds neither a "text", nor/),
      expect.stringMatching(/:6: has a "label" that is neither text nor a number$/),
      '',
    ]);
    expect(stderr.startsWith(`${path}:1: `)).toBe(true);
    expect(JSON.parse(stdout)).toMatchObject({
      rows: 1,
      broken: 3,
      problems: [{ line: 1 }, { line: 4 }, { line: 6 }],
    });
  });

  it('are told once there are many of them', async () => {
    const { stderr } = await replayed([file({ text: 'a' }, ...Array<string>(30).fill('x'))]);
    expect(stderr.split('\n').slice(-2)).toEqual(['… and 10 more lines', '']);
  });

  it.each([
    ['nothing but broken lines', '[\n  {\n', /holds no line that can be read\n.*:1: is not JSON[^]*jq/],
    ['nothing', '', /holds no messages/],
    ['a compressed file', gzipSync('{"text":"a"}\n'), /is compressed\n.*gunzip/],
    ['UTF-16', Buffer.from('\uFEFF{"text":"a"}\n', 'utf16le'), /is UTF-16 text\nSave it as UTF-8/],
  ])('end it when there is %s', async (_what, content, expected) => {
    const path = join(folder.path, 'bad.jsonl');
    writeFileSync(path, content);
    const { code, stdout, stderr } = await replayed([path]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(expected);
  });
});

describe('what is typed', () => {
  it('reads standard input, with a byte order mark and Windows line ends', async () => {
    const input = '\uFEFF{"text":"bait"}\r\n\r\n{"text":"hi"}\r\n';
    const typed = await cordon(['rules', 'replay', '-', '--json'], { cwd: folder.path, input });
    expect({ code: typed.code, stderr: typed.stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(typed.stdout)).toMatchObject({
      rows: 2,
      decisions: { ...NONE, allow: 1, cooldown: 1 },
    });
  });

  it.each([
    ['no file', [], /needs FILE/],
    ['a file that is not there', ['/nowhere.jsonl'], /\/nowhere\.jsonl cannot be read \(ENOENT\)/],
    ['a folder', ['/tmp'], /\/tmp is a folder/],
    ['a label that is both', ['x', '--spam', 'a', '--ham', 'A'], /"A" cannot be both/],
    ['an empty label', ['x', '--spam', 'a,,b'], /names an empty label/],
    ['no time', ['x', '--at', 'noon'], /--at noon is not a time/],
    ['no length', ['x', '--every', '0'], /--every 0 is not a length/],
    ['no number', ['x', '--fail-over', 'many'], /--fail-over many is not a whole number/],
    ['no phone number id', ['x', '--number', 'shop'], /--number shop is not a phone number id/],
    ['rules that are not there', ['x', '--against', '/nowhere'], /the rules in \/nowhere cannot be used/],
  ])('is refused with a reason: %s', async (_what, args, message) => {
    const { code, stdout, stderr } = await replayed(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });

  it('judges texts by the policy of --number, at the time of --at', async () => {
    const rules = join(folder.path, 'times');
    mkdirSync(rules);
    writeFileSync(
      join(rules, 'rules.yaml'),
      "rules:\n  - id: night\n    description: At night\n    when: { time.between: { from: '22:00', to: '06:00', zone: UTC } }\n    score: 9\n",
    );
    writeFileSync(
      join(rules, 'policy.yaml'),
      `${POLICY}numbers:\n  '100000000000020':\n    actions: { cooldown: { at: 10 } }\n`,
    );
    const decided = async (...args: string[]) =>
      (await asJson(file({ text: 'hi' }), '--rules', rules, ...args)).decisions;
    expect(await decided()).toEqual({ ...NONE, allow: 1 });
    expect(await decided('--at', '23:00')).toEqual({ ...NONE, cooldown: 1 });
    expect(await decided('--at', '23:00', '--number', '100000000000020')).toEqual({ ...NONE, flag: 1 });
  });

  it('can be stopped', async () => {
    const io = terminal();
    const command = rulesReplayCommand(AbortSignal.abort());
    const argv = ['rules', 'replay', file({ text: 'hi' }), '--rules', join(folder.path, 'rules')];
    const code = await runCli(argv, { version: '', commands: [command] }, io);
    expect({ code, stdout: io.out() }).toEqual({ code: 2, stdout: '' });
    expect(io.err()).toBe('error: stopped before the end; nothing was changed\n');
  });

  it('tells how far it is on standard error only where somebody watches, or when asked', async () => {
    const path = file(...Array<unknown>(50).fill({ text: 'hi' }));
    const watched = terminal();
    Object.assign(watched.stderr, { isTTY: true });
    const { stdout, stderr } = await replayed([path, '--json'], watched);
    const [cleared, first = '', ...rest] = stderr.split('\r\u001b[K');
    expect({ cleared, last: rest.at(-1) }).toEqual({ cleared: '', last: '' });
    expect(first).toMatch(/^█{20} 100% reading, \d+ rows$/);
    expect(JSON.parse(stdout)).toMatchObject({ rows: 50 });
    expect((await replayed([path])).stderr).toBe('');
  });
});
