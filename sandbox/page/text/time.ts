/**
 * Times as people read them: instants are milliseconds since 1970 or Slack's `ts`, zones are IANA names, and everything is
 * shown in the zone that is passed in.
 */
const LOCALE = 'en-GB';

/** Milliseconds of a message's `ts` ("1763740800.000100"). */
export function millisOfTs(ts: string): number {
  return Math.trunc(Number(ts) * 1000);
}

export function formatTime(millis: number, zone: string): string {
  return format(millis, zone, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
}

/** The calendar day, "2026-11-21", to group by and compare. */
export function dayKey(millis: number, zone: string): string {
  return new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).format(millis);
}

/** "Today", "Yesterday", or the date, with the year if it is not the current one. */
export function formatDay(millis: number, zone: string, now: number): string {
  const key = dayKey(millis, zone);
  if (key === dayKey(now, zone)) return 'Today';
  if (key === dayKey(now - 86_400_000, zone)) return 'Yesterday';
  const sameYear = key.slice(0, 4) === dayKey(now, zone).slice(0, 4);
  return format(millis, zone, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    ...(sameYear ? {} : { year: 'numeric' }),
  });
}

/** "Saturday 21 November 2026 at 09:00", for a tooltip or a screen reader. */
export function formatFull(millis: number, zone: string): string {
  const day = format(millis, zone, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
  return `${day} at ${formatTime(millis, zone)}`;
}

/** "Sat 21 Nov", for the header's clock. */
export function formatShortDay(millis: number, zone: string): string {
  return format(millis, zone, { weekday: 'short', day: 'numeric', month: 'short' });
}

/** An IANA zone on a small label: "Europe/Berlin" gives "Berlin". */
export function zoneCity(zone: string): string {
  return (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');
}

/** Slack's `<!date^…>` placeholders filled in; unknown ones stay. */
export function fillDatePattern(pattern: string, seconds: number, zone: string, now: number): string {
  const millis = seconds * 1000;
  const long = { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' } as const;
  const plain = { day: 'numeric', month: 'long', year: 'numeric' } as const;
  const short = { day: 'numeric', month: 'short', year: 'numeric' } as const;
  const pretty = (options: Intl.DateTimeFormatOptions) =>
    nearDay(millis, zone, now) ?? format(millis, zone, options);
  return pattern.replace(/\{(\w+)\}/g, (placeholder, name: string) => {
    switch (name) {
      case 'date_num':
        return dayKey(millis, zone);
      case 'date_slash':
        return dayKey(millis, zone).replaceAll('-', '/');
      case 'date':
        return format(millis, zone, plain);
      case 'date_short':
        return format(millis, zone, short);
      case 'date_long':
      case 'date_long_full':
        return format(millis, zone, long);
      case 'date_pretty':
        return pretty(plain);
      case 'date_short_pretty':
        return pretty(short);
      case 'date_long_pretty':
      case 'day_divider_pretty':
        return pretty(long);
      case 'time':
        return formatTime(millis, zone);
      case 'time_secs':
        return format(millis, zone, {
          hour: '2-digit',
          minute: '2-digit',
          second: '2-digit',
          hourCycle: 'h23',
        });
      case 'ago':
        return formatAgo(millis, now);
      default:
        return placeholder;
    }
  });
}

/** "3 days ago", "in 2 hours". @internal */
export function formatAgo(millis: number, now: number): string {
  const minutes = Math.round((millis - now) / 60_000);
  if (minutes === 0) return 'just now';
  const words = new Intl.RelativeTimeFormat('en');
  if (Math.abs(minutes) < 60) return words.format(minutes, 'minute');
  if (Math.abs(minutes) < 60 * 24) return words.format(Math.round(minutes / 60), 'hour');
  return words.format(Math.round(minutes / 60 / 24), 'day');
}

/** Whether this browser knows an IANA zone. */
export function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat(LOCALE, { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

/** Seconds since 1970 as the value of a `datetime-local` input in `zone`: "2026-11-21T09:00". */
export function toLocalDateTime(seconds: number, zone: string): string {
  return `${dayKey(seconds * 1000, zone)}T${formatTime(seconds * 1000, zone)}`;
}

/**
 * The opposite: seconds since 1970 of a wall-clock time in `zone`, or null when `local` is not one. A time that the
 * clocks skip is moved forward; a time that comes twice means the first one, as `Temporal`'s "compatible" has it.
 */
export function fromLocalDateTime(local: string, zone: string): number | null {
  const asUtc = Date.parse(`${local}Z`);
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(local) || Number.isNaN(asUtc)) return null;
  const before = offsetAt(asUtc - 86_400_000, zone);
  const after = offsetAt(asUtc + 86_400_000, zone);
  const first = asUtc - before;
  if (offsetAt(first, zone) === before) return first / 1000;
  const second = asUtc - after;
  return (offsetAt(second, zone) === after ? second : first) / 1000;
}

/** How far `zone` is ahead of UTC at an instant, in milliseconds. */
function offsetAt(millis: number, zone: string): number {
  const minute = Math.floor(millis / 60_000) * 60_000;
  return Date.parse(`${toLocalDateTime(minute / 1000, zone)}Z`) - minute;
}

function nearDay(millis: number, zone: string, now: number): string | null {
  const key = dayKey(millis, zone);
  if (key === dayKey(now, zone)) return 'today';
  if (key === dayKey(now - 86_400_000, zone)) return 'yesterday';
  return key === dayKey(now + 86_400_000, zone) ? 'tomorrow' : null;
}

function format(millis: number, zone: string, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(LOCALE, { timeZone: zone, ...options }).format(millis).replace(',', '');
}
