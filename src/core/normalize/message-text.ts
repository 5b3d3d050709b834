import { AuthoredText } from './authored-text.ts';
import { addCardText, contactCardsOf } from './contact-cards.ts';
import { flowAnswers } from './flow-answer.ts';
import { field, type JsonObject } from './read.ts';
import { stringLeaves } from './string-leaves.ts';

/** Text, media, orders and kinds of message not known yet all keep what was written under these names. */
const AUTHORED_KEYS = new Set(['body', 'text', 'caption']);

/**
 * Everything the person wrote in a message. What the business wrote is left out (button and list titles, ad texts of a
 * referral), and so is what Meta wrote (system bodies, error texts) and what is no text (reactions).
 */
export function readText(message: JsonObject, type: string): string {
  const text = new AuthoredText();
  const content = field(message, type);
  switch (type) {
    case 'reaction':
    case 'system':
    case 'button':
      break;
    case 'contacts':
      for (const card of contactCardsOf(message)) if (!text.isFull) addCardText(card, text);
      break;
    case 'interactive':
      addInteractiveText(content, text);
      break;
    case 'location':
      text.add(field(content, 'name'), field(content, 'address'), field(content, 'url'));
      break;
    default:
      addAuthored(content, text);
      text.add(field(content, 'filename'));
  }
  return text.toString();
}

/** Replies press what the business offered; only a flow's answers, and kinds of reply not known yet, hold words of the person. */
function addInteractiveText(interactive: unknown, text: AuthoredText): void {
  const flow = field(interactive, 'nfm_reply');
  if (flow !== undefined) {
    text.add(...flowAnswers(field(flow, 'response_json')));
    return;
  }
  const kind = field(interactive, 'type');
  const isKnownReply = typeof kind !== 'string' || /^(?:button|list|call_permission)_reply$/.test(kind);
  if (!isKnownReply) addAuthored(field(interactive, kind), text);
}

function addAuthored(content: unknown, text: AuthoredText): void {
  if (typeof content === 'string') text.add(content);
  for (const { key, text: written } of stringLeaves(content)) if (AUTHORED_KEYS.has(key)) text.add(written);
}
