import type { BlockAction, ViewOutput } from '@slack/bolt';
import { inputBlockIds } from './modals.ts';

/** Where a button was pressed. */
export type Surface = MessageSurface | ViewSurface;

interface MessageSurface {
  kind: 'message';
  channelId: string;
  ts: string;
  ephemeral: boolean;
}

export interface ViewSurface {
  kind: 'view';
  viewId: string;
  type: 'modal' | 'home';
  view: ViewOutput;
  /** When it was pressed, in Slack's form: a later press compares as greater. */
  at: string;
}

/** A modal with nothing to fill in can show an answer itself: Slack stacks no more than three modals. */
export function isReadOnly(surface: ViewSurface): boolean {
  return surface.type === 'modal' && inputBlockIds(surface.view).length === 0;
}

export function isOnModal(surface: Surface): boolean {
  return surface.kind === 'view' && surface.type === 'modal';
}

/** The conversation in which a button was pressed; null in Home and in modals. */
export function channelOf(surface: Surface): string | null {
  return surface.kind === 'message' ? surface.channelId : null;
}

export function surfaceOf(body: BlockAction): Surface {
  if (body.view) {
    const { id, type } = body.view;
    const at = body.actions[0]?.action_ts ?? '';
    return { kind: 'view', viewId: id, type: type === 'home' ? 'home' : 'modal', view: body.view, at };
  }
  const container = body.container;
  return {
    kind: 'message',
    channelId: body.channel?.id ?? String(container.channel_id ?? ''),
    ts: body.message?.ts ?? String(container.message_ts ?? ''),
    ephemeral: container.is_ephemeral === true,
  };
}

/** The button's value, or the value of the chosen option; empty when there is none. */
export function chosenValue(action: BlockAction['actions'][number]): string {
  if ('selected_option' in action && action.selected_option) return action.selected_option.value ?? '';
  if ('value' in action && typeof action.value === 'string') return action.value;
  return '';
}
