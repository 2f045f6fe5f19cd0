/** The one slash command. */
export const COMMAND = '/client-health';

/** What `help` says about a sub-command. */
export interface SubCommandHelp {
  /** The word that is typed, in lower case. */
  name: string;
  /** What may follow it, such as `[client]`; empty for nothing. */
  takes: string;
  /** One line. */
  summary: string;
}
