import { describe, expect, it } from '@jest/globals';
import type { Message } from '../../../src/core/message.ts';
import { deliveries, envelopesOf, RECEIVED_AT, read } from './fixtures.ts';

const ALEX = {
  id: 'US.90000000000000000123',
  phone: '15550100123',
  userId: 'US.90000000000000000123',
  name: 'Alex Sample',
  username: null,
};
const SHA256 = '93f7618056883ab9d5a8b26ed898586e705b462edc4e9f599e410bccce370bbd';
const PLAIN: Omit<Message, 'id' | 'type' | 'rawType'> = {
  phoneNumberId: '100000000000010',
  displayPhoneNumber: '15550100001',
  channel: 'messages',
  sender: ALEX,
  sentAt: 1_793_000_000_000,
  receivedAt: RECEIVED_AT,
  text: '',
  links: [],
  forwarded: 'no',
  isReply: false,
  repliesToUs: false,
  button: null,
  media: null,
  contactCards: 0,
  referral: null,
  groupId: null,
  errorCodes: [],
  identityChange: null,
};
const SPAM = {
  text: 'Win a prize at http://spam.example',
  links: [{ url: 'http://spam.example', host: 'spam.example' }],
};
const REPLY = { isReply: true, repliesToUs: true };
const media = (kind: string, mime: string, fileName: string | null = null): object => ({
  media: { kind, sha256: SHA256, mime, fileName },
});

/** What a delivery's messages differ in from a bare message of Alex; an empty list for deliveries without messages. */
const EXPECTED: Record<string, object[]> = {
  text: [{ id: 'wamid.EXAMPLE_TEXT_0001', type: 'text', ...SPAM }],
  text_reply: [{ id: 'wamid.EXAMPLE_TEXT_REPLY_0001', type: 'text', text: 'quoted answer', ...REPLY }],
  text_forwarded: [{ id: 'wamid.EXAMPLE_FWD_0001', type: 'text', text: 'chain letter', forwarded: 'once' }],
  text_frequently_forwarded: [
    { id: 'wamid.EXAMPLE_FFWD_0001', type: 'text', text: 'viral chain letter', forwarded: 'many' },
  ],
  text_referral_ctwa: [
    {
      id: 'wamid.EXAMPLE_AD_0001',
      type: 'text',
      text: 'Is this offer real?',
      referral: { sourceType: 'ad', sourceId: '120200000000000001' },
    },
  ],
  text_product_enquiry: [{ id: 'wamid.EXAMPLE_PROD_0001', type: 'text', text: 'In stock?', ...REPLY }],
  text_username_no_phone: [
    {
      id: 'wamid.EXAMPLE_NOPHONE_0001',
      type: 'text',
      text: 'hello',
      sender: { ...ALEX, phone: null, username: 'alexsample' },
    },
  ],
  text_group: [
    {
      id: 'wamid.EXAMPLE_GROUP_0001',
      type: 'text',
      text: 'group spam',
      groupId: 'Y2FwaV9ncm91cDpFWEFNUExFZAZD',
    },
  ],
  image: [{ id: 'wamid.EXAMPLE_IMAGE_0001', type: 'image', text: 'look', ...media('image', 'image/jpeg') }],
  video: [{ id: 'wamid.EXAMPLE_VIDEO_0001', type: 'video', text: 'clip', ...media('video', 'video/mp4') }],
  audio: [{ id: 'wamid.EXAMPLE_AUDIO_0001', type: 'audio', ...media('audio', 'audio/mpeg') }],
  voice: [{ id: 'wamid.EXAMPLE_VOICE_0001', type: 'audio', ...media('audio', 'audio/ogg') }],
  document: [
    {
      id: 'wamid.EXAMPLE_DOCUMENT_0001',
      type: 'document',
      text: 'pls pay\ninvoice.pdf',
      ...media('document', 'application/pdf', 'invoice.pdf'),
    },
  ],
  sticker: [{ id: 'wamid.EXAMPLE_STICKER_0001', type: 'sticker', ...media('sticker', 'image/webp') }],
  location: [
    {
      id: 'wamid.EXAMPLE_LOCATION_0001',
      type: 'location',
      text: 'Cafe\n1 Example Ave\nhttps://cafe.example/',
      links: [{ url: 'https://cafe.example/', host: 'cafe.example' }],
    },
  ],
  contacts: [
    {
      id: 'wamid.EXAMPLE_CONTACTS_0001',
      type: 'contacts',
      text: 'Pat Doe\nPat\nDoe\nExample\nOps\nLead\nhttps://pat.example\npat@example.com',
      links: [{ url: 'https://pat.example', host: 'pat.example' }],
      contactCards: 1,
    },
  ],
  contacts_request_contact_info: [
    { id: 'wamid.EXAMPLE_CONTACT_INFO_0001', type: 'contacts', sender: { ...ALEX, username: 'alexsample' } },
  ],
  interactive_button_reply: [
    {
      id: 'wamid.EXAMPLE_BTN_0001',
      type: 'interactive',
      button: { kind: 'button', id: 'appeal-yes', title: 'Appeal' },
      ...REPLY,
    },
  ],
  interactive_list_reply: [
    {
      id: 'wamid.EXAMPLE_LIST_0001',
      type: 'interactive',
      button: { kind: 'list', id: 'row-1', title: 'Billing' },
      ...REPLY,
    },
  ],
  interactive_nfm_reply: [
    {
      id: 'wamid.EXAMPLE_NFM_0001',
      type: 'interactive',
      text: 'hi',
      button: { kind: 'flow', id: 'flow', title: 'Sent' },
      ...REPLY,
    },
  ],
  interactive_call_permission_reply: [
    {
      id: 'wamid.EXAMPLE_CALLPERM_0001',
      type: 'interactive',
      button: { kind: 'call_permission', id: 'accept', title: '' },
      ...REPLY,
    },
  ],
  button: [
    {
      id: 'wamid.EXAMPLE_TPLBTN_0001',
      type: 'button',
      button: { kind: 'template', id: 'STOP', title: 'Stop' },
      ...REPLY,
    },
  ],
  order: [{ id: 'wamid.EXAMPLE_ORDER_0001', type: 'order', text: 'asap' }],
  reaction_add: [{ id: 'wamid.EXAMPLE_REACT_0001', type: 'reaction' }],
  reaction_remove: [{ id: 'wamid.EXAMPLE_UNREACT_0001', type: 'reaction' }],
  system_user_changed_number: [
    {
      id: 'wamid.EXAMPLE_SYS_0001',
      type: 'system',
      sender: { ...ALEX, name: null },
      identityChange: {
        previousUserId: 'US.90000000000000000123',
        userId: 'US.90000000000000000777',
        previousPhone: '15550100123',
        phone: '15550100777',
      },
    },
  ],
  system_user_changed_user_id: [
    {
      id: 'wamid.EXAMPLE_SYS_0002',
      type: 'system',
      sender: { ...ALEX, phone: null, name: null },
      identityChange: {
        previousUserId: 'US.90000000000000000123',
        userId: 'US.90000000000000000777',
        previousPhone: null,
        phone: null,
      },
    },
  ],
  system_customer_identity_changed_legacy: [{ id: 'wamid.EXAMPLE_SYS_0003', type: 'system' }],
  unsupported_131051: [{ id: 'wamid.EXAMPLE_UNSUP_0001', type: 'unsupported', errorCodes: [131051] }],
  unsupported_131060: [{ id: 'wamid.EXAMPLE_UNAVAIL_0001', type: 'unsupported', errorCodes: [131060] }],
  edit_coexistence: [{ id: 'wamid.EXAMPLE_EDIT_0001', type: 'edit', text: 'edited text' }],
  revoke_coexistence: [{ id: 'wamid.EXAMPLE_REVOKE_0001', type: 'revoke' }],
  request_welcome_removed_2026_03_27: [{ id: 'wamid.EXAMPLE_WELCOME_0001', type: 'request_welcome' }],
  value_level_errors: [],
  status_delivered: [],
  status_failed_130403: [],
  user_preferences: [],
  account_update_violation: [],
  batched_two_entries: [
    { id: 'wamid.EXAMPLE_TEXT_0001', type: 'text', ...SPAM },
    { id: 'wamid.EXAMPLE_IMAGE_0001', type: 'image', text: 'look', ...media('image', 'image/jpeg') },
  ],
};

describe('normalize reads every delivery Meta documents', () => {
  it('has an expectation for each', () => {
    expect(Object.keys(EXPECTED).sort()).toEqual([...deliveries.keys()].sort());
  });

  it.each([...deliveries])('%s', (name, delivery) => {
    const messages = envelopesOf(delivery).map(({ message, contact }) => read(message, contact));
    expect(messages).toEqual(
      EXPECTED[name]!.map((differs) => ({
        ...PLAIN,
        ...differs,
        rawType: (differs as { type: string }).type,
      })),
    );
  });
});
