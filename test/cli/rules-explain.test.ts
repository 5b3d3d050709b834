import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { rulesExplainCommand } from '../../src/cli/commands/rules-explain.ts';
import { runCli } from '../../src/cli/run.ts';
import { BUILD_LIMIT_MS, buildCordon, cordon, type Ended } from '../helpers/cordon-cli.ts';
import { delivery, person, textMessage } from '../helpers/deliveries.ts';
import { tempFolder, type TempFolder } from '../helpers/temp-folder.ts';
import { terminal } from './terminal.ts';

const RULES = `rules:
  - id: bait
    description: A lure
    when: { text.words: { any: [bait] } }
    score: 6
    group: lures
    reason: "wrote '{{match}}'"
  - id: weak-bait
    description: The same, weaker
    when: { text.words: { any: [bait] } }
    score: 2
    group: lures
  - id: watched
    description: Only watched
    mode: monitor
    when: { text.words: { any: [bait] } }
    score: 50
  - id: sleeping
    description: Off
    mode: off
    when: { text.words: { any: [bait] } }
    score: 50
  - id: flood
    description: Too many at once
    when: { rate: { at_least: 5, within: 30s } }
    score: 9
  - id: newcomer-poison
    description: A fixed length
    when:
      all:
        - text.words: { any: [poison] }
        - sender.messages_seen: { below: 1 }
    then: cooldown 2h
  - id: friend
    description: Says a nice word
    when: { text.words: { any: [please] } }
    then: allow
`;
const POLICY = `actions:
  flag: { at: 3 }
  cooldown: { at: 8, ladder: [1h, 6h], after_ladder: permanent, jitter: 0% }
  block: { at: 20 }
protect: { staff: ['+15550100999'] }
numbers:
  '100000000000020':
    actions: { cooldown: { at: 5, ladder: [3h, 9h] }, block: { at: 40 } }
    protect: { staff: ['+15550100777'] }
  '100000000000030':
    actions: { probation: { for: 7d, cooldown: { at: 6 } } }
`;

let folder: TempFolder;
beforeAll(async () => {
  folder = tempFolder();
  mkdirSync(join(folder.path, 'rules'));
  writeFileSync(join(folder.path, 'rules/rules.yaml'), RULES);
  writeFileSync(join(folder.path, 'rules/policy.yaml'), POLICY);
  await buildCordon();
}, BUILD_LIMIT_MS);
afterAll(() => folder[Symbol.dispose]());

/** As it is typed. */
const typed = (...args: string[]): Promise<Ended> =>
  cordon(['rules', 'explain', ...args], { cwd: folder.path });
/** The same command in this process, which starts sooner. */
async function explain(...args: string[]): Promise<Ended> {
  const io = terminal();
  const rules = args.includes('--rules') ? [] : ['--rules', join(folder.path, 'rules')];
  const program = { version: '', commands: [rulesExplainCommand] };
  const code = await runCli(['rules', 'explain', ...args, ...rules], program, io);
  return { code, stdout: io.out(), stderr: io.err() };
}
const asJson = async (...args: string[]) =>
  JSON.parse((await explain(...args, '--json')).stdout) as {
    ruleset: { off: string[] };
    mode: string;
    passedOver: string[];
    messages: {
      kind: string;
      message: { sender: { id: string }; type: string };
      facts: { messagesSeen: number; rate: Record<string, number> };
      evaluation: { rules: { ruleId: string; matched: boolean }[] };
      decision: { action: string; score: number; limitedBy: string | null };
      punishment: unknown;
      effect: string | null;
    }[];
  };
const only = async (...args: string[]) => {
  const { messages } = await asJson(...args);
  expect(messages).toHaveLength(1);
  return messages[0]!;
};

describe('cordon rules explain --text', () => {
  it('prints every rule with its numbers, the sum line by line and the decision', async () => {
    const { code, stdout, stderr } = await typed('--text', 'Take this BAIT');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^message {3}text from \+15550100123 “Somebody”, sent \d{4}-/);
    const [, rest = ''] = stdout.split('\n\nrules');
    expect(`rules${rest}`).toBe(`rules     3 of 6 match
  ✔ bait (+6, group lures) wrote 'BAIT'
      ✔ when.text.words: 1 of the words (BAIT), wanted at least 1
  ✔ weak-bait (+2, group lures) The same, weaker
      ✔ when.text.words: 1 of the words (BAIT), wanted at least 1
  ✔ watched (+50, monitor: never counts) Only watched
      ✔ when.text.words: 1 of the words (BAIT), wanted at least 1
  – flood: rate 1 message within 30s, wanted at least 5
  – newcomer-poison: text.words 0 of the words (nothing), wanted at least 1
  – friend: text.words 0 of the words (nothing), wanted at least 1

sum
        +6  bait
         0  weak-bait (+2, but a stronger rule of its group counts)
         0  watched (+50, but the rule is in monitor mode)
       = 6
decision  flag (flag at 3, cooldown at 8, block at 20)
          bait: wrote 'BAIT'
          weak-bait: The same, weaker

off, not asked: sleeping
`);
  });

  it('spells out the conditions of rules that do not match with --all', async () => {
    const { stdout } = await explain('--text', 'poison', '--sender-seen', '2', '--all');
    expect(stdout).toContain(`  – newcomer-poison (cooldown 2h)
      ✔ when.all[0].text.words: 1 of the words (poison), wanted at least 1
      – when.all[1].sender.messages_seen: 2 messages seen before, wanted below 1
`);
  });

  it('judges by the policy of the number with --number', async () => {
    const { stdout } = await explain('--text', 'bait', '--number', '100000000000020');
    expect(stdout).toContain('decision  cooldown (flag at 3, cooldown at 5, block at 40)\n');
    expect(stdout).toContain('kept out for 3h: offence 1, then 9h, for good\n');
    const staff = ['--text', 'bait', '--from', '+15550100777'];
    const there = await only(...staff, '--number', '100000000000020');
    expect(there.decision).toMatchObject({ action: 'allow', limitedBy: 'protected' });
    expect((await only(...staff)).decision).toMatchObject({ action: 'flag', limitedBy: null });
  });

  it('judges by stricter thresholds who is on probation, and says so', async () => {
    const there = ['--text', 'bait', '--number', '100000000000030', '--at', '2026-03-01T22:30:00Z'];
    const { stdout } = await explain(...there, '--strikes', '1');
    expect(stdout).toContain('decision  cooldown (flag at 3, cooldown at 6, block at 20)\n');
    // Blocked a day ago for half of it.
    expect(stdout).toContain('on probation until 2026-03-08T10:30:00.000Z: cooldown at 6 instead of 8\n');
    const { stdout: first } = await explain(...there);
    expect(first).toContain('decision  flag (flag at 3, cooldown at 8, block at 20)\n');
    expect(first).not.toContain('probation');
  });

  it.each([
    ['the first step of the ladder', [], 'kept out for 1h: offence 1, then 6h, for good'],
    ['a later step', ['--strikes', '1'], 'kept out for 6h: offence 2, then for good'],
    ['the end of the ladder', ['--strikes', '2'], 'blocked until you lift it'],
  ])('tells what the ladder gives: %s', async (_what, more, line) => {
    const { stdout } = await explain('--text', 'hi', '--times', '5', '--every', '2s', ...more);
    expect(stdout).toContain(line);
    expect(stdout).toContain('monitor mode: this is recorded, nobody is blocked');
  });

  it.each([
    ['a warning alone', 'bait', [], ['the sender is warned, at most 1 per 1d:', '  Stop it. help@your.shop']],
    [
      'a block with its warning',
      'poison',
      [],
      ['kept out for 2h', 'the sender is warned first, at most 1 per 1d:', '  Back in 2 h, help@your.shop'],
    ],
    ['monitor mode', 'bait', ['--mode', 'monitor'], ['would be warned (monitor mode: nothing is sent)']],
  ])('shows what a sender would be told: %s', async (_what, text, more, lines) => {
    const dir = join(folder.path, 'warning-rules');
    mkdirSync(dir, { recursive: true });
    writeFileSync(join(dir, 'rules.yaml'), RULES);
    const warn = `{ text: 'Stop it. {{appeal}}', before_block: 'Back in {{length}}, {{appeal}}', appeal: help@your.shop }`;
    writeFileSync(join(dir, 'policy.yaml'), `actions: { warn: ${warn} }`);
    const mode = more.length === 0 ? ['--mode', 'enforce'] : more;
    const { stdout } = await explain('--text', text, ...mode, '--rules', dir);
    expect(stdout).toContain('(flag at 3, warn at 5, cooldown at 8, block at 20)');
    for (const line of lines) expect(stdout).toContain(line);
  });

  it('explains the last of several copies and sums up the others', async () => {
    const { stdout } = await explain('--text', 'hi', '--times', '6', '--every', '2s', '--mode', 'enforce');
    expect(stdout).toContain('5 seen from this sender before, the first 10s ago');
    expect(stdout).toContain('when.rate: 6 messages within 30s, wanted at least 5');
    expect(stdout).toContain('this only adds evidence, no second strike');
    expect(stdout).not.toContain('kept out for');
    expect(stdout).toContain('copy 1–4 before it: allow, score 0\ncopy 5 before it: cooldown, score 9');
  });

  it('knows the length a rule names, protected people and what an allow rule excuses', async () => {
    expect(await only('--text', 'poison')).toMatchObject({
      decision: { action: 'cooldown' },
      punishment: { kind: 'fixed', ms: 7_200_000 },
    });
    expect(await only('--text', 'poison', '--from', '+1 555-010-0999')).toMatchObject({
      decision: { action: 'allow', limitedBy: 'protected' },
      punishment: null,
    });
    expect(await only('--text', 'bait please')).toMatchObject({
      decision: { action: 'allow', score: 6, limitedBy: 'allow-rule' },
    });
    expect((await explain('--text', 'bait please')).stdout).toContain(
      'held back: a rule with “then: allow” excuses',
    );
  });

  it('takes sender, past and type from the options', async () => {
    const answer = await only('--type', 'image', '--from', 'US.90000000000000000123', '--seen-for', '2d');
    expect(answer.message).toMatchObject({
      type: 'image',
      sender: { id: 'US.90000000000000000123', phone: null },
    });
    expect(answer.facts).toMatchObject({ messagesSeen: 1 });
  });

  it('shows what a sender wrote without letting it steer the terminal', async () => {
    const { stdout } = await explain('--text', 'bait \u001b[2J\u202egnp', '--name', '\u001b]0;x\u0007');
    expect(stdout).toContain('“bait <1b>[2J<202e>gnp”');
    expect(stdout).toContain('“<1b>]0;x<07>”');
    expect(stdout).not.toMatch(/[^\P{C}\n]/u);
  });
});

describe('cordon rules explain --payload', () => {
  const save = (content: unknown): string => {
    const path = join(folder.path, 'payload.json');
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
    return path;
  };

  it('explains every message of a delivery in its order', async () => {
    const [one, two] = [person(1), person(2)];
    const sentAt = Date.UTC(2026, 0, 5, 9);
    const messages = [
      textMessage('good morning', { from: one, sentAt }),
      textMessage('bait', { from: two, sentAt }),
      textMessage('bait', { from: one, sentAt: sentAt + 1_000 }),
    ];
    const { messages: explained, passedOver } = await asJson(
      '--payload',
      save(delivery(messages, { people: [one, two] })),
    );
    expect(
      explained.map(({ message, decision, facts }) => [
        message.sender.id,
        decision.action,
        facts.messagesSeen,
      ]),
    ).toEqual([
      [one.userId, 'allow', 0],
      [two.userId, 'flag', 0],
      [one.userId, 'flag', 1],
    ]);
    expect(passedOver).toEqual([]);
    expect((await typed('--payload', 'payload.json')).stdout.match(/^decision/gm)).toHaveLength(3);
  });

  it.each([
    ['one message', textMessage('bait', { from: person(1) })],
    ['a value', { messages: [textMessage('bait', { from: person(1) })] }],
    [
      'a kept envelope',
      { channel: 'messages', message: textMessage('bait', { from: person(1) }), contact: null },
    ],
    ['a list', [textMessage('bait', { from: person(1) })]],
  ])('takes %s as well', async (_what, content) => {
    expect(await only('--payload', save(content))).toMatchObject({ decision: { action: 'flag' } });
  });

  it('reads standard input, also with a byte order mark', async () => {
    const input = `\uFEFF${JSON.stringify(textMessage('bait'))}`;
    const { code, stdout } = await cordon(['rules', 'explain', '--payload', '-'], {
      cwd: folder.path,
      input,
    });
    expect(code).toBe(0);
    expect(stdout).toContain("bait: wrote 'bait'");
  });

  it('recognises a message that is delivered twice', async () => {
    const message = textMessage('bait', { from: person(1) });
    const { messages } = await asJson('--payload', save([message, message]));
    expect(messages.map(({ kind }) => kind)).toEqual(['message', 'repeated']);
  });

  it('exits 1 and says so when nothing in it is a message of a person', async () => {
    const statuses = [{ id: 'wamid.1', status: 'sent' }];
    const value = { metadata: { phone_number_id: '1' }, statuses };
    const { code, stdout } = await explain(
      '--payload',
      save({ entry: [{ changes: [{ field: 'messages', value }] }] }),
    );
    expect({ code, stdout }).toEqual({
      code: 1,
      stdout: `off, not asked: sleeping\nno messages of a person: 1 delivery statuses\nthere is no message in this payload\n`,
    });
  });

  it.each([
    ['no JSON', '{"a":', /payload\.json is not JSON/],
    ['something else', '{"a":1}', /holds neither a delivery of Meta/],
    ['a number', '7', /holds neither a delivery of Meta/],
  ])('refuses %s', async (_what, content, message) => {
    const { code, stderr } = await explain('--payload', save(content));
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });
});

describe('cordon rules explain, typed wrongly', () => {
  it('says so on stderr and exits 2', async () => {
    expect(await typed('--text', 'a', '--mode', 'off')).toEqual({
      code: 2,
      stdout: '',
      stderr: 'error: --mode off is not one of monitor, enforce\n',
    });
  });

  it.each([
    [[], /there is nothing to explain/],
    [['--text', 'a', '--payload', 'b'], /exclude each other/],
    [['--payload', 'nowhere.json'], /nowhere\.json cannot be read \(ENOENT\)/],
    [['--text', 'a', '--from', 'me'], /neither a phone number nor a BSUID/],
    [['--text', 'a', '--times', '0'], /--times 0 is not a whole number/],
    [['--text', 'a', '--seen-for', 'long'], /--seen-for long is not a length/],
    [['--text', 'a', '--at', 'noon'], /--at noon is not a time/],
    [['--text', 'a', '--type', 'fax'], /--type fax is not one of text/],
    [['--text', 'a', '--rules', 'none'], /the rules folder cannot be read/],
  ])('%j exits 2 and says what is wrong', async (args, message) => {
    const { code, stdout, stderr } = await explain(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });
});
