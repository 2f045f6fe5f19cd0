import { recordCheckIn } from '../../src/check-ins/record-check-in.ts';
import { type Answers, isContact } from '../../src/check-ins/rules.ts';
import { firstDue } from '../../src/clients/cadence.ts';
import { addClient } from '../../src/clients/store.ts';
import { turnOn } from '../../src/digests/store.ts';
import { settlePrompt } from '../../src/reminders/settle-prompt.ts';
import type { Database } from '../../src/storage/database.ts';
import { awayIdOf } from '../../src/workspaces/away.ts';
import { addAway } from '../../src/workspaces/away-store.ts';
import { loadWorkspaceWays, saveWorkspaceWays } from '../../src/workspaces/preferences-store.ts';
import { savePerson } from '../../src/workspaces/store.ts';
import type { World } from '../protocol.ts';
import { absence, type CheckInStory, type ClientStory, story } from './story.ts';
import { ID } from './world.ts';

const ZONE = 'Europe/Lisbon';

/** Fills a new database with the story, by the same use cases that people's clicks go through, each at its own time. */
export async function seed(db: Database, world: World, start: Temporal.Instant): Promise<void> {
  const workspaceId = world.team.id;
  const began = start.subtract({ hours: 24 * 90 });
  for (const { id, name, kind, timeZone } of world.people) {
    const ours = kind === 'admin' ? 'member' : kind;
    await savePerson(db, workspaceId, { id, name, kind: ours, timeZone }, began);
  }
  const zones = new Map(world.people.map(({ id, timeZone }) => [id, timeZone]));
  for (const client of story)
    await seedClient(db, workspaceId, client, zones.get(client.ownerId) ?? ZONE, start);
  const digest = {
    channelId: ID.leads,
    schedule: { weekday: 1, time: Temporal.PlainTime.from('09:00'), timeZone: ZONE },
    muted: [],
  };
  const today = start.toZonedDateTimeISO(ZONE).toPlainDate();
  await forgetReminders(db, workspaceId, today);
  const away = {
    id: awayIdOf(workspaceId, 'story'),
    personId: absence.personId,
    coverId: absence.coverId,
    first: today.add({ days: absence.firstInDays }),
    last: today.add({ days: absence.lastInDays }),
  };
  const ways = await loadWorkspaceWays(db, workspaceId);
  await db.transaction().execute(async (trx) => {
    await turnOn(trx, workspaceId, digest, began);
    await addAway(trx, workspaceId, away, today, began);
    await saveWorkspaceWays(trx, workspaceId, { ...ways, leadId: ID.chloe });
  });
}

/** What was due in the weeks of the story was reminded of then. */
async function forgetReminders(db: Database, workspaceId: string, today: Temporal.PlainDate): Promise<void> {
  await db
    .updateTable('follow_ups')
    .set({ reminder: null, remind_at: null })
    .where('workspace_id', '=', workspaceId)
    .where('due_on', '<', today)
    .execute();
}

async function seedClient(
  db: Database,
  workspaceId: string,
  told: ClientStory,
  zone: string,
  start: Temporal.Instant,
): Promise<void> {
  const cadence = { ...told.cadence, time: Temporal.PlainTime.from('09:00') };
  const first = told.checkIns[0];
  const addedAt = first ? daysBefore(start, first.daysAgo + 7) : start.subtract({ hours: 20 });
  const client = await db.transaction().execute((trx) =>
    addClient(
      trx,
      workspaceId,
      {
        name: told.name,
        ownerId: told.ownerId,
        coverId: told.coverId,
        channelId: told.channelId,
        cadence,
        longestGapDays: told.longestGapDays,
        monthlyValue: { amount: told.monthlyValue, currency: 'EUR' },
        agreedHours: told.agreedHours,
        contact: told.contact,
        status: 'active',
        nextDueAt: firstDue(cadence, zone, first ? addedAt : start),
      },
      addedAt,
    ),
  );
  for (const checkIn of told.checkIns) {
    const at = daysBefore(start, checkIn.daysAgo);
    await recordCheckIn(db, { now: () => at }, settlePrompt, {
      workspaceId,
      clientId: client.id,
      authorId: told.ownerId,
      viewId: `story-${client.id}-${checkIn.daysAgo}`,
      answers: answersOf(checkIn),
      promised: checkIn.followUp
        ? {
            what: checkIn.followUp.what,
            whoId: checkIn.followUp.whoId,
            dueOn: at.toZonedDateTimeISO(zone).toPlainDate().add({ days: checkIn.followUp.dueInDays }),
          }
        : null,
    });
  }
}

function answersOf(told: CheckInStory): Answers {
  return {
    source: told.source,
    clientSentiment: isContact(told) ? told.sentiment : null,
    ourRead: told.ourRead,
    question: told.words ? 'How do you think this is going?' : null,
    clientWords: told.words ?? null,
    spokeOn: null,
    wentWell: told.wentWell ?? null,
    betterOurs: told.betterOurs ?? null,
    betterTheirs: told.betterTheirs ?? null,
    effort: told.effort ?? null,
    hours: told.hours ?? null,
    signs: told.signs ?? [],
  };
}

function daysBefore(start: Temporal.Instant, days: number): Temporal.Instant {
  return start.subtract({ hours: 24 * days });
}
