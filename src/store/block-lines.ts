import { z } from 'zod';
import { ACTIONS } from '../core/decision.ts';
import type { LedgerEntry } from '../core/ledger/entry.ts';
import type { Saved } from '../core/ledger/restore.ts';
import { lastEventAt } from '../core/ledger/restore.ts';

/** The first and the last line of an export. */
export interface ExportHead {
  cordon: 'blocks-export';
  version: 1;
  at: number;
}
export interface ExportEnd {
  cordon: 'blocks-export-end';
  entries: number;
}

/** One open ledger row: everything needed to end the block, and to go on where it stood. */
export function exportLine(phoneNumberId: string, entry: LedgerEntry): object {
  const { senderId, phone, userId, target, desired, actual, owner, episode, strikes, strikesTotal } = entry;
  const { held, lastInboundAt, endedAt } = entry;
  return {
    ...{ phoneNumberId, senderId, phone, userId, target, desired, actual, owner, episode, strikes },
    ...{ strikesTotal, held, lastInboundAt, endedAt },
  };
}

const instant = z.number().min(0).max(8.64e15);
const id = z.string().min(1).max(200);
const phoneNumberId = z.string().regex(/^\d{1,20}$/);
const target = z.union([z.object({ user: z.string().regex(/^\+?\d{5,20}$/) }), z.object({ user_id: id })]);

const journalSchema = z.object({
  op: z.enum(['block', 'lift']),
  at: instant,
  phoneNumberId,
  senderId: id,
  target,
  until: instant.nullish(),
  rules: z.array(z.string()).default([]),
});

const groundsSchema = z
  .object({
    rulesetHash: z.string(),
    cooldownAt: z.number(),
    probation: z.object({ strikes: z.array(z.string()), usualAt: z.number() }).exactOptional(),
    rules: z.array(
      z.object({
        ruleId: z.string(),
        score: z.number(),
        group: z.string().nullable(),
        stop: z.boolean(),
        then: z.enum(ACTIONS).nullable(),
      }),
    ),
    undone: z.array(z.string()).exactOptional(),
  })
  .exactOptional();

const episodeSchema = z.object({
  id,
  startedAt: instant,
  action: z.enum(['cooldown', 'block']),
  rules: z.array(z.string()),
  reasons: z.array(z.string()),
  rulesetHash: z.string(),
  evidence: z.number(),
  settledAt: instant.nullable(),
  grounds: groundsSchema,
  byHand: z.literal(true).exactOptional(),
});

const strikeSchema = z.object({
  id,
  at: instant,
  expiresAt: instant,
  grounds: groundsSchema,
  probation: z.object({ forMs: z.number().min(0), from: instant.nullable() }).exactOptional(),
});

const exportSchema = z.object({
  phoneNumberId,
  senderId: id,
  phone: z.string().regex(/^\d+$/).nullable(),
  userId: id.nullable(),
  target: target.nullable(),
  desired: z.union([
    z.object({ kind: z.enum(['none', 'permanent']) }),
    z.object({ kind: z.literal('until'), at: instant }),
  ]),
  owner: z.enum(['ours', 'foreign']),
  episode: episodeSchema.nullable(),
  strikes: z.array(strikeSchema),
  strikesTotal: z.number().int().min(0),
  held: z.object({ at: instant, cause: z.string() }).nullable(),
  lastInboundAt: instant,
  endedAt: instant,
});

export type ParsedLine =
  | { kind: 'saved'; saved: Saved }
  | { kind: 'head' }
  | { kind: 'end'; entries: number }
  | { kind: 'bad'; problem: string };

/** Reads one line of an export or of the journal. Unknown members are ignored: a newer Cordon may write more. */
export function parseBlockLine(text: string): ParsedLine {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { kind: 'bad', problem: 'is not JSON' };
  }
  if (typeof value !== 'object' || value === null) return { kind: 'bad', problem: 'is not an object' };
  if ('cordon' in value) return framing(value);
  return 'op' in value ? journalLine(value) : exportedLine(value);
}

function framing(value: object): ParsedLine {
  const head = z.object({ cordon: z.literal('blocks-export'), version: z.literal(1) });
  const end = z.object({ cordon: z.literal('blocks-export-end'), entries: z.number() }).safeParse(value);
  if (end.success) return { kind: 'end', entries: end.data.entries };
  if (head.safeParse(value).success) return { kind: 'head' };
  return { kind: 'bad', problem: 'is of a format this Cordon does not know' };
}

function exportedLine(value: object): ParsedLine {
  const parsed = exportSchema.safeParse(value);
  if (!parsed.success) return { kind: 'bad', problem: describe(parsed.error) };
  const row = parsed.data;
  const desired = row.desired.kind === 'until' ? row.desired : { kind: row.desired.kind };
  return { kind: 'saved', saved: { ...row, desired, open: true, at: lastEventAt(row) } };
}

function journalLine(value: object): ParsedLine {
  const parsed = journalSchema.safeParse(value);
  if (!parsed.success) return { kind: 'bad', problem: describe(parsed.error) };
  const { at, op, senderId, rules, until = null } = parsed.data;
  const open = op === 'block';
  const called = 'user' in parsed.data.target ? parsed.data.target.user.replace('+', '') : null;
  const userId = 'user_id' in parsed.data.target ? parsed.data.target.user_id : null;
  const episode = {
    ...{
      id: `journal:${at}`,
      startedAt: at,
      rules,
      reasons: [],
      rulesetHash: '',
      evidence: 0,
      settledAt: at,
    },
    action: until === null ? ('block' as const) : ('cooldown' as const),
  };
  return {
    kind: 'saved',
    saved: {
      phoneNumberId: parsed.data.phoneNumberId,
      ...{ senderId, target: parsed.data.target, open, at },
      phone: called,
      userId: userId ?? (/^\d+$/.test(senderId) ? null : senderId),
      desired: !open
        ? { kind: 'none' }
        : until === null
          ? { kind: 'permanent' }
          : { kind: 'until', at: until },
      owner: 'ours',
      episode: open ? episode : null,
      ...{ strikes: [], strikesTotal: 0, held: null, lastInboundAt: 0 },
      endedAt: open ? 0 : at,
    },
  };
}

const describe = ({ issues }: z.ZodError): string =>
  issues
    .slice(0, 3)
    .map(({ path, message }) => `${path.join('.')}: ${message}`)
    .join('; ');
