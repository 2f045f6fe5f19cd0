import type { App } from '@slack/bolt';
import type { KnownBlock, ModalView } from '@slack/types';

/** A small app that knows nothing of Rapport: asks a question, takes votes in a modal. */
export function pollApp(app: App): void {
  app.command('/poll', async ({ ack, command, client }) => {
    await ack();
    await client.chat.postMessage({
      channel: command.channel_id,
      text: command.text,
      blocks: question(command.text),
    });
  });

  app.action('vote', async ({ ack, body, client }) => {
    await ack();
    if (body.type !== 'block_actions' || !body.message) return;
    const place = { channel: body.channel?.id, ts: body.message.ts };
    await client.views.open({ trigger_id: body.trigger_id, view: voteModal(JSON.stringify(place)) });
  });

  app.shortcut('new_poll', async ({ ack, shortcut, client }) => {
    await ack();
    await client.views.open({ trigger_id: shortcut.trigger_id, view: voteModal('') });
  });

  app.view('vote', async ({ ack, view, client }) => {
    const name = view.state.values.name?.name?.value ?? '';
    const place = view.state.values.place?.place?.selected_option?.value;
    if (name === 'nobody') {
      await ack({ response_action: 'errors', errors: { name: 'Nobody cannot vote' } });
      return;
    }
    await ack();
    if (view.private_metadata === '') return;
    await client.chat.update({
      ...JSON.parse(view.private_metadata),
      text: `${name} votes for ${place}`,
      blocks: [],
    });
  });
}

export function question(text: string): KnownBlock[] {
  return [
    { type: 'section', text: { type: 'plain_text', text } },
    {
      type: 'actions',
      elements: [
        { type: 'button', action_id: 'vote', text: { type: 'plain_text', text: 'Vote' }, value: 'v' },
      ],
    },
  ];
}

export function voteModal(privateMetadata: string): ModalView {
  return {
    type: 'modal',
    callback_id: 'vote',
    private_metadata: privateMetadata,
    title: { type: 'plain_text', text: 'Your vote' },
    submit: { type: 'plain_text', text: 'Vote' },
    blocks: [
      {
        type: 'input',
        block_id: 'name',
        label: { type: 'plain_text', text: 'Name' },
        element: { type: 'plain_text_input', action_id: 'name', max_length: 20 },
      },
      {
        type: 'input',
        block_id: 'place',
        label: { type: 'plain_text', text: 'Place' },
        element: {
          type: 'static_select',
          action_id: 'place',
          options: ['Pizza', 'Sushi'].map((text) => ({
            text: { type: 'plain_text', text },
            value: text.toLowerCase(),
          })),
        },
      },
    ],
  };
}
