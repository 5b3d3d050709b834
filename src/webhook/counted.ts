/** What a delivery held, as numbers: the basis of the metrics, without any personal data. */
export interface Counted {
  /** Messages taken, by the field they came under. */
  messages: number;
  standby: number;
  /** Seen and dropped. */
  statuses: number;
  errors: number;
  echoes: number;
  /** Messages left out because their `phone_number_id` is missing or no digits. */
  badNumber: number;
  /** Messages of a number outside META_PHONE_NUMBER_IDS. */
  otherNumber: number;
  /** Members of `messages` that are no objects. */
  notAnObject: number;
  /** Changes under other webhook fields; names outside `KNOWN_FIELDS` count as `other`. */
  fields: Map<string, number>;
}

export const emptyCounts = (): Counted => ({
  messages: 0,
  standby: 0,
  statuses: 0,
  errors: 0,
  echoes: 0,
  badNumber: 0,
  otherNumber: 0,
  notAnObject: 0,
  fields: new Map(),
});

/** Webhook fields worth a label of their own; a fixed list, so that a delivery cannot invent metric labels. */
export const KNOWN_FIELDS: ReadonlySet<string> = new Set([
  'account_alerts',
  'account_review_update',
  'account_settings_update',
  'account_update',
  'business_capability_update',
  'business_username_update',
  'calls',
  'flows',
  'group_lifecycle_update',
  'group_participants_update',
  'group_settings_update',
  'group_status_update',
  'history',
  'message_template_quality_update',
  'message_template_status_update',
  'partner_solutions',
  'payment_configuration_update',
  'phone_number_name_update',
  'phone_number_quality_update',
  'security',
  'smb_app_state_sync',
  'smb_message_echoes',
  'template_category_update',
  'user_id_update',
  'user_preferences',
]);

/** The label to count a change's field under; null for the fields whose contents are counted instead. */
export function fieldLabel(field: unknown): string | null {
  if (field === 'messages' || field === 'standby') return null;
  return typeof field === 'string' && KNOWN_FIELDS.has(field) ? field : 'other';
}
