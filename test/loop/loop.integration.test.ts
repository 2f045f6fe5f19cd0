import { describe, expect, test } from 'vitest';
import type { PersonDriver } from '../../sandbox/driver/person-driver.ts';
import { renderMessage, renderView } from '../../sandbox/driver/render-text.ts';
import type { ScreenMessage } from '../../sandbox/protocol.ts';
import { useRapport } from '../support/rapport.ts';
import { ID } from '../support/studio.ts';

const WORDS = 'You answer before we ask. Prices <!channel> are *fine*.';

describe.each(['socket', 'http'] as const)('the loop over %s', (delivery) => {
  const rapport = useRapport({ delivery });
  const ana = () => rapport.driver.as(ID.ana);

  test('a client falls due, is asked about once, answered, shown and reported', async () => {
    await ana().command('/client-health add', { in: ID.general });
    await ana().waitForModal('Add a client');
    await ana().type('Name', 'Acme');
    await ana().submit();
    expect(renderView(await ana().modal())).toContain('Tuesday 3 March, 09:00 (London)');
    await ana().closeModal();

    await rapport.moveTo('2026-03-03T08:59:00Z');
    expect(await reminders(ana())).toHaveLength(0);
    await rapport.moveTo('2026-03-03T09:00:00Z');
    const reminder = await ana().waitForMessage('Acme');
    await rapport.tick();
    expect(await reminders(ana())).toHaveLength(1);

    await ana().press('Check in', { near: 'Acme', in: reminder.channel });
    await ana().waitForModal('Check in');
    await ana().choose('How did you hear?', 'On a call');
    await ana().choose('How did they say they feel?', '🙂 Content');
    await ana().choose('How do you think they really feel?', '😐 So-so');
    await ana().type('Ask: ', WORDS);
    await ana().submit();
    expect((await ana().screen()).modals).toHaveLength(0);

    const kept = await rapport.db.selectFrom('check_ins').selectAll().executeTakeFirstOrThrow();
    expect(kept).toMatchObject({
      source: 'call',
      client_sentiment: 4,
      our_impression: 3,
      client_words: WORDS,
    });
    const prompt = await rapport.db.selectFrom('prompts').selectAll().executeTakeFirstOrThrow();
    expect(prompt).toMatchObject({ status: 'answered', closed_by: ID.ana });
    expect(kept.prompt_id).toBe(prompt.id);

    const answered = await ana().waitFor('the answered reminder', ({ conversations }) =>
      conversations
        .flatMap(({ messages }) => messages)
        .find(({ ts, blocks }) => ts === reminder.ts && JSON.stringify(blocks).includes('"strike":true')),
    );
    expect(renderMessage(answered)).toContain('checked in');

    await ana().command('/client-health ac', { in: ID.general });
    const card = await ana().waitForMessage(WORDS, ID.general);
    expect(card.ephemeral).toBe(true);
    expect(card.text).not.toContain('<!channel>');

    await ana().command('/client-health digest', { in: ID.leads });
    const digest = await rapport.driver
      .as(ID.ben)
      .waitFor('the digest', ({ conversations }) =>
        conversations.find(({ id }) => id === ID.leads)?.messages.find(({ ephemeral }) => !ephemeral),
      );
    expect(digest.text).toContain('1 client');
  });

  async function reminders(person: PersonDriver): Promise<ScreenMessage[]> {
    const { conversations } = await person.screen();
    return conversations
      .filter(({ kind }) => kind === 'dm')
      .flatMap(({ messages }) => messages)
      .filter(({ ephemeral }) => !ephemeral);
  }
});
