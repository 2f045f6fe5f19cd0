import type { Assignment } from '../clients/assignee-rules.ts';
import type { FollowUp } from '../follow-ups/rules.ts';
import type { Overview } from '../health/rules.ts';
import type { People } from '../people/rules.ts';
import type { Prompt } from '../reminders/prompts/rules.ts';
import type { OwnSchedule } from '../upcoming/rules.ts';

/** All that one person's Home shows. */
export interface HomeData extends OwnSchedule {
  /** The clients they own or cover, except ended ones. */
  mine: readonly Overview[];
  /** The open prompts that are theirs to answer, snoozed ones too. */
  prompts: readonly OwnPrompt[];
  /** The open follow-ups that they promised, the earliest first. */
  followUps: readonly OwnFollowUp[];
  /** Who is asked next about each of their clients, by client id; without clients that get no reminders. */
  nextAssignments: ReadonlyMap<string, Assignment>;
  /** Owners and assignees. */
  people: People;
  /** Whether anybody in the workspace has clients. */
  hasClients: boolean;
  /** Whether somebody is told when things go wrong. */
  hasLead: boolean;
}

export interface OwnPrompt {
  prompt: Prompt;
  overview: Overview;
}

export interface OwnFollowUp {
  followUp: FollowUp;
  clientName: string;
}

const ENCODED_PAGE = /^(?<page>\d{1,4})(?:~(?<day>\d{4}-\d{2}-\d{2}))?$/u;

/**
 * A page of clients, from 0, as a Home and its buttons carry it. A Home adds the day: each morning starts at the first page,
 * with the clients that need attention.
 */
export function encodePage(page: number, today?: Temporal.PlainDate): string {
  return today ? `${page}~${today}` : String(page);
}

/** The first page for a text of another day, or one that `encodePage` did not make. */
export function parsePage(text: string, today: Temporal.PlainDate): number {
  const { page = '0', day = today.toString() } = ENCODED_PAGE.exec(text)?.groups ?? {};
  return day === today.toString() ? Number(page) : 0;
}
