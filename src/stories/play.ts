import type { Ruleset } from '../core/ruleset.ts';
import { withPolicies } from '../core/ruleset.ts';
import { testArrival, testEnvelope } from '../ruleset/test-messages.ts';
import type { Delivered, Judged } from '../timeline/delivered.ts';
import { Timeline } from '../timeline/timeline.ts';
import type { Member, Says, Step, Story } from './story.ts';
import { endOf } from './story.ts';

/** One copy of a step's message, as it fared. */
export interface Copy {
  member: Member;
  delivered: Delivered;
  /** When it was delivered, ms. */
  at: number;
}

/** The moment a step is over and its expectations are looked at. */
export interface Scene {
  step: Step;
  at: number;
  copies: readonly Copy[];
  timeline: Timeline;
  phoneNumberId: string;
  /** Sender → the message that opened their last episode. */
  offences: ReadonlyMap<string, Judged>;
}

interface Moment {
  at: number;
  step: Step;
  /** null = the step is over. */
  copy: number | null;
}

/** Plays a story from beginning to end and shows every step's outcome the moment it is over. */
export function play(story: Story, ruleset: Ruleset, show: (scene: Scene) => void): void {
  const timeline = new Timeline({ ruleset: withTrust(ruleset, story), mode: story.mode });
  const to = testArrival(story.number === null ? {} : { number: story.number }, story.startsAt);
  const { phoneNumberId } = to;
  for (const { members, past } of story.people)
    if (past.messagesSeen > 0 || past.strikes > 0)
      for (const member of members) timeline.remember(phoneNumberId, member, past, story.startsAt);

  const offences = new Map<string, Judged>();
  const copies = new Map<Step, Copy[]>();
  let sent = 0;
  for (const { at, step, copy } of momentsOf(story)) {
    const own = copies.get(step) ?? [];
    copies.set(step, own);
    if (copy !== null && step.says !== null) {
      const { says } = step;
      const member = memberOf(says, copy);
      const envelope = testEnvelope(
        messageOf(says, copy, story),
        (sent += 1),
        step.at + copy * says.everyMs,
        member,
      );
      const delivered = timeline.deliver({ ...to, envelope }, at);
      if (delivered.kind === 'message' && (delivered.effect === 'opened' || delivered.effect === 'held'))
        offences.set(member.id, delivered);
      own.push({ member, delivered, at });
      continue;
    }
    timeline.advance(at);
    if (step.metaAnswers !== null) timeline.setMeta(step.metaAnswers);
    show({ step, at, copies: own, timeline, phoneNumberId, offences });
    copies.delete(step);
  }
}

/** Everything that happens, in its order: messages of different steps may mix. */
function momentsOf({ steps }: Story): Moment[] {
  const moments = steps.flatMap((step): Moment[] => {
    const { at, says } = step;
    if (says === null) return [{ at, step, copy: null }];
    const { times, everyMs, delayMs } = says;
    const copies = Array.from({ length: times }, (_, copy) => ({
      at: at + copy * everyMs + delayMs,
      step,
      copy,
    }));
    return [...copies, { at: endOf(step) + delayMs, step, copy: null }];
  });
  // A stable sort: at one instant in the order of the steps.
  return moments.sort((a, b) => a.at - b.at);
}

function memberOf({ from }: Says, copy: number): Member {
  const member = from.members[copy % from.members.length];
  if (member === undefined) throw new Error('a group of people without members');
  return member;
}

/** `{{copy}}` in a text is the number of the copy, from 1: for floods of different texts. */
const messageOf = ({ message, from }: Says, copy: number, { number }: Story): Says['message'] => ({
  ...message,
  ...(message.text !== undefined && { text: message.text.replaceAll('{{copy}}', String(copy + 1)) }),
  ...from.profile,
  ...(number !== null && { number }),
});

/** The people a story calls customers or staff, put on the policy's lists. */
function withTrust(ruleset: Ruleset, { people }: Story): Ruleset {
  const listed = (trust: 'customer' | 'staff'): string[] =>
    people.flatMap((person) => (person.trust === trust ? person.members.map(({ id }) => id) : []));
  const [customers, staff] = [listed('customer'), listed('staff')];
  if (customers.length + staff.length === 0) return ruleset;
  return withPolicies(ruleset, (policy) => ({
    ...policy,
    customers: new Set([...policy.customers, ...customers]),
    protectedSenders: new Set([...policy.protectedSenders, ...staff]),
  }));
}
