import type { InputBlock, ModalView } from '@slack/types';
import { followUpInputs, initialText } from '../follow-ups/inputs.ts';
import { dueText } from '../follow-ups/view.ts';
import {
  type Block,
  bullets,
  context,
  divider,
  input,
  option,
  paragraph,
  plain,
  type Run,
  richText,
} from '../slack/blocks/blocks.ts';
import { LIMITS } from '../slack/blocks/limits.ts';
import { type Draft, FIELDS, type Field, type FormContext, UNSAID, writeContext } from './form.ts';
import type { InitialState, PromisedSoFar } from './initial-state.ts';
import {
  EFFORT_WORDS,
  HOURS_MAX,
  SENTIMENTS,
  SIGN_WORDS,
  SOURCE_WORDS,
  sentimentText,
  TEXT_MAX,
} from './rules.ts';

/** `callback_id` of the modal for a new check-in, and of the one that changes an earlier. */
export const SAVE = 'check-in-save';
export const CHANGE = 'check-in-change';

const PROMISED_SHOWN = 5;

/**
 * The modal as it stands for this draft. Built again from `readDraft` after a choice that changes its fields, it has the
 * same ids, so that Slack keeps what was typed meanwhile.
 */
export function checkInModal({ context: about, draft, promised }: InitialState): ModalView {
  const editing = about.checkInId !== null;
  const setAside = draft.clientSentiment ?? about.setAside;
  const told = draft.source !== 'own-impression';
  return {
    type: 'modal',
    callback_id: editing ? CHANGE : SAVE,
    private_metadata: writeContext({ ...about, setAside: told ? null : setAside }),
    title: plain(editing ? 'Change a check-in' : 'Check in', LIMITS.viewTitle),
    submit: plain('Save'),
    close: plain('Cancel'),
    blocks: [
      ...clientBlocks(about, draft),
      ...(promised ? promisedBlocks(promised) : []),
      ...(about.asksWhen && told ? [spokeOnBlock(draft.spokeOn)] : []),
      sourceBlock(draft.source),
      ...(told ? [clientSentimentBlock(setAside ?? undefined)] : []),
      ourImpressionBlock(draft.ourImpression),
      text('clientWords', about.question ? `Ask: “${about.question}”` : 'What they said', draft, {
        hint: 'In the client’s own words, as near as you can.',
      }),
      divider(),
      context(plain('The rest is optional.')),
      text('wentWell', 'What went well?', draft),
      text('betterOurs', 'What could we do better?', draft),
      text('betterTheirs', 'What could they do better?', draft),
      effortBlock(draft.effort),
      hoursBlock(draft.hours),
      signsBlock(draft.signs ?? []),
      ...(about.followUp?.closed ? [] : followUpInputs(draft, 'Did you promise something?')),
    ],
  };
}

function clientBlocks({ client, intro }: FormContext, draft: Draft): Block[] {
  const chosen = draft.client;
  const name: Block = client
    ? richText(paragraph({ bold: client.name }))
    : field(
        'client',
        'Which client?',
        {
          type: 'external_select',
          action_id: FIELDS.client.action,
          placeholder: plain('Type the first letters'),
          min_query_length: 0,
          ...(chosen ? { initial_option: option(chosen.name, chosen.id) } : {}),
        },
        { dispatch: true },
      );
  return intro ? [name, context(plain(intro))] : [name];
}

/** What this client was promised, so that nobody speaks with them without knowing. */
function promisedBlocks({ followUps, today }: PromisedSoFar): Block[] {
  if (followUps.length === 0) return [];
  const rest = followUps.length - PROMISED_SHOWN;
  const lines = followUps
    .slice(0, PROMISED_SHOWN)
    .map(({ what, promisedById, dueOn }): Run[] => [
      what,
      ' (',
      { user: promisedById },
      `, ${dueText(dueOn, today)})`,
    ]);
  if (rest > 0) lines.push([{ italic: `and ${rest} more` }]);
  return [richText(paragraph({ bold: 'Promised to them, and still open' }), bullets(...lines))];
}

function spokeOnBlock(chosen: string | undefined): InputBlock {
  return field('spokeOn', 'When did you speak with them?', {
    type: 'datepicker',
    action_id: FIELDS.spokeOn.action,
    ...(chosen ? { initial_date: chosen } : {}),
  });
}

function sourceBlock(source: string | undefined): InputBlock {
  const options = Object.entries(SOURCE_WORDS).map(([value, { choice }]) => option(choice, value));
  return field('source', 'How did you hear?', radio('source', options, source), { dispatch: true });
}

function clientSentimentBlock(chosen: string | undefined): InputBlock {
  const options = [...sentimentOptions(), option('They didn’t say', UNSAID)];
  return field('clientSentiment', 'How did they say they feel?', radio('clientSentiment', options, chosen));
}

function ourImpressionBlock(chosen: string | undefined): InputBlock {
  return field(
    'ourImpression',
    'How do you think they really feel?',
    radio('ourImpression', sentimentOptions(), chosen),
  );
}

function sentimentOptions() {
  return SENTIMENTS.map((sentiment) => option(sentimentText(sentiment), String(sentiment)));
}

function effortBlock(chosen: string | undefined): InputBlock {
  const options = Object.entries(EFFORT_WORDS).map(([value, words]) => option(words, value));
  const initial = options.find(({ value }) => value === chosen);
  return field(
    'effort',
    'How did the work compare with what was agreed?',
    {
      type: 'static_select',
      action_id: FIELDS.effort.action,
      placeholder: plain('Choose'),
      options,
      ...(initial ? { initial_option: initial } : {}),
    },
    { optional: true },
  );
}

function hoursBlock(typed: string | undefined): InputBlock {
  return field(
    'hours',
    'Hours spent this month',
    {
      type: 'number_input',
      action_id: FIELDS.hours.action,
      is_decimal_allowed: true,
      min_value: '0',
      max_value: String(HOURS_MAX),
      ...(typed && /^\d{1,4}(\.\d+)?$/.test(typed) ? { initial_value: typed } : {}),
    },
    { optional: true },
  );
}

function signsBlock(chosen: string[]): InputBlock {
  const options = Object.entries(SIGN_WORDS).map(([value, { word }]) => option(word, value));
  const initial = options.filter(({ value }) => value && chosen.includes(value));
  return field(
    'signs',
    'Did any of this happen?',
    {
      type: 'checkboxes',
      action_id: FIELDS.signs.action,
      options,
      ...(initial.length > 0 ? { initial_options: initial } : {}),
    },
    { optional: true },
  );
}

function text(
  name: 'clientWords' | 'wentWell' | 'betterOurs' | 'betterTheirs',
  label: string,
  draft: Draft,
  more: { hint?: string } = {},
): InputBlock {
  return field(
    name,
    label,
    {
      type: 'plain_text_input',
      action_id: FIELDS[name].action,
      multiline: true,
      max_length: TEXT_MAX,
      ...initialText(draft[name], TEXT_MAX),
    },
    { optional: true, ...more },
  );
}

function field(
  name: Field,
  label: string,
  element: InputBlock['element'],
  more: { optional?: boolean; hint?: string; dispatch?: boolean } = {},
): InputBlock {
  return input(FIELDS[name].block, label, element, more);
}

function radio(
  name: Field,
  options: ReturnType<typeof option>[],
  chosen: string | undefined,
): InputBlock['element'] {
  const initial = options.find(({ value }) => value === chosen);
  return {
    type: 'radio_buttons',
    action_id: FIELDS[name].action,
    options,
    ...(initial ? { initial_option: initial } : {}),
  };
}
