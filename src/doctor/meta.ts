import type { ListAnswer, Refused } from '../whatsapp/answers.ts';
import { meaningOf } from '../whatsapp/error-codes.ts';
import type { NoAnswer } from '../whatsapp/no-answer.ts';
import { findings, type Finding } from './finding.ts';

const { ok, warn, fail } = findings('meta');

/** Meta's word on one number: what `GET block_users?limit=1` answered. */
export function judgeProbe(phoneNumberId: string, answer: ListAnswer): Finding {
  switch (answer.kind) {
    case 'page':
      return answer.usage.percent !== null && answer.usage.percent >= 80
        ? warn(
            `the token may block for ${phoneNumberId}, but ${answer.usage.percent} % of Meta's call quota are used`,
            'Look for other programs that call the Graph API with this app.',
          )
        : ok(`the token may read the blocklist of ${phoneNumberId}`);
    case 'refused':
      return refusal(phoneNumberId, answer);
    case 'no-answer':
      return silence(answer);
  }
}

const TOKEN =
  'Make a token of a system user (Meta Business settings → System users → Generate token, never expiring) and set META_ACCESS_TOKEN.';
const PERMISSION =
  'Give the token whatsapp_business_messaging and whatsapp_business_management, and its system user full control of the WhatsApp account (Business settings → System users → Add assets).';
const NUMBER_ID =
  'Take the Phone number ID (not the phone number) from WhatsApp Manager → API setup for META_PHONE_NUMBER_IDS, and add its account to the system user’s assets.';
const LATER = 'Nothing to mend here: wait and run cordon doctor again.';

function refusal(phoneNumberId: string, { http, error }: Refused): Finding {
  const { code, subcode, details } = error;
  const meaning = code === null ? null : meaningOf(code);
  const quoted = details === '' ? '' : ` (“${details}”)`;
  const what = `Meta refuses ${phoneNumberId} with ${code === null ? `HTTP ${http}` : `code ${code}`}${meaning === null ? '' : `, ${meaning}`}${quoted}`;
  if (/appsecret_proof/i.test(details)) {
    const mend =
      'The app secret does not belong to the app of the token: set META_APP_SECRET (the newest first) to that app’s.';
    return fail(what, mend);
  }
  if (error.transient || http === 429) return warn(what, LATER);
  if (code === null && http < 500)
    return fail(what, http === 401 ? TOKEN : 'Check META_GRAPH_URL and META_GRAPH_VERSION.');
  if (code === null) return warn(what, LATER);
  if (code === 0 || code === 102 || code === 190) return fail(what, TOKEN);
  if (code === 3 || code === 10 || code === 131_005 || (code >= 200 && code <= 299))
    return fail(what, PERMISSION);
  // The Graph API hides what a token may not see as an object that does not exist: 100 with subcode 33.
  if (code === 33 || (code === 100 && subcode === 33)) return fail(what, NUMBER_ID);
  if (code === 100) return fail(what, `${NUMBER_ID} If it is right, check META_GRAPH_VERSION.`);
  if (code === 133_010)
    return fail(what, 'Register the number at Meta first (WhatsApp Manager → Phone numbers).');
  if (code === 368 || code === 131_031)
    return fail(what, 'See the account’s state in WhatsApp Manager → Account quality.');
  return warn(what, LATER);
}

function silence({ cause, code, http }: NoAnswer): Finding {
  const detail = [code, http === null ? null : `HTTP ${http}`].filter((one) => one !== null).join(', ');
  const what = `no usable answer from the Graph API: ${cause}${detail === '' ? '' : ` (${detail})`}`;
  if (cause === 'unreachable')
    return fail(what, 'Check the network, DNS and firewall of this machine, and META_GRAPH_URL.');
  if (cause === 'garbled')
    return fail(what, 'Something other than the Graph API answers: check META_GRAPH_URL and any proxy.');
  return fail(what, 'Try again; if it stays, check the network and GRAPH_TIMEOUT_MS.');
}

const CLOCK_WARN_MS = 10_000;
const CLOCK_FAIL_MS = 5 * 60_000;

/** Our clock against Meta's `Date` header, which has whole seconds; null when it gave none. `now` is the middle of the call, ms. */
export function judgeClock(serverDateMs: number | null, now: number): Finding | null {
  if (serverDateMs === null) return null;
  const ahead = now - (serverDateMs + 500);
  const off = Math.abs(ahead);
  if (off < CLOCK_WARN_MS) return ok('the clock of this machine agrees with Meta’s');
  const what = `the clock of this machine is ${Math.round(off / 1000)} s ${ahead > 0 ? 'ahead of' : 'behind'} Meta’s`;
  const mend =
    'Let the machine keep time by NTP: timedatectl set-ntp true. Windows and the 24-hour limit count by it.';
  return off >= CLOCK_FAIL_MS ? fail(what, mend) : warn(what, mend);
}
