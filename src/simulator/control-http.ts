import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { ControlError } from './control.ts';
import type { Control } from './control.ts';
import { faultPlanSchema } from './faults.ts';
import { usageSchema } from './headers.ts';
import { odditiesSchema } from './oddities.ts';
import { readBody } from './wire.ts';

/** Everything below it belongs to the simulator; a Graph path begins with a version or digits, so the two never meet. */
export const CONTROL_PREFIX = '/_control/';

const instant = z.union([z.number(), z.iso.datetime({ offset: true }).transform((text) => Date.parse(text))]);
const phoneNumberId = z.string().regex(/^\d{1,32}$/, 'digits');
const inbound = z.strictObject({
  phone: z.string().optional(),
  userId: z.string().optional(),
  at: instant.optional(),
  phoneNumberId: phoneNumberId.optional(),
});
const link = z.strictObject({
  phone: z.string(),
  userId: z.string().optional(),
  waId: z.string().optional(),
});
const someone = z.strictObject({ phoneNumberId, user: z.string() });
const clock = z.union([z.strictObject({ advanceMs: z.number() }), z.strictObject({ at: instant })]);
const tokens = z.strictObject({ bad: z.array(z.string()) });

const manyOf = <T extends z.ZodType>(schema: T) =>
  z.union([z.array(schema), schema.transform((one) => [one])]);

type Route = (control: Control, body: unknown, url: URL) => unknown;

/** Method and path below the prefix → what it does. Answers are JSON. */
const routes: Readonly<Record<string, Route>> = {
  'GET state': (control) => control.state(),
  'GET list': (control, _body, url) => control.list(url.searchParams.get('phoneNumberId') ?? ''),
  'GET log': (control, _body, url) => control.log(url.searchParams.get('phoneNumberId') ?? undefined),
  'GET requests': (control) => control.requests(),
  'GET messages': (control) => control.messages(),
  'GET faults': (control) => control.faults(),
  'POST faults': (control, body) => ({
    ids: manyOf(faultPlanSchema)
      .parse(body)
      .map((plan) => control.addFault(plan)),
  }),
  'DELETE faults': (control, _body, url) => {
    const id = url.searchParams.get('id');
    if (id !== null) return { removed: control.removeFault(id) };
    control.clearFaults();
    return { removed: true };
  },
  'POST oddities': (control, body) => control.setOddities(odditiesSchema.partial().parse(body)),
  'POST usage': (control, body) => control.setUsage(usageSchema.partial().parse(body)),
  'POST tokens': (control, body) => {
    control.setBadTokens(tokens.parse(body).bad);
    return { ok: true };
  },
  'POST heal': (control) => {
    control.heal();
    return { ok: true };
  },
  'POST clock': (control, body) => {
    const change = clock.parse(body);
    if ('at' in change) control.setClock(change.at);
    else control.advanceClock(change.advanceMs);
    return { now: control.now() };
  },
  'POST inbound': (control, body) => ({
    delivered: manyOf(inbound)
      .parse(body)
      .map((note) => control.inbound(note).delivered),
  }),
  'POST links': (control, body) => {
    for (const note of manyOf(link).parse(body)) control.link(note);
    return { ok: true };
  },
  'POST blocks': (control, body) => {
    const { phoneNumberId: number, user } = someone.parse(body);
    return { changed: control.block(number, user) };
  },
  'DELETE blocks': (control, body) => {
    const { phoneNumberId: number, user } = someone.parse(body);
    return { changed: control.lift(number, user) };
  },
};

export async function serveControl(
  control: Control,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const raw = await readBody(request);
  const { status, value } = answer(
    control,
    `${request.method ?? 'GET'} ${url.pathname.slice(CONTROL_PREFIX.length)}`,
    raw,
    url,
  );
  const text = JSON.stringify(value);
  response
    .writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' })
    .end(text);
}

function answer(
  control: Control,
  name: string,
  raw: Buffer | 'too-large',
  url: URL,
): { status: number; value: unknown } {
  const route = Object.hasOwn(routes, name) ? routes[name] : undefined;
  if (route === undefined)
    return { status: 404, value: { error: `No ${name} here.`, routes: Object.keys(routes) } };
  if (raw === 'too-large') return { status: 413, value: { error: 'The body is too large.' } };
  try {
    const body: unknown = raw.length === 0 ? null : JSON.parse(raw.toString('utf8'));
    return { status: 200, value: route(control, body, url) };
  } catch (error) {
    if (error instanceof z.ZodError) return { status: 400, value: { error: z.prettifyError(error) } };
    if (error instanceof ControlError || error instanceof SyntaxError)
      return { status: 400, value: { error: error.message } };
    throw error;
  }
}
