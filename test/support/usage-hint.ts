/** What the manifest says can be typed after the command, such as `log [client]`; without the client's name alone. */
export function hintedSubCommands(usageHint: string): string[] {
  const [client, ...subCommands] = usageHint.split(' | ');
  if (client !== '[client]') throw new Error('The usage hint does not begin with “[client]”');
  return subCommands;
}
