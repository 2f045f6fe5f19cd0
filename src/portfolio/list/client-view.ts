import { showClientButton } from '../../clients/view.ts';
import type { Overview } from '../../health/rules.ts';
import { bandLabel, mainReason } from '../../health/view.ts';
import { type People, personName } from '../../people/rules.ts';
import { type Block, named } from '../../slack/blocks/blocks.ts';

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
