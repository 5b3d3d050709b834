import type { Screen } from './screen.ts';
import { maskedPhone } from './judged-lines.ts';

/** For programs: one JSON object an event, `event` first. Names are invented, numbers masked. */
export function createJsonScreen(write: (value: object) => void): Screen {
  const say = (event: string, about: object): void => write({ event, ...about });
  return {
    opened: (opening) => say('opened', opening),
    scene: (title, about) => say('scene', { title, about }),
    judged({ message, decision, effect }) {
      const { name, username, phone } = message.sender;
      const { action, score, reasons } = decision;
      say('judged', {
        action,
        score,
        effect,
        name,
        username,
        phone: phone === null ? null : maskedPhone(phone),
        type: message.type,
        text: message.text,
        reasons: reasons.map(({ ruleId, text }) => ({ rule: ruleId, text })),
      });
    },
    called: (verb, reason, users) => say('called', { verb, reason, users }),
    settled: (direction, kind) => say('settled', { direction, kind }),
    progress: (progress) => say('progress', progress),
    told: () => say('told', {}),
    closed: ({ problems, people, progress, tookMs }) => say('closed', { problems, people, progress, tookMs }),
    roundOver: (result, problems) => say('round', { result, problems }),
    stopped: () => say('stopped', {}),
    end: () => undefined,
  };
}
