/** Whether `value` is a day that exists, written `YYYY-MM-DD`. */
export function isDate(value: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  try {
    Temporal.PlainDate.from(value);
    return true;
  } catch {
    return false;
  }
}

/** Whether `value` is a time of day, written `HH:mm`, 00:00 to 23:59. */
export function isTime(value: string): boolean {
  return /^([01]\d|2[0-3]):[0-5]\d$/.test(value);
}

/** Whether `value` is an instant in whole seconds of Unix time with Slack's ten digits. */
export function isDateTime(value: unknown): boolean {
  return Number.isInteger(value) && String(value).length === 10 && Number(value) > 0;
}

/** Whether `value` is an IANA zone that this machine knows. */
export function isTimeZone(value: string): boolean {
  try {
    Intl.DateTimeFormat('en', { timeZone: value });
    return true;
  } catch {
    return false;
  }
}
