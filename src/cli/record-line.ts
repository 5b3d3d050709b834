import { actorOf } from '../core/audit.ts';
import type { AuditEvent } from './audit-event.ts';
import { auditEvent } from './audit-event.ts';
import type { Recorded, RecordLine } from './audit-query.ts';
import { shownPerson } from './person.ts';

/** A record as people read it: one line. `by` = whose doing it was. */
export interface RecordEvent extends AuditEvent {
  by: string;
  sender: string;
}

export function recordEvent(line: RecordLine, full: boolean): RecordEvent {
  switch (line.kind) {
    case 'allow':
      return {
        ...{ at: line.at, what: `allow, score ${line.score}`, why: '', by: 'rules' },
        sender: shownPerson(line.senderId, full),
      };
    case 'allows':
      return {
        ...{ at: line.at, what: `allow, ${line.count} in this minute`, why: '', by: 'rules' },
        sender: '',
      };
    default:
      return { ...auditEvent(line), by: actorOf(line), sender: shownPerson(line.senderId, full) };
  }
}

/**
 * A record for programs. Unless `full`, phones are masked and the ids of messages left out: those hold the phone in another writing.
 */
export function recordJson({ phoneNumberId, at, line }: Recorded, full: boolean): object {
  const by = line.kind === 'allow' || line.kind === 'allows' ? 'rules' : actorOf(line);
  const { kind, ...rest } = line;
  const about = { phoneNumberId, storedAt: at, by, kind };
  const shown = Object.entries(rest).flatMap(([name, value]): [string, unknown][] => {
    if (name === 'senderId' && typeof value === 'string') return [[name, shownPerson(value, full)]];
    return !full && (name === 'messageId' || name === 'episode') ? [] : [[name, value]];
  });
  return { ...about, ...Object.fromEntries(shown) };
}
