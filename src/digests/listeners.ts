import { searchTimeZones } from '../people/time-zones.ts';
import type { Clock } from '../runtime/clock.ts';
import { UserError } from '../runtime/errors.ts';
import { messageModal, option } from '../slack/blocks/blocks.ts';
import { LIMITS } from '../slack/blocks/limits.ts';
import type { Deps } from '../slack/deps.ts';
import type { CommandArgs, SubCommand } from '../slack/inbound/commands.ts';
import type { Slack } from '../slack/inbound/slack.ts';
import { type AreInsiders, assertOnlyInsiders, isChannel } from '../slack/outbound/audience.ts';
import type { Messenger } from '../slack/outbound/messenger.ts';
import type { Database } from '../storage/database.ts';
import { loadWorkspace } from '../workspaces/store.ts';
import { makeReport } from './make-report.ts';
import { saveSettings } from './save-settings.ts';
import {
  type Place,
  parseSettings,
  SETTINGS,
  savedText,
  settingsModal,
  ZONE_SEARCH,
} from './settings-modal.ts';
import { digestOfChannel, lastSeenPost, ownMuted } from './store.ts';
import { digestMessage } from './view.ts';

/** `digest`, which posts at once, and `settings`. */
export function digestCommands(deps: Deps, messenger: Messenger, areInsiders: AreInsiders): SubCommand[] {
  const { db, clock } = deps;
  return [
    {
      name: 'digest',
      takes: '',
      summary: 'Post the digest in this channel now; in a DM, only you see it.',
      async run({ by, channelId, reply }) {
        const now = clock.now();
        const digest = await digestOfChannel(db, by.workspaceId, channelId);
        const last = digest && (await lastSeenPost(db, digest, now));
        const muted = isChannel(channelId)
          ? (digest?.muted ?? [])
          : await ownMuted(db, by.workspaceId, by.userId);
        const zone = digest?.schedule.timeZone ?? by.timeZone;
        const { report, people } = await makeReport(db, by.workspaceId, zone, { last, muted }, now);
        const message = digestMessage(report, people, zone, now);
        if (isChannel(channelId)) await messenger.sendToChannel(channelId, message);
        else await reply(message);
      },
    },
    {
      name: 'settings',
      takes: '',
      summary: 'Choose when the digest comes to this channel, the time zone and the currency.',
      async run(args) {
        await args.open(async () =>
          settingsModal(
            await placeFor(deps, areInsiders, args),
            await loadWorkspace(db, args.by.workspaceId),
            clock.now(),
          ),
        );
      },
    },
  ];
}

export function registerDigestListeners(slack: Slack, db: Database, clock: Clock): void {
  slack.onSubmit(SETTINGS, async ({ by, view }) => {
    const settings = parseSettings(view.state, view.private_metadata);
    const digest = await saveSettings(db, clock, by, settings);
    return { view: messageModal({ text: savedText(digest, clock.now()), blocks: [] }) };
  });

  slack.onOptions(ZONE_SEARCH, async (by, typed) =>
    searchTimeZones(typed, [by.timeZone], LIMITS.options).map((zone) => option(zone, zone)),
  );
}

/** Whether this channel may have a digest: asked now, so that nobody sets one up that would never come. */
async function placeFor(
  { db, web }: Deps,
  areInsiders: AreInsiders,
  { by, channelId }: CommandArgs,
): Promise<Place> {
  if (!isChannel(channelId)) {
    return { kind: 'dm', muted: await ownMuted(db, by.workspaceId, by.userId) };
  }
  try {
    await assertOnlyInsiders(web, channelId, areInsiders);
  } catch (error) {
    if (error instanceof UserError) return { kind: 'refused', why: error.message };
    throw error;
  }
  const digest = await digestOfChannel(db, by.workspaceId, channelId);
  return { kind: 'channel', channelId, digest, zone: by.timeZone };
}
