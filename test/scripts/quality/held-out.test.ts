import { createReadStream, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { HELD_OUT, heldOutPart, measureHeldOut, root } from '../../../scripts/quality/held-out.ts';
import { LABELS, type Measured } from '../../../scripts/quality/measure.ts';
import { rulesetOrProblems } from '../../../src/cli/ruleset.ts';
import { SOME_NUMBER } from '../../../src/explain/payload.ts';
import { replay } from '../../../src/replay/replay.ts';
import type { LoadedRuleset } from '../../../src/ruleset/parse.ts';
import { expectGenerated } from '../../helpers/generated-docs.ts';

const rows = readFileSync(HELD_OUT, 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as { source: string; lang: string; label: string; text: string });

describe('the held-out texts', () => {
  it('are 200 harmless and 100 unwanted ones, all different, in ten languages and more', () => {
    const of = (label: string): typeof rows => rows.filter((row) => row.label === label);
    expect([of('ham').length, of('spam').length, rows.length]).toEqual([200, 100, 300]);
    expect(new Set(rows.map(({ text }) => text)).size).toBe(300);
    for (const label of ['ham', 'spam'])
      expect(new Set(of(label).map(({ lang }) => lang)).size).toBeGreaterThanOrEqual(10);
  });

  it('lead to nobody: hosts are reserved ones, invites invented', () => {
    const hosts = rows.flatMap(({ text }) =>
      [...text.matchAll(/https?:\/\/([^/\s]+)/g)].map(([, host]) => host!),
    );
    expect(hosts.length).toBeGreaterThan(40);
    expect(hosts.filter((host) => !/\.example$|^chat\.whatsapp\.com$/.test(host))).toEqual([]);
    const invites = rows.flatMap(({ text }) => [...text.matchAll(/(?:t\.me\/\+|whatsapp\.com\/)(\w+)/g)]);
    expect(invites.filter(([, code = '']) => !code.startsWith('EXAMPLE'))).toEqual([]);
  });
});

describe('the shipped rules on them', () => {
  let ruleset: LoadedRuleset;
  let measured: Measured;
  beforeAll(async () => {
    ruleset = await rulesetOrProblems(join(root, 'rules'));
    measured = await measureHeldOut(ruleset);
  });

  it('give no harmless one a cooldown', () => {
    const hit = measured.groups.map(({ byLabel }) => byLabel.get('ham')?.cooldown);
    expect(hit.length).toBeGreaterThan(10);
    expect(hit.filter((count) => count !== 0)).toEqual([]);
  });

  it('find what `cordon rules replay` finds', async () => {
    const report = await replay(createReadStream(HELD_OUT), {
      ...{ ruleset, against: null, timeline: false, limit: 0, labels: LABELS },
      ...{ phoneNumberId: SOME_NUMBER, textsFrom: Date.UTC(2026, 0, 5, 9), textsEvery: 1, now: Date.now() },
      ...{ stopped: () => false, progress: () => undefined },
    });
    const replayed = Object.entries(report.bySource['held-out'] ?? {}).map(
      ([label, { allow, flag, warn, cooldown, block }]) => [
        label,
        { rows: allow + flag + warn + cooldown + block, any: flag + warn + cooldown + block },
        cooldown + block,
      ],
    );
    const [whole] = measured.groups;
    expect(
      [...(whole?.byLabel ?? [])].map(([label, { rows: texts, any, cooldown }]) => [
        label,
        { rows: texts, any },
        cooldown,
      ]),
    ).toEqual(replayed);
    expect(measured.rules.map(({ id, byLabel }) => [id, byLabel])).toEqual(Object.entries(report.byRule));
  });

  it('are what docs/quality.md says (npm run quality)', async () => {
    await expectGenerated(join(root, 'docs/quality.md'), 'held-out', heldOutPart(measured, ruleset.hash));
  });
});
