/** The `block_id`s of the client's modal, which errors are shown at. */
export const FIELDS = {
  name: 'client-name',
  owner: 'client-owner',
  every: 'client-every',
  unit: 'client-unit',
  weekday: 'client-weekday',
  time: 'client-time',
  longestGap: 'client-longest-gap',
  status: 'client-status',
  cover: 'client-cover',
  channel: 'client-channel',
  value: 'client-value',
  currency: 'client-currency',
  hours: 'client-hours',
  contactName: 'client-contact-name',
  contactAddress: 'client-contact-address',
  contactReach: 'client-contact-reach',
} as const;
