import type Holidays from 'date-holidays';

export type IsHoliday = (day: Temporal.PlainDate) => boolean;

const HOUR_MS = 3_600_000;

/** Made once for each place: a year takes some ms to compute. */
const known = new Map<string, IsHoliday>();

/**
 * Whether a day is a public holiday at `place`: a country or region of `date-holidays`, such as `PT` or `DE-BY`. Null,
 * empty and unknown places have none. Half days and holidays of only some people do not count.
 */
export async function holidaysOf(place: string | null): Promise<IsHoliday> {
  if (!place) return () => false;
  const made = known.get(place) ?? publicHolidays(await loadHolidays(place));
  known.set(place, made);
  return made;
}

/** The library holds the data of all countries, so it is loaded when first needed. */
async function loadHolidays(place: string): Promise<Holidays> {
  const { default: Library } = await import('date-holidays');
  const [country = '', state = '', region = ''] = place.split('-');
  return new Library(country, state, region, { types: ['public'] });
}

function publicHolidays(holidays: Holidays): IsHoliday {
  const years = new Map<number, ReadonlySet<string>>();
  return (day) => {
    const days = years.get(day.year) ?? daysOf(holidays, day.year);
    years.set(day.year, days);
    return days.has(day.toString());
  };
}

function daysOf(holidays: Holidays, year: number): ReadonlySet<string> {
  const days = new Set<string>();
  for (const { date, start, end } of holidays.getHolidays(year)) {
    const first = Temporal.PlainDate.from(date.slice(0, 10));
    // One more hour, for days that are 23 hours long.
    const length = Math.floor((end.getTime() - start.getTime() + HOUR_MS) / (24 * HOUR_MS));
    for (let i = 0; i < length; i += 1) days.add(first.add({ days: i }).toString());
  }
  return days;
}
