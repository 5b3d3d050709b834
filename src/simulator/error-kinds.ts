/** What Meta documents about one error code. */
export interface ErrorKind {
  readonly status: number;
  readonly title: string;
  /** Some of Graph's oldest messages come without the `(#code)` in front. */
  readonly bare?: true;
  readonly type?: string;
  readonly details?: string;
  readonly transient?: true;
  /** Where Meta's samples show `messaging_product`. */
  readonly product?: 'data' | 'top' | 'both';
}

const RE_ENGAGEMENT = 'Re-engagement required';
const kinds: Readonly<Record<number, ErrorKind>> = {
  0: { status: 401, title: 'We were unable to authenticate the app user.' },
  1: { status: 400, title: 'An unknown error occurred', bare: true, transient: true },
  2: {
    status: 503,
    title: 'An unexpected error occurred. Please retry your request',
    bare: true,
    type: 'GraphMethodException',
    transient: true,
  },
  3: { status: 500, title: 'Application does not have the capability to make this API call.' },
  4: { status: 400, title: 'Application request limit reached', transient: true },
  10: { status: 403, title: 'Application does not have permission for this action' },
  17: { status: 400, title: 'User request limit reached' },
  32: { status: 400, title: 'Page request limit reached' },
  33: { status: 400, title: 'The business phone number has been deleted.' },
  100: { status: 400, title: 'Invalid parameter' },
  190: { status: 401, title: 'Error validating access token', bare: true },
  200: { status: 403, title: 'Permissions error' },
  341: { status: 400, title: 'Application limit reached' },
  368: { status: 403, title: 'Temporarily blocked for policies violations' },
  613: { status: 400, title: 'Calls to this api have exceeded the rate limit.' },
  2500: { status: 400, title: 'Unknown path components', bare: true },
  80007: { status: 400, title: 'Rate limit issues' },
  80008: { status: 400, title: 'There have been too many calls to this WhatsApp Business account.' },
  130403: {
    status: 400,
    title: 'User is blocked',
    details: 'The business has blocked the end user.',
    product: 'data',
  },
  130429: {
    status: 400,
    title: 'Rate limit hit',
    details: 'Cloud API message throughput has been reached.',
    product: 'data',
  },
  131000: {
    status: 500,
    title: 'Something went wrong',
    details: 'Message failed to send due to an unknown error.',
    product: 'data',
  },
  131005: {
    status: 403,
    title: 'Access denied',
    details: 'Permission is either not granted or has been removed.',
    product: 'data',
  },
  131008: { status: 400, title: 'Required parameter is missing', product: 'data' },
  131009: { status: 400, title: 'Parameter value is not valid', product: 'data' },
  131016: {
    status: 500,
    title: 'Service unavailable',
    details: 'A service is temporarily unavailable.',
    product: 'data',
  },
  131021: {
    status: 400,
    title: 'Recipient cannot be sender',
    details: 'Sender and recipient phone number is the same.',
    product: 'data',
  },
  131026: {
    status: 400,
    title: 'Message undeliverable',
    details: 'Message Undeliverable.',
    product: 'data',
  },
  131031: {
    status: 403,
    title: 'Account has been locked',
    details: 'The WhatsApp Business account has been restricted or disabled.',
    product: 'data',
  },
  131042: {
    status: 400,
    title: 'Business eligibility payment issue',
    details: 'Message failed to send because there were one or more errors related to your payment method.',
    product: 'data',
  },
  131045: {
    status: 500,
    title: 'Incorrect certificate',
    details: 'Message failed to send due to a phone number registration error.',
    product: 'data',
  },
  131047: {
    status: 400,
    title: RE_ENGAGEMENT,
    details: 'User has not messaged in the last 24 hours',
    product: 'data',
  },
  131048: {
    status: 400,
    title: 'Spam rate limit hit',
    details:
      'Message failed to send because there are restrictions on how many messages can be sent from this phone number.',
    product: 'data',
  },
  131051: { status: 400, title: 'Unsupported message type', product: 'data' },
  131056: { status: 400, title: '(Business Account, Consumer Account) pair rate limit hit', product: 'data' },
  131057: { status: 500, title: 'Account in maintenance mode', product: 'data' },
  133004: { status: 503, title: 'Server temporarily unavailable', product: 'data' },
  133010: { status: 400, title: 'Phone number not registered', product: 'data' },
  139100: { status: 400, title: 'Failed to block/unblock users' },
  139101: { status: 400, title: 'Blocklist limit reached', product: 'both' },
  139102: {
    status: 400,
    title: 'Blocklist concurrent update',
    details: 'Blocklist was updated during retrieval - retry with offset 0',
    product: 'top',
  },
  139103: {
    status: 500,
    title: 'Internal error',
    details: 'Internal error, please try again.',
    product: 'both',
  },
};

/** An undocumented code is a plain client error. */
export const kindOf = (code: number): ErrorKind => kinds[code] ?? { status: 400, title: 'Error' };
