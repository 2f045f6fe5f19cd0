/** Until when Slack keeps notifications from a person; null where it does not, or does not say. Never fails. */
export type DoNotDisturbUntil = (workspaceId: string, personId: string) => Promise<Temporal.Instant | null>;

export const NEVER_DISTURBED: DoNotDisturbUntil = async () => null;
