/** One Slack team, or one Enterprise organisation, in which Rapport is installed. */
export interface Workspace extends WorkspaceSettings {
  id: string;
  name: string;
  botUserId: string;
}

/** What its members choose for everybody. */
export interface WorkspaceSettings {
  /** IANA zone of people for whom Slack has none. */
  defaultTimeZone: string;
  /** ISO 4217. */
  defaultCurrency: string;
  /** Who is told when things go wrong; null for nobody. */
  leadId: string | null;
  /** The working hours of people who have not chosen their own. */
  schedule: WorkSchedule;
}

export interface WorkSchedule {
  /** ISO weekdays, at least one. */
  workingDays: readonly number[];
  /** A country or region of `date-holidays`, such as `PT` or `DE-BY`; empty for no holidays. */
  holidays: string;
  quiet: QuietHours;
}

/** Past midnight where `to` is the earlier; the same time twice for no quiet hours. */
export interface QuietHours {
  from: Temporal.PlainTime;
  to: Temporal.PlainTime;
}
