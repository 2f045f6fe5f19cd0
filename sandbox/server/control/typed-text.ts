import type { SandboxState } from '../state/state.ts';

/**
 * Text as Slack stores it: `&`, `<` and `>` escaped, `@name` and `#channel` of known people and channels as mentions.
 * Mentions already in Slack's form (`<@U1>`) stay.
 */
export function asSlackStores(state: SandboxState, text: string): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return escaped
    .replaceAll(/&lt;([@#])([A-Z0-9]+)(\|[^&]*)?&gt;/g, (whole, sign, id) =>
      state.people.has(id) || state.conversations.has(id) ? `<${sign}${id}>` : whole,
    )
    .replaceAll(/(^|\s)@([\w.-]+)/g, (whole, before, name) => {
      const person = [...state.people.values()].find((one) => one.name === name.toLowerCase());
      return person ? `${before}<@${person.id}>` : whole;
    })
    .replaceAll(/(^|\s)#([\w.-]+)/g, (whole, before, name) => {
      const channel = [...state.conversations.values()].find(
        (one) => one.kind === 'channel' && one.name === name,
      );
      return channel ? `${before}<#${channel.id}>` : whole;
    });
}
