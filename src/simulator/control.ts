import { anyAddress } from './address.ts';
import type { Address } from './address.ts';
import type { InboundNote, LinkNote, Patch, PersonNames, SimulatorState } from './control-types.ts';
import type { FaultPlan } from './faults.ts';
import type { FaultStatus } from './fault-picker.ts';
import { LOW_USAGE } from './headers.ts';
import type { Usage } from './headers.ts';
import { NO_ODDITIES } from './oddities.ts';
import type { Oddities } from './oddities.ts';
import type { PersonKey } from './people.ts';
import type { RequestEntry } from './request-log.ts';
import type { Weather } from './weather.ts';
import type { BlockedUser, Change, SentMessage, World } from './world.ts';

/** A control call that makes no sense, e.g. a name that is neither a phone number nor a BSUID. */
export class ControlError extends Error {
  override name = 'ControlError' as const;
}

/** The powers over a running simulator; `/_control/…` offers the same over HTTP. */
export class Control {
  readonly #world: World;
  readonly #weather: Weather;

  constructor(world: World, weather: Weather) {
    this.#world = world;
    this.#weather = weather;
  }

  /** In force from the next request on. Returns an id for `removeFault`. */
  addFault(plan: FaultPlan): string {
    return this.#weather.faults.add(plan);
  }

  removeFault(id: string): boolean {
    return this.#weather.faults.remove(id);
  }

  clearFaults(): void {
    this.#weather.faults.clear();
  }

  faults(): FaultStatus[] {
    return this.#weather.faults.list();
  }

  setOddities(oddities: Patch<Oddities>): Oddities {
    return (this.#weather.oddities = patched(this.#weather.oddities, oddities));
  }

  setUsage(usage: Patch<Usage>): Usage {
    return (this.#weather.usage = patched(this.#weather.usage, usage));
  }

  setBadTokens(tokens: readonly string[]): void {
    this.#world.badTokens = new Set(tokens);
  }

  /** No faults, no oddities, low usage, the bad tokens of the start. Lists, logs and the clock stay. */
  heal(): void {
    this.clearFaults();
    this.#weather.oddities = NO_ODDITIES;
    this.#weather.usage = LOW_USAGE;
    this.setBadTokens(this.#world.settings.badTokens);
  }

  now(): number {
    return this.#world.clock.now();
  }

  advanceClock(ms: number): void {
    this.#world.clock.advance(ms);
  }

  setClock(at: number): void {
    this.#world.clock.set(at);
  }

  /** A person writes to the business. False when they are blocked there: Meta delivers nothing then, and no window opens. */
  inbound(note: InboundNote): { delivered: boolean } {
    const key = this.#keyOf(note);
    const { phoneNumberId, at = this.now() } = note;
    if (phoneNumberId !== undefined && this.#world.listOf(phoneNumberId).has(key))
      return { delivered: false };
    this.#world.people.noteInbound(key, at);
    return { delivered: true };
  }

  link({ phone, userId, waId }: LinkNote): void {
    const whatsAppId = waId === undefined ? undefined : digitsOf(waId);
    if (userId !== undefined && addressOf(userId).kind !== 'user')
      throw new ControlError(`"${userId}" is not a BSUID.`);
    this.#world.link({ phone: digitsOf(phone), userId, waId: whatsAppId });
  }

  /** Past the API and its rules, as by another admin. False when nothing changed. */
  block(phoneNumberId: string, user: string): boolean {
    return this.#world.block(phoneNumberId, this.#keyOfName(user), user, 'control');
  }

  lift(phoneNumberId: string, user: string): boolean {
    return this.#world.lift(phoneNumberId, this.#keyOfName(user), user, 'control');
  }

  isBlocked(phoneNumberId: string, user: string): boolean {
    return this.#world.listOf(phoneNumberId).has(this.#keyOfName(user));
  }

  /** Who is blocked, oldest first. */
  list(phoneNumberId: string): BlockedUser[] {
    return this.#world.blocked(phoneNumberId);
  }

  /** Applied changes, oldest first. */
  log(phoneNumberId?: string): Change[] {
    const changes = this.#world.changes.toArray();
    return phoneNumberId === undefined
      ? changes
      : changes.filter((change) => change.phoneNumberId === phoneNumberId);
  }

  requests(): RequestEntry[] {
    return this.#weather.requests.entries();
  }

  messages(): SentMessage[] {
    return this.#world.messages.toArray();
  }

  state(): SimulatorState {
    const numbers = this.#world
      .phoneNumberIds()
      .map((id) => [id, { blocked: this.#world.listOf(id).size }] as const);
    return {
      now: this.now(),
      numbers: Object.fromEntries(numbers),
      changes: this.#world.changes.total,
      messages: this.#world.messages.total,
      peopleNoted: this.#world.people.noted,
      requests: this.#weather.requests.summary(),
      faults: this.faults(),
      oddities: this.#weather.oddities,
      usage: this.#weather.usage,
      badTokens: this.#world.badTokens.size,
    };
  }

  #keyOf({ phone, userId }: PersonNames): PersonKey {
    if (phone !== undefined && userId !== undefined) this.link({ phone, userId });
    const name = phone ?? userId;
    if (name === undefined) throw new ControlError('Name a person by phone, userId or both.');
    return this.#keyOfName(name);
  }

  #keyOfName(name: string): PersonKey {
    const key = this.#world.people.keyOf(addressOf(name));
    if (key === undefined) throw new ControlError(`"${name}" is neither a phone number nor a BSUID.`);
    return key;
  }
}

function patched<T extends object>(value: T, patch: Patch<T>): T {
  const given = Object.entries(patch).filter(([, member]) => member !== undefined);
  return { ...value, ...Object.fromEntries(given) };
}

function addressOf(name: string): Address {
  const address = anyAddress(name);
  if (address.kind === 'refused') throw new ControlError(address.details);
  return address;
}

function digitsOf(phone: string): string {
  const address = addressOf(phone);
  if (address.kind !== 'phone') throw new ControlError(`"${phone}" is not a phone number.`);
  return address.digits;
}
