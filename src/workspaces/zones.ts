/** All IANA zones that can be chosen. */
const ZONES: readonly string[] = [
  'Etc/UTC',
  ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC'),
];

/** Zones that fit what is being typed, those whose city begins so first. With nothing typed, `usual` come first. */
export function findZones(typed: string, usual: readonly string[], max: number): string[] {
  const sought = fold(typed);
  if (sought === '') return [...new Set([...usual, ...ZONES])].slice(0, max);
  const starts = (zone: string) => fold(zone.split('/').at(-1) ?? '').startsWith(sought);
  const fitting = ZONES.filter((zone) => fold(zone).includes(sought));
  return [...fitting.filter(starts), ...fitting.filter((zone) => !starts(zone))].slice(0, max);
}

function fold(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_]+/gu, ' ');
}
