/** A stretch of time in which a zone keeps one offset from UTC. In minutes; the first has no beginning. */
export interface Stretch {
  from: number;
  until: number;
  offset: number;
}

const MINUTE_MS = 60_000;
const THREE_DAYS = 3 * 24 * 60;

/** All stretches of `zone` between two moments (minutes since 1970), found by asking `Intl` and halving. */
export function stretchesOf(zone: string, start: number, end: number): Stretch[] {
  const offsetAt = offsetReader(zone);
  const stretches: Stretch[] = [];
  let current: Stretch = { from: Number.NEGATIVE_INFINITY, until: 0, offset: offsetAt(start) };
  for (let at = start; at < end; at += THREE_DAYS) {
    const offset = offsetAt(at + THREE_DAYS);
    if (offset === current.offset) continue;
    let before = at;
    let after = at + THREE_DAYS;
    while (after - before > 1) {
      const middle = Math.floor((before + after) / 2);
      if (offsetAt(middle) === current.offset) before = middle;
      else after = middle;
    }
    stretches.push({ ...current, until: after });
    current = { from: after, until: 0, offset };
  }
  return [...stretches, { ...current, until: Number.POSITIVE_INFINITY }];
}

function offsetReader(zone: string): (minute: number) => number {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
  return (minute) => {
    const said = format.format(minute * MINUTE_MS);
    const found = /GMT(?:([+-])(\d\d):(\d\d))?$/.exec(said);
    if (!found) throw new Error(`No offset in "${said}" for ${zone}`);
    const [, sign, hours = '0', minutes = '0'] = found;
    return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
  };
}
