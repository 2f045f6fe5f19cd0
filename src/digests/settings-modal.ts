import type { ModalView } from '@slack/types';
import { weightsButton } from '../health/weights/modal.ts';
import { workspaceSettingsButton } from '../preferences/workspace-settings-modal.ts';
import { dayAndTimeText, zonePlace } from '../runtime/formats/dates.ts';
import { actions, type Block, context, divider, header, plain, section } from '../slack/blocks/blocks.ts';
import { COMMAND } from '../slack/inbound/rules.ts';
import type { Workspace } from '../workspaces/rules.ts';
import type { Digest } from './rules.ts';
import { type SettingsTarget, settingsContext, settingsDraft, settingsForm } from './settings-form.ts';

export const SETTINGS_SAVE = 'settings-save';

export function settingsModal(
  target: SettingsTarget,
  workspace: Pick<Workspace, 'defaultTimeZone' | 'defaultCurrency'>,
  now: Temporal.Instant,
): ModalView {
  const state = { context: settingsContext(target), draft: settingsDraft(target, workspace) };
  return settingsForm.modal(state, {
    callbackId: SETTINGS_SAVE,
    title: 'Settings',
    submit: 'Save',
    blocks: [
      header(target.kind === 'dm' ? 'Your own digest' : 'This channel’s digest'),
      ...intro(target, now),
      ...settingsForm.blocks(state, { to: 'sections' }),
      divider(),
      header('For everyone'),
      ...settingsForm.blocks(state, { after: 'sections' }),
      actions('workspace-settings', [workspaceSettingsButton(), weightsButton()]),
    ],
  });
}

function intro(target: SettingsTarget, now: Temporal.Instant): Block[] {
  if (target.kind === 'refused') return [section(plain(target.why))];
  if (target.kind === 'dm') {
    const text = `Type “${COMMAND} digest” here for a digest that only you see. For a weekly one, type “${COMMAND} settings” in the channel where I should post it.`;
    return [section(plain(text))];
  }
  const { digest } = target;
  const next = digest?.nextDueAt && dayAndTimeText(digest.nextDueAt, digest.schedule.timeZone, now);
  return [context(plain(next ? `Next digest: ${next}.` : 'This channel has no digest yet.'))];
}

/** What is said once the settings are saved. @param digest the channel's, if it has one. */
export function savedText(digest: Digest | null, now: Temporal.Instant): string {
  if (!digest) return 'Saved.';
  if (!digest.nextDueAt) return 'Saved. I won’t post a digest in this channel.';
  const { timeZone } = digest.schedule;
  const next = dayAndTimeText(digest.nextDueAt, timeZone, now);
  return `Saved. I’ll post the next digest here on ${next} (${zonePlace(timeZone)}).`;
}
