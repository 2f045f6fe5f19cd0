/** The texts of a list as Slack takes it: an array, or names parted by commas. */
export function plainList(value: unknown): string[] {
  if (Array.isArray(value)) return value.filter((item): item is string => typeof item === 'string');
  if (typeof value !== 'string' || value.trim() === '') return [];
  return value.split(',').map((item) => item.trim());
}
