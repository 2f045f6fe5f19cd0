/** A country, or a region of one, whose public holidays are known. */
export interface HolidayPlace {
  /** Such as `PT` or `DE-BY`. */
  code: string;
  /** In English, such as "Portugal" or "Germany: Bayern". */
  name: string;
}

let places: readonly HolidayPlace[] | undefined;

/** Places that match what is typed, countries first. With nothing typed, the first countries. */
export async function findHolidayPlaces(typed: string, max: number): Promise<HolidayPlace[]> {
  const sought = fold(typed);
  const starts: HolidayPlace[] = [];
  const others: HolidayPlace[] = [];
  for (const place of await allPlaces()) {
    const name = fold(place.name);
    if (name.startsWith(sought) || place.code === typed.trim().toUpperCase()) starts.push(place);
    else if (name.includes(sought)) others.push(place);
  }
  return [...starts.filter(isCountry), ...starts.filter((place) => !isCountry(place)), ...others].slice(
    0,
    max,
  );
}

/** What a place is called; null for an unknown code, and for none. */
export async function holidayPlaceName(code: string): Promise<string | null> {
  if (code === '') return null;
  return (await allPlaces()).find((place) => place.code === code)?.name ?? null;
}

async function allPlaces(): Promise<readonly HolidayPlace[]> {
  places ??= await listPlaces();
  return places;
}

async function listPlaces(): Promise<HolidayPlace[]> {
  const { default: Library } = await import('date-holidays');
  const library = new Library();
  const countries = Object.entries(library.getCountries('en'));
  return countries
    .toSorted(([, a], [, b]) => a.localeCompare(b, 'en'))
    .flatMap(([country, name]) => [
      { code: country, name },
      ...Object.entries(library.getStates(country, 'en') ?? {}).map(([state, itsName]) => ({
        code: `${country}-${state}`,
        name: `${name}: ${itsName}`,
      })),
    ]);
}

function isCountry({ code }: HolidayPlace): boolean {
  return !code.includes('-');
}

function fold(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').trim().toLowerCase();
}
