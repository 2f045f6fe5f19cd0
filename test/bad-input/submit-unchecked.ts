import type { PersonDriver } from '../../sandbox/driver/person-driver.ts';
import type { InputValue } from '../../sandbox/protocol.ts';
import { HttpDelivery } from '../../sandbox/server/delivery/http.ts';
import type { TestRapport } from '../support/rapport.ts';
import { ID } from '../support/studio.ts';

const ACK_WITHIN_MS = 3_000;

/**
 * Submits the person's topmost modal, with some of its values changed, as a Slack that does not keep the fields' own bounds
 * would. Rapport has to run with `delivery: 'http'`.
 *
 * @param changes by `block_id`, which is the `action_id` too.
 * @returns the errors by `block_id` with which the app answered; none when it took the submission.
 */
export async function submitUnchecked(
  { requestUrl = '', sandbox }: Readonly<TestRapport>,
  person: PersonDriver,
  changes: Record<string, InputValue>,
): Promise<Record<string, string>> {
  const { id, view, state } = await person.modal();
  const values = { ...state };
  for (const [field, value] of Object.entries(changes)) values[field] = { [field]: value };
  const reply = await new HttpDelivery(requestUrl, sandbox.signingSecret, ACK_WITHIN_MS).send('interactive', {
    type: 'view_submission',
    team: { id: ID.team, domain: 'studio' },
    user: { id: person.id, name: 'somebody', team_id: ID.team },
    api_app_id: 'A0SANDBOX1',
    trigger_id: '1.2.3',
    view: { ...view, id, team_id: ID.team, hash: '1.a', state: { values } },
    response_urls: [],
  });
  if (reply.outcome !== 'acked') throw new Error(`The app did not take the request: ${reply.outcome}`);
  const body = (reply.body ?? {}) as { response_action?: string; errors?: Record<string, string> };
  return body.response_action === 'errors' ? (body.errors ?? {}) : {};
}
