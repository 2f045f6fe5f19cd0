/**
 * Zones that the runtime lists under an outdated name. Source: IANA's `backward` file; Unicode's CLDR keeps the first name.
 */
const CURRENT_NAMES: Readonly<Record<string, string>> = {
  'Africa/Asmera': 'Africa/Asmara',
  'America/Buenos_Aires': 'America/Argentina/Buenos_Aires',
  'America/Catamarca': 'America/Argentina/Catamarca',
  'America/Cordoba': 'America/Argentina/Cordoba',
  'America/Coral_Harbour': 'America/Atikokan',
  'America/Godthab': 'America/Nuuk',
  'America/Indianapolis': 'America/Indiana/Indianapolis',
  'America/Jujuy': 'America/Argentina/Jujuy',
  'America/Louisville': 'America/Kentucky/Louisville',
  'America/Mendoza': 'America/Argentina/Mendoza',
  'Asia/Calcutta': 'Asia/Kolkata',
  'Asia/Katmandu': 'Asia/Kathmandu',
  'Asia/Rangoon': 'Asia/Yangon',
  'Asia/Saigon': 'Asia/Ho_Chi_Minh',
  'Atlantic/Faeroe': 'Atlantic/Faroe',
  'Europe/Kiev': 'Europe/Kyiv',
  'Pacific/Enderbury': 'Pacific/Kanton',
  'Pacific/Ponape': 'Pacific/Pohnpei',
  'Pacific/Truk': 'Pacific/Chuuk',
};

interface Zone {
  name: string;
  /** What finds it when typed, folded. */
  names: readonly string[];
}

/** All IANA zones that can be chosen. */
const ZONES: readonly Zone[] = [
  zone('Etc/UTC'),
  ...Intl.supportedValuesOf('timeZone')
    .filter((name) => name !== 'UTC')
    .map(zone)
    .sort((a, b) => (a.name < b.name ? -1 : 1)),
];

/** Zones that match what is typed, cities that begin with it first. With nothing typed, `usual` come first. */
export function searchTimeZones(typed: string, usual: readonly string[], max: number): string[] {
  const sought = fold(typed);
  if (sought === '') return [...new Set([...usual, ...ZONES.map(({ name }) => name)])].slice(0, max);
  const starts = ({ names }: Zone) => names.some((name) => name.split('/').at(-1)?.startsWith(sought));
  const fitting = ZONES.filter(({ names }) => names.some((name) => name.includes(sought)));
  return [...fitting.filter(starts), ...fitting.filter((one) => !starts(one))]
    .map(({ name }) => name)
    .slice(0, max);
}

function zone(listed: string): Zone {
  const name = CURRENT_NAMES[listed] ?? listed;
  return { name, names: [...new Set([name, listed])].map(fold) };
}

function fold(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_]+/gu, ' ');
}
