import type { App, BlockAction } from '@slack/bolt';
import type { InputBlock, KnownBlock, ModalView } from '@slack/types';

const cities = ['Berlin', 'Bern', 'Bristol'];

/** A small app that knows nothing of Rapport: asks a question, takes votes in a modal, has a Home. */
export function pollApp(app: App): void {
  let looks = 0;

  app.command('/poll', async ({ ack, command, client }) => {
    await ack();
    const { channel_id: channel, text } = command;
    await client.chat.postMessage({ channel, text, blocks: question(text) });
  });

  app.command('/escaped', async ({ ack, command }) => {
    await ack({
      text: `Only for you: ${command.text}`,
      blocks: [section(`Only for you: ${command.text}`), buttons('Change', 'Remove')],
    });
  });

  app.action<BlockAction>('vote', async ({ ack, body, client }) => {
    await ack();
    const place = { channel: body.channel?.id, ts: body.message?.ts };
    await client.views.open({ trigger_id: body.trigger_id, view: voteModal(JSON.stringify(place)) });
  });

  app.action<BlockAction>('remind', async ({ ack, body, respond }) => {
    await ack();
    const chosen = Object.values(body.state?.values ?? {})[0]?.remind?.selected_option?.value;
    await respond({ text: `Will remind you: ${chosen}`, replace_original: false });
  });

  app.action('change', async ({ ack, respond }) => {
    await ack();
    await respond({
      replace_original: true,
      text: 'Changed',
      blocks: [section('Changed'), buttons('Remove')],
    });
  });

  app.action('remove', async ({ ack, respond }) => {
    await ack();
    await respond({ delete_original: true });
  });

  app.action<BlockAction>('how', async ({ ack, body, client }) => {
    await ack();
    const word = input('word', 'One word', { type: 'plain_text_input', action_id: 'word' });
    const view = voteModal('', [word]);
    await client.views.update({ view_id: body.view?.id ?? '', hash: body.view?.hash ?? '', view });
  });

  app.options('city', async ({ ack, options }) => {
    const fitting = cities.filter((city) => city.toLowerCase().startsWith(options.value.toLowerCase()));
    await ack({ options: fitting.map(option) });
  });

  app.shortcut('new_poll', async ({ ack, shortcut, client }) => {
    await ack();
    await client.views.open({ trigger_id: shortcut.trigger_id, view: voteModal('') });
  });

  app.shortcut({ callback_id: 'poll_this', type: 'message_action' }, async ({ ack, shortcut, client }) => {
    await ack();
    const { channel, user, message } = shortcut;
    await client.chat.postEphemeral({
      channel: channel.id,
      user: user.id,
      text: `You picked: ${message.text}`,
    });
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
    const text = `${name} votes for ${place}`;
    await client.chat.update({ ...JSON.parse(view.private_metadata), text, blocks: [] });
  });

  app.view({ callback_id: 'vote', type: 'view_closed' }, async ({ ack, body, client }) => {
    await ack();
    await client.chat.postMessage({ channel: body.user.id, text: 'You closed it' });
  });

  app.event('app_home_opened', async ({ event, client }) => {
    if (event.tab === 'home') await client.views.publish({ user_id: event.user, view: home('No polls yet') });
  });

  app.action<BlockAction>('refresh', async ({ ack, body, client }) => {
    await ack();
    looks += 1;
    await client.views.publish({ user_id: body.user.id, view: home(`Looked again: ${looks}`) });
  });

  app.event('app_mention', async ({ event, say }) => {
    await say(`You called, <@${event.user}>?`);
  });

  app.message('hello', async ({ message, say }) => {
    if (message.channel_type === 'im' && 'text' in message) await say(`You wrote: ${message.text}`);
  });
}

function home(text: string) {
  return { type: 'home' as const, blocks: [section(text), buttons('Refresh')] };
}

function section(text: string): KnownBlock {
  return { type: 'section', text: { type: 'mrkdwn', text } };
}

function buttons(...labels: string[]): KnownBlock {
  return {
    type: 'actions',
    elements: labels.map((text) => ({
      type: 'button' as const,
      action_id: text.toLowerCase(),
      text: { type: 'plain_text' as const, text },
    })),
  };
}

function option(text: string) {
  return { text: { type: 'plain_text' as const, text }, value: text.toLowerCase() };
}

export function question(text: string): KnownBlock[] {
  return [
    section(text),
    {
      type: 'actions',
      elements: [
        { type: 'button', action_id: 'vote', text: { type: 'plain_text', text: 'Vote' }, value: 'v' },
        {
          type: 'static_select',
          action_id: 'remind',
          placeholder: { type: 'plain_text', text: 'Remind me' },
          options: ['Today', 'Tomorrow'].map(option),
        },
      ],
    },
  ];
}

function input(id: string, label: string, element: InputBlock['element']): InputBlock {
  return { type: 'input', block_id: id, label: { type: 'plain_text', text: label }, element };
}

/** Asks for a name and a place, or for a name and whatever `asked` holds in the place's stead. */
export function voteModal(privateMetadata: string, asked?: InputBlock[]): ModalView {
  const name = input('name', 'Name', { type: 'plain_text_input', action_id: 'name', max_length: 20 });
  const how = input('how', 'How', {
    type: 'radio_buttons',
    action_id: 'how',
    options: ['By place', 'In a word'].map(option),
  });
  const place = input('place', 'Place', {
    type: 'static_select',
    action_id: 'place',
    options: ['Pizza', 'Sushi'].map(option),
  });
  const city = input('city', 'City', { type: 'external_select', action_id: 'city', min_query_length: 0 });
  return {
    type: 'modal',
    callback_id: 'vote',
    private_metadata: privateMetadata,
    notify_on_close: true,
    title: { type: 'plain_text', text: 'Your vote' },
    submit: { type: 'plain_text', text: 'Vote' },
    blocks: [
      name,
      { ...how, dispatch_action: true, optional: true },
      ...(asked ?? [place, { ...city, optional: true }]),
    ],
  };
}
