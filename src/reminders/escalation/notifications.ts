import { z } from 'zod';
import { clientListKind } from '../../notifications/client-list.ts';
import { clientLines, dateFor } from '../../notifications/client-list-view.ts';
import { personName } from '../../people/rules.ts';
import { dayText } from '../../runtime/formats/dates.ts';
import { count } from '../../runtime/formats/numbers.ts';
import { COMMAND } from '../../slack/inbound/rules.ts';
import { listOpenPrompts } from '../prompts/store.ts';

/** To the cover or the lead: prompts that nobody has answered. Those that are closed by now are not told. */
export const UNANSWERED = clientListKind({
  name: 'unanswered',
  subject: z.object({ promptIds: z.array(z.string()) }),
  async read(db, { workspaceId, subject }) {
    const prompts = await listOpenPrompts(db, workspaceId, { ids: subject.promptIds });
    return {
      prompts,
      clientIds: prompts.map(({ clientId }) => clientId),
      personIds: prompts.map(({ assigneeId }) => assigneeId),
    };
  },
  word(_, directory, { prompts }) {
    const clients = prompts.flatMap(({ clientId, assigneeId, occurrenceAt }) =>
      clientLines(directory, [clientId]).map(({ name }) => ({
        name,
        aside: `${personName(directory.people, assigneeId)} was asked, due ${dayText(dateFor(directory, assigneeId, occurrenceAt))}`,
      })),
    );
    return {
      says: `Nobody has replied yet about ${count(clients.length, 'client')}:`,
      clients,
      next: `You could ask the owner, or log it yourself: type “${COMMAND} log” and the client’s name.`,
    };
  },
});

/** To the lead: somebody to whom Slack does not let us write, and the clients that they were asked about. */
export const UNDELIVERABLE = clientListKind({
  name: 'undeliverable',
  subject: z.object({ personId: z.string(), clientIds: z.array(z.string()) }),
  read: (_db, { subject }) => ({ clientIds: subject.clientIds, personIds: [subject.personId] }),
  word({ subject }, directory) {
    const name = personName(directory.people, subject.personId);
    return {
      says: `Slack won’t let me message ${name}, so nobody is being asked about:`,
      clients: clientLines(directory, subject.clientIds),
      next: `Ask ${name} whether they can open a message with Rapport, or hand their clients over with “${COMMAND} hand-over”.`,
    };
  },
});
