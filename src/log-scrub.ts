const REMOVED = '[redacted]';
const MAX_DEPTH = 12;

/** Members that hold a secret or something of a person's, compared without case, `_` and `-`. */
const PRIVATE = names(`
  authorization cookie headers token accesstoken verifytoken admintoken password secret secrets appsecret appsecrets
  appsecretproof redisurl senderid phone phones waid from to input user users userid parentuserid username profile
  contact contacts vcard text body rawbody caption payload envelope envelopes words reasons filename url urls link links`);
/** Members that may hold a word or a number of ours, but not more: an error's `message` is text, a webhook's an object. */
const NO_OBJECT = names('message messages chunk chunks data delivery entry sender');
/** Long digit strings that belong to the business or to us. */
const OPEN = names('phonenumberid phonenumberids jobid time hash rulesethash version');
/** Numbers under a private name that are counts (`users: 20`), not somebody's phone. */
const LARGEST_COUNT = 999_999;

const PSEUDONYM = /^s_[0-9a-f]{12}$/;
const CODE = /^[\w:-]{1,48}$/;
const PATTERNS: readonly [RegExp, string][] = [
  [/\b(Bearer\s+)\S+/gi, `$1${REMOVED}`],
  [/\bEAA[A-Za-z0-9]{16,}/g, REMOVED],
  [/\b((?:access_token|appsecret_proof|hub\.verify_token|token|secret)=)[^\s&"']+/gi, `$1${REMOVED}`],
  [/\b([a-z]+:\/\/)[^\s/@]+@/gi, `$1${REMOVED}@`],
  // A message id holds the phone number in base64.
  [/\bwamid\.[\w+/=-]+/g, 'wamid.[redacted]'],
  [/\b[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{12,128}\b/g, '[user]'],
  [/\+\d[\d ().-]{5,}\d|(?<!\w)\d{7,}(?!\w)/g, '[digits]'],
];

/** A finished log line with private members and private-looking text taken out. */
export function scrubLine(line: string): string {
  try {
    return `${JSON.stringify(scrub(JSON.parse(line), '', 0))}\n`;
  } catch {
    return '{"level":"error","msg":"a log line could not be checked for private data and was left out"}\n';
  }
}

function scrub(value: unknown, key: string, depth: number): unknown {
  const name = key.toLowerCase().replace(/[_-]/g, '');
  if (OPEN.has(name)) return value;
  if (PRIVATE.has(name)) return isHarmless(value) ? value : REMOVED;
  if (typeof value === 'string') return scrubText(value, name);
  if (typeof value !== 'object' || value === null) return value;
  if (NO_OBJECT.has(name) || depth >= MAX_DEPTH) return REMOVED;
  if (Array.isArray(value)) return value.map((item) => scrub(item, '', depth + 1));
  const members = Object.entries(value);
  return Object.fromEntries(
    members.map(([inner, item]) => [scrubText(inner), scrub(item, inner, depth + 1)]),
  );
}

function isHarmless(value: unknown): boolean {
  return (
    value === null || typeof value === 'boolean' || (typeof value === 'number' && value <= LARGEST_COUNT)
  );
}

function scrubText(text: string, name = ''): string {
  if (name === 'sender') return PSEUDONYM.test(text) ? text : REMOVED;
  // A rule's reason quotes the sender; a reason of ours is one word.
  if (name === 'reason' && !CODE.test(text)) return REMOVED;
  return PATTERNS.reduce((clean, [pattern, replacement]) => clean.replace(pattern, replacement), text);
}

function names(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/));
}
