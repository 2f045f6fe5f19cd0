import type { Client } from '../../clients/rules.ts';
import { CLIENT_SHOW, showClientButton } from '../../clients/view.ts';
import { byAttention, type Overview } from '../../health/rules.ts';
import { bandLabel, mainReason } from '../../health/view.ts';
import type { People } from '../../people/rules.ts';
import { personName } from '../../people/rules.ts';
import { count } from '../../runtime/formats/numbers.ts';
import {
  actions,
  type Block,
  button,
  context,
  escapeText,
  type Message,
  named,
  paragraph,
  plain,
  richText,
} from '../../slack/blocks/blocks.ts';
import { COMMAND } from '../../slack/inbound/commands.ts';

/** Opens the list of all clients, where there is no room for it. */
export const PORTFOLIO_SHOW = 'client-list';

const NEAR_SHOWN = 5;

/** What is said when no client is called as typed: those that may have been meant, as buttons. */
export function clientNotFoundMessage(typed: string, near: readonly Client[]): Message {
  const shown = near.slice(0, NEAR_SHOWN);
  const [before, after] =
    shown.length === 0 ? ['There is no client and no command “', '”.'] : ['Which client is “', '”?'];
  const offer =
    shown.length === 0
      ? `Type “${COMMAND} list” to see all clients, or “${COMMAND} help” for what else there is.`
      : 'Did you mean one of these?';
  const names = shown.map(({ name }) => escapeText(name)).join(', ');
  const blocks: Block[] = [richText(paragraph(before, typed, `${after} ${offer}`))];
  if (shown.length > 0) {
    blocks.push(
      actions(
        'near-clients',
        shown.map((client) => button(client.name, `${CLIENT_SHOW}-${client.id}`, client.id)),
      ),
    );
  }
  const rest = near.length - shown.length;
  if (rest > 0) blocks.push(context(plain(`And ${count(rest, 'client')} more: type a few more letters.`)));
  return { text: `${before}${escapeText(typed)}${after} ${offer}${names ? ` ${names}` : ''}`, blocks };
}

/** Those that need attention first; the paused ones, about whom nobody is asked, last. */
export function sortByAttention(overviews: readonly Overview[]): Overview[] {
  const sorted = overviews.toSorted(byAttention);
  const isPaused = ({ client }: Overview) => client.status === 'paused';
  return [...sorted.filter((overview) => !isPaused(overview)), ...sorted.filter(isPaused)];
}

/** One client in one block, with a button that shows the card. */
export function clientSection(overview: Overview, people: People, now: Temporal.Instant): Block {
  const { client } = overview;
  const owner = personName(people, client.ownerId);
  return named(
    client.name,
    [`${bandLabel(overview)} · Owner: ${owner}`, mainReason(overview, now)],
    showClientButton(client),
  );
}
