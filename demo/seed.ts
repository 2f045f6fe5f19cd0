import type { World } from '../sandbox/protocol.ts';
import { saveAbsence } from '../src/calendars/absence-store.ts';
import { planDigests } from '../src/digests/plan-digests.ts';
import { nextDigestAt } from '../src/digests/rules.ts';
import { enableDigest } from '../src/digests/store.ts';
import { savePerson } from '../src/people/store.ts';
import { absenceId } from '../src/preferences/note-absence.ts';
import type { Database } from '../src/storage/database.ts';
import { updateWorkspace } from '../src/workspaces/store.ts';
import { happeningsOf } from './client-happenings.ts';
import { type Happening, playStory } from './play-story.ts';
import { absence, story } from './story.ts';
import { ID } from './world.ts';

const ZONE = 'Europe/Lisbon';
/** Everybody was there before the first client. */
const BEGAN_DAYS_AGO = 120;

/** Fills a new database with the story as Rapport would have kept it, day by day, until `start`. */
export async function seed(db: Database, world: World, start: Temporal.Instant): Promise<void> {
  const workspaceId = world.team.id;
  const began = start.subtract({ hours: 24 * BEGAN_DAYS_AGO });
  for (const { id, name, kind, timeZone } of world.people) {
    const ours = kind === 'admin' ? 'member' : kind;
    await savePerson(db, workspaceId, { id, name, kind: ours, timeZone }, began);
  }
  await updateWorkspace(db, workspaceId, {
    defaultTimeZone: ZONE,
    defaultCurrency: 'EUR',
    leadId: ID.chloe,
  });

  const zones = new Map(world.people.map(({ id, timeZone }) => [id, timeZone]));
  const clients = story.flatMap((told) =>
    happeningsOf(db, told, { workspaceId, zone: zones.get(told.ownerId) ?? ZONE, start }),
  );
  await playStory(db, [...clients, lastDigest(db, workspaceId, start)], ZONE, start);

  const today = start.toZonedDateTimeISO(ZONE).toPlainDate();
  await forgetReminders(db, workspaceId, today);
  const away = {
    id: absenceId(workspaceId, 'story'),
    personId: absence.personId,
    coverId: absence.coverId,
    first: today.add({ days: absence.firstInDays }),
    last: today.add({ days: absence.lastInDays }),
  };
  await db.transaction().execute((trx) => saveAbsence(trx, workspaceId, away, began));
}

/** The digest of the week before, which the next one tells the changes from. Its message is not kept in the channel. */
function lastDigest(db: Database, workspaceId: string, start: Temporal.Instant): Happening {
  const schedule = { weekday: 1, time: Temporal.PlainTime.from('09:00'), timeZone: ZONE };
  const at = nextDigestAt(schedule, start.subtract({ hours: 24 * 8 }));
  return {
    at,
    happen: async (clock) => {
      const before = at.subtract({ hours: 1 });
      await db
        .transaction()
        .execute((trx) =>
          enableDigest(trx, workspaceId, { channelId: ID.leads, schedule, hiddenSections: [] }, before),
        );
      await planDigests({ db, clock });
      await db
        .updateTable('deliveries')
        .set({ status: 'sent', sent_at: at, channel_id: ID.leads, message_ts: tsOf(at) })
        .where('workspace_id', '=', workspaceId)
        .where('kind', '=', 'digest')
        .execute();
    },
  };
}

/** A message's `ts`, as Slack writes it. */
function tsOf(at: Temporal.Instant): string {
  return `${Math.floor(at.epochMilliseconds / 1_000)}.000100`;
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
