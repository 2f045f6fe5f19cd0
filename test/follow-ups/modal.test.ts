import { describe, expect, test } from 'vitest';
import { checkView } from '../../sandbox/server/checks/views.ts';
import { followUpForm, moveForm, parseFollowUp, parseMove } from '../../src/follow-ups/form.ts';
import { followUpModal, moveModal } from '../../src/follow-ups/modal.ts';
import { FOLLOW_UP_MAX } from '../../src/follow-ups/rules.ts';
import { aClient, aFollowUp, CLIENT_ID, TODAY } from '../check-ins/samples.ts';
import { errorsOf, submitted } from '../slack/forms/submitted.ts';

const STRANGE = '<!channel> & *_~` مرحبا 👩‍👩‍👧‍👦 '.repeat(20).slice(0, FOLLOW_UP_MAX);
const opened = { from: 'C1', today: TODAY };

describe('the modal for a follow-up', () => {
  const forAcme = followUpModal(aClient(), 'UANA', opened);
  const filled = { promise: ' Send\nthe plan ', promisedBy: 'UBEN', dueOn: '2026-03-05' };
  type Typed = Partial<Record<keyof typeof followUpForm.fields, string | null>>;

  const parse = (typed: Typed, view = forAcme) => {
    const ids = Object.entries({ ...filled, ...typed }).map(([key, value]) => [
      followUpForm.blockId(key as keyof Typed),
      value,
    ]);
    const sent = followUpForm.read(submitted(view, Object.fromEntries(ids)));
    return parseFollowUp(sent, { authorId: 'UANA', today: TODAY });
  };

  test('is one that Slack takes, for a client that is known and for one that is chosen in it', () => {
    const strange = followUpModal(aClient({ name: STRANGE.slice(0, 80) }), 'UANA', opened);
    expect(checkView(strange, 'modal')).toBeNull();
    expect(checkView(followUpModal(null, 'UANA', opened), 'modal')).toBeNull();
  });

  test('suggests yourself, in a week', () => {
    expect(followUpForm.read(submitted(forAcme)).draft).toMatchObject({
      promise: null,
      promisedBy: 'UANA',
      dueOn: TODAY.add({ days: 7 }),
    });
  });

  test('reads who does what by when', () => {
    expect(parse({})).toEqual({
      clientId: CLIENT_ID,
      promised: { what: 'Send the plan', promisedById: 'UBEN', dueOn: Temporal.PlainDate.from('2026-03-05') },
    });
    expect(followUpForm.read(submitted(forAcme)).context.from).toBe('C1');
  });

  test.each<[Typed, keyof Typed, string]>([
    [{ promise: '   ' }, 'promise', 'Say in a few words what you promised.'],
    [{ promise: 'x'.repeat(301) }, 'promise', 'Shorten this to 300 characters. It has 301.'],
    [{ promisedBy: null }, 'promisedBy', 'Choose who will do it.'],
    [{ dueOn: '2026-03-01' }, 'dueOn', 'That day has passed. Choose today or later.'],
    [{ dueOn: '2032-03-01' }, 'dueOn', 'That’s more than five years away. Choose an earlier day.'],
    [{ dueOn: '2026-02-30' }, 'dueOn', 'Choose a day.'],
    [{ dueOn: null }, 'dueOn', 'Choose the day it’s due.'],
  ])('says what is wrong with %o at its field', (typed, key, message) => {
    expect(errorsOf(() => parse(typed))).toEqual({ [followUpForm.blockId(key)]: message });
  });

  test('refuses where no client is chosen', () => {
    const view = followUpModal(null, 'UANA', opened);
    expect(errorsOf(() => parse({}, view))).toEqual({
      [followUpForm.blockId('client')]: 'Choose the client you promised this to.',
    });
    expect(parse({ client: CLIENT_ID }, view).clientId).toBe(CLIENT_ID);
  });
});

describe('the modal for another day', () => {
  const view = moveModal(aFollowUp({ what: STRANGE }), { name: STRANGE.slice(0, 80) }, opened);
  const parse = (dueOn: string | null) =>
    parseMove(submitted(view, { [moveForm.blockId('dueOn')]: dueOn }), TODAY);

  test('is one that Slack takes, and starts with the day it has, or with today', () => {
    expect(checkView(view, 'modal')).toBeNull();
    const late = moveModal(aFollowUp({ dueOn: TODAY.subtract({ days: 4 }) }), aClient(), opened);
    expect(JSON.stringify(view)).toContain('"initial_date":"2026-03-05"');
    expect(JSON.stringify(late)).toContain('"initial_date":"2026-03-02"');
  });

  test('reads the day', () => {
    expect(parse('2026-03-02')).toMatchObject({ followUpId: aFollowUp().id, from: 'C1' });
    expect(String(parse('2026-03-20').dueOn)).toBe('2026-03-20');
  });

  test.each([[null], ['2026-03-01'], ['2031-12-31'], ['never']])('refuses %s', (day) => {
    expect(errorsOf(() => parse(day))).toHaveProperty(moveForm.blockId('dueOn'));
  });
});
