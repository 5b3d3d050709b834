import { describe, expect, it } from '@jest/globals';
import { defaultConfig } from '../src/config/config.ts';
import { createLogger, logId, useLogIdKey } from '../src/log.ts';

function capture(level = 'info') {
  const lines: string[] = [];
  const log = createLogger({ level, destination: { write: (line) => void lines.push(line) } });
  return { log, lines, last: () => JSON.parse(lines.at(-1)!) as Record<string, unknown> };
}

const PHONE = '4915112345678';
const TOKEN = 'EAAGm0PX4ZCpsBAKZCabcdefghijklmnop';
const TEXT = 'win a free bitcoin today';

describe('createLogger', () => {
  it('writes one JSON object a line with level and time in words', () => {
    const { log, lines } = capture();
    log.info({ chunks: 3 }, 'moderated');
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/\n$/);
    expect(JSON.parse(lines[0]!)).toMatchObject({ level: 'info', msg: 'moderated', chunks: 3 });
  });

  it('leaves out what is below the level', () => {
    const { log, lines } = capture('warn');
    log.info('unheard');
    log.warn('heard');
    expect(lines).toHaveLength(1);
  });

  const leaks: [string, (log: ReturnType<typeof capture>['log']) => void][] = [
    ['a phone in a nested object', (log) => log.info({ a: { b: [{ wa_id: PHONE }] } }, 'x')],
    ['a phone as a number', (log) => log.info({ phone: Number(PHONE) }, 'x')],
    ['a phone under an unexpected name', (log) => log.info({ deep: { whatever: PHONE } }, 'x')],
    ['a phone as a member name', (log) => log.info({ counts: { [PHONE]: 3 } }, 'x')],
    ['a phone in a message', (log) => log.info(`blocked +${PHONE} just now`)],
    ['a phone in a format argument', (log) => log.info('blocked %s', PHONE)],
    ['a phone in a Redis key', (log) => log.info({ err: new Error(`WRONGTYPE cordon:{1}:s:${PHONE}`) }, 'x')],
    ['a phone as a reason', (log) => log.info({ reason: PHONE }, 'x')],
    ['a phone under sender', (log) => log.info({ sender: PHONE }, 'x')],
    ['a phone in a child binding', (log) => log.child({ senderId: PHONE, user: PHONE }).info('x')],
    ['a text in a webhook message', (log) => log.info({ message: { text: { body: TEXT } } }, 'x')],
    ['a text in an envelope', (log) => log.info({ job: { data: { envelopes: [{ body: TEXT }] } } }, 'x')],
    ["a text quoted in a rule's reason", (log) => log.info({ reason: `has '${TEXT}'` }, 'x')],
    ['a token by name', (log) => log.info({ config: { accessToken: TOKEN } }, 'x')],
    ['a token in a header', (log) => log.info({ req: { headers: { authorization: TOKEN } } }, 'x')],
    ['a token in a message', (log) => log.info(`call failed with Bearer ${TOKEN}`)],
    ['a token in a URL', (log) => log.info({ target: `https://graph/x?access_token=${TOKEN}` }, 'x')],
    [
      'a token on an error',
      (log) => log.error({ err: Object.assign(new Error('no'), { options: TOKEN }) }, 'x'),
    ],
    [
      "a phone in an error's cause",
      (log) => log.error({ err: new Error('no', { cause: new Error(`to ${PHONE}`) }) }, 'x'),
    ],
  ];
  it.each(leaks)('never lets out %s', (_, write) => {
    const { log, lines } = capture();
    write(log);
    expect(lines).toHaveLength(1);
    for (const secret of [PHONE, TEXT, TOKEN]) expect(lines[0]).not.toContain(secret);
  });

  it('hides message ids, business-scoped ids and passwords inside addresses', () => {
    const { log, lines } = capture();
    log.info('wamid.HBgNNDkxNTE= from US.90000000000000000123 at redis://me:hunter2@host:6379');
    expect(lines[0]).not.toMatch(/HBgN|9000000|hunter2/);
    expect(lines[0]).toContain('@host:6379');
  });

  it('keeps what operators need', () => {
    const { log, last } = capture();
    const fields = {
      phoneNumberId: '106540352242922',
      users: 20,
      reason: 'auth-failed',
      from: null,
      tookMs: 12.5,
    };
    log.info({ ...fields, sender: logId(PHONE) }, 'flushed');
    expect(last()).toMatchObject({ ...fields, sender: logId(PHONE), msg: 'flushed' });
  });

  it('shows the whole config', () => {
    const { log, last } = capture();
    const config = defaultConfig({ phoneNumberIds: ['106540352242922'] });
    log.info({ config }, 'starting');
    expect(last().config).toEqual(config);
  });

  it('keeps the code, the cause and the members of an error', () => {
    const { log, last } = capture();
    const cause = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    log.error({ err: new AggregateError([new Error('first')], 'all failed', { cause }) }, 'x');
    expect(last().err).toMatchObject({
      type: 'AggregateError',
      cause: { code: 'ECONNREFUSED' },
      errors: [{ message: 'first' }],
    });
  });

  it('survives an error whose cause is itself', () => {
    const { log, lines } = capture();
    const loop = new Error('loop');
    loop.cause = loop;
    log.error({ err: loop }, 'x');
    expect(lines).toHaveLength(1);
  });
});

describe('logId', () => {
  it('is short, stable and different for different senders', () => {
    expect(logId(PHONE)).toMatch(/^s_[0-9a-f]{12}$/);
    expect(logId(PHONE)).toBe(logId(PHONE));
    expect(logId(PHONE)).not.toBe(logId('4915112345679'));
  });

  it('depends on the key, so that numbers cannot be tried out against it', () => {
    useLogIdKey('one');
    const withOne = logId(PHONE);
    useLogIdKey('two');
    expect(logId(PHONE)).not.toBe(withOne);
    useLogIdKey('one');
    expect(logId(PHONE)).toBe(withOne);
  });
});
