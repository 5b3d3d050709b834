import type { Refused } from './answers.ts';
import { InvalidCallError } from './errors.ts';
import type { GraphOptions } from './graph-client.ts';
import { createGraphClient, refused } from './graph-client.ts';
import { parseTopError } from './graph-error.ts';
import { field, list, text as textOf } from './json.ts';
import type { NoAnswer } from './no-answer.ts';
import { noAnswer } from './no-answer.ts';
import type { BlockTarget } from './targets.ts';
import { targetProblem } from './targets.ts';

/** Meta took the message; that it is delivered is another matter. */
export interface Accepted {
  kind: 'accepted';
  http: number;
}

export type SendAnswer = Accepted | Refused | NoAnswer;

/**
 * Meta's Messages API, as far as Cordon writes to people. Answers are values and nothing is retried. Rejects with InvalidCallError only
 * for a caller's mistake.
 */
export interface MessageApi {
  /** A text of 1 to 4,096 characters, links not previewed. Works within 24 hours of the receiver's last message [Cloud API, send messages]. */
  sendText(phoneNumberId: string, target: BlockTarget, text: string): Promise<SendAnswer>;
}

export function createMessageApi(options: GraphOptions): MessageApi {
  const graph = createGraphClient(options);
  return {
    async sendText(phoneNumberId, target, text) {
      const problem = targetProblem(target);
      if (problem !== null) throw new InvalidCallError(`The receiver cannot be written to: ${problem}.`);
      const body = {
        messaging_product: 'whatsapp',
        recipient_type: 'individual',
        // With both names Meta would take \`to\`.
        ...(target.user === undefined ? { recipient: target.user_id } : { to: target.user }),
        type: 'text',
        text: { preview_url: false, body: text },
      };
      const { answer, redact } = await graph.call({ method: 'POST', phoneNumberId, edge: 'messages', body });
      if (answer.kind === 'no-answer') return answer;
      const { http, json } = answer;
      const error = parseTopError(json, redact);
      if (error !== null || http >= 400) return refused(answer, error);
      const [message] = list(field(json, 'messages'));
      return textOf(field(message, 'id')) === null
        ? noAnswer('garbled', { http })
        : { kind: 'accepted', http };
    },
  };
}
