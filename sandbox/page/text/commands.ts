import type { CommandInfo } from '../../protocol.ts';

/** One line of the hint list above the composer. */
export interface CommandHint {
  /** What goes into the composer: the command, with the sub-command if there is one. */
  insert: string;
  /** The placeholders that follow, such as "<client>"; empty if there are none. */
  rest: string;
  description: string;
}

/**
 * The sub-commands that a usage hint spells out: "[add | log <client> | list]" gives three. Empty when the hint does not
 * list alternatives; a lone placeholder ("<client>") is no sub-command.
 *
 * @internal
 */
export function subCommands(usageHint: string): { word: string; rest: string }[] {
  const alternatives = splitAlternatives(usageHint.trim());
  if (alternatives.length < 2) return [];
  return alternatives.flatMap((alternative) => {
    const match = /^([\p{L}\p{N}][\p{L}\p{N}_-]*)(?:\s+(.*))?$/u.exec(alternative.trim());
    return match?.[1] === undefined ? [] : [{ word: match[1], rest: match[2]?.trim() ?? '' }];
  });
}

/**
 * The commands that match what is typed. While an argument is being typed, only the command it belongs to, to show what
 * it takes.
 */
export function commandHints(typed: string, commands: readonly CommandInfo[]): CommandHint[] {
  if (!typed.startsWith('/') || typed.includes('\n')) return [];
  const wanted = typed.toLowerCase().replace(/\s+/g, ' ');
  const all = allHints(commands);
  const completions = all.filter(({ insert }) => insert.toLowerCase().startsWith(wanted));
  if (completions.length > 0) return completions;
  const begun = all.filter(({ insert }) => wanted.startsWith(`${insert.toLowerCase()} `));
  const longest = Math.max(0, ...begun.map(({ insert }) => insert.length));
  return begun.filter(({ insert }) => insert.length === longest);
}

function allHints(commands: readonly CommandInfo[]): CommandHint[] {
  return commands.flatMap((info) => [
    { insert: info.command, rest: info.usageHint, description: info.description },
    ...subCommands(info.usageHint).map(({ word, rest }) => ({
      insert: `${info.command} ${word}`,
      rest,
      description: '',
    })),
  ]);
}

/** True when the composer's first word is a command of this list, so that Enter sends instead of completing. */
export function isCommand(typed: string, commands: readonly CommandInfo[]): boolean {
  const first = typed.split(/\s/, 1)[0]?.toLowerCase();
  return commands.some(({ command }) => command.toLowerCase() === first);
}

/** Splits at bars, or at commas where there is no bar; those inside `<...>` and an outer `[...]` do not count. */
function splitAlternatives(hint: string): string[] {
  const bare = /^\[[^[\]]*\]$/.test(hint) ? hint.slice(1, -1) : hint;
  const parts = bare.split(/\|(?![^<]*>)/);
  return parts.length > 1 ? parts : bare.split(/,(?![^<]*>)/);
}
