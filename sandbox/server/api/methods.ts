import type { Method } from './method.ts';
import { appMethods } from './methods/app.ts';
import { channelMethods } from './methods/channels.ts';
import { chatMethods } from './methods/chat.ts';
import { conversationMethods } from './methods/conversations.ts';
import { doNotDisturbMethods } from './methods/do-not-disturb.ts';
import { fileMethods } from './methods/files.ts';
import { reactionMethods } from './methods/reactions.ts';
import { scheduleMethods } from './methods/scheduled.ts';
import { userMethods } from './methods/users.ts';
import { viewMethods } from './methods/views.ts';

/** Every method that the sandbox offers. @internal */
export const METHODS: readonly Method[] = [
  ...appMethods,
  ...channelMethods,
  ...chatMethods,
  ...conversationMethods,
  ...doNotDisturbMethods,
  ...fileMethods,
  ...reactionMethods,
  ...scheduleMethods,
  ...userMethods,
  ...viewMethods,
];

const byName = new Map(METHODS.map((method) => [method.name, method]));

/** @returns undefined for what the sandbox does not offer: `unknown_method`. */
export function findMethod(name: string): Method | undefined {
  return byName.get(name);
}
