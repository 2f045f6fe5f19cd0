import { searchTimeZones } from '../people/time-zones.ts';
import { UserError } from '../runtime/errors.ts';
import { messageModal, option } from '../slack/blocks/blocks.ts';
import { LIMITS } from '../slack/blocks/limits.ts';
import type { Deps } from '../slack/deps.ts';
import type { CommandArgs, SubCommand } from '../slack/inbound/commands.ts';
import type { Slack } from '../slack/inbound/slack.ts';
import { isChannel } from '../slack/outbound/audience.ts';
import { loadWorkspace } from '../workspaces/store.ts';
import { loadDigestContent } from './load-content.ts';
import { saveSettings } from './save-settings.ts';
import { readSubmittedSettings, type SettingsTarget, ZONE_SEARCH } from './settings-form.ts';
import { SETTINGS_SAVE, savedText, settingsModal } from './settings-modal.ts';
import { digestOfChannel, lastSeenDigest, ownHiddenSections } from './store.ts';
import { digestMessage } from './view.ts';

/** `digest`, which posts at once, and `settings`. */
export function digestCommands(deps: Deps): SubCommand[] {
  const { db, clock } = deps;
  return [
    {
      name: 'digest',
      takes: '',
      summary: 'Post the digest in this channel now; in a DM, only you see it.',
      run: (args) => showDigest(deps, args),
    },
    {
      name: 'settings',
      takes: '',
      summary: 'Set up this channel’s weekly digest, and your workspace’s defaults.',
      async run(args) {
        await args.open(async () => {
          const target = await findTarget(deps, args);
          return settingsModal(target, await loadWorkspace(db, args.by.workspaceId), clock.now());
        });
      },
    },
  ];
}

export function registerDigestListeners(slack: Slack, deps: Deps): void {
  slack.onSubmit(SETTINGS_SAVE, async ({ by, view }) => {
    const digest = await saveSettings(deps, by, readSubmittedSettings(view));
    return { view: messageModal({ text: savedText(digest, deps.clock.now()), blocks: [] }) };
  });

  slack.onOptions(ZONE_SEARCH, async (by, typed) =>
    searchTimeZones(typed, [by.timeZone], LIMITS.options).map((zone) => option(zone, zone)),
  );
}

async function showDigest(
  { db, clock, messenger }: Deps,
  { by, channelId, reply }: CommandArgs,
): Promise<void> {
  const { workspaceId, userId } = by;
  const now = clock.now();
  const digest = await digestOfChannel(db, workspaceId, channelId);
  const last = digest && (await lastSeenDigest(db, digest, now));
  const hiddenSections = isChannel(channelId)
    ? (digest?.hiddenSections ?? [])
    : await ownHiddenSections(db, workspaceId, userId);
  const timeZone = digest?.schedule.timeZone ?? by.timeZone;
  const content = await loadDigestContent(db, { workspaceId, timeZone, last, hiddenSections }, now);
  const message = digestMessage(content, timeZone, now);
  if (isChannel(channelId)) await messenger.sendToChannel(channelId, message);
  else await reply(message);
}

/** Asks Slack who reads the channel now, so that nobody sets up a digest that would never be posted. */
async function findTarget({ db, messenger }: Deps, { by, channelId }: CommandArgs): Promise<SettingsTarget> {
  if (!isChannel(channelId)) {
    return { kind: 'dm', hiddenSections: await ownHiddenSections(db, by.workspaceId, by.userId) };
  }
  try {
    await messenger.checkChannel(channelId);
  } catch (error) {
    if (error instanceof UserError) return { kind: 'refused', why: error.message };
    throw error;
  }
  const digest = await digestOfChannel(db, by.workspaceId, channelId);
  return { kind: 'channel', channelId, digest, usualZone: by.timeZone };
}
