import { setTimeout as pause } from 'node:timers/promises';
import type { PersonDriver } from '../../sandbox/driver/person-driver.ts';
import type { Screen, ScreenMessage } from '../../sandbox/protocol.ts';
import type { Act } from './acts.ts';
import { type Carry, unlessRefused } from './mishaps.ts';

/** A person looks at their screen this often, in milliseconds. */
const LOOK_EVERY_MS = 200;

/** So long they wait for a modal before they press again, in ms: a press can open one for less than that. */
const MODAL_WITHIN_MS = 2_000;

/** So long they wait for the DM to show what they have chosen before they choose again, in ms. */
const SHOWN_WITHIN_MS = 4_000;

/** Before they try again, in milliseconds. */
const BREATH_MS = 1_000;

/** The round in the DM with Rapport; undefined before it has come. */
export function roundOn({ conversations, app }: Screen): ScreenMessage | undefined {
  const dm = conversations.find(({ withUserId }) => withUserId === app.botUserId);
  return dm?.messages.find(({ ephemeral }) => !ephemeral);
}

/**
 * Does what a person came for, and again until they are told that it is done, or `over`. What they have typed they submit
 * again from the same modal.
 */
export async function actOnPrompt(
  person: PersonDriver,
  act: Act,
  carry: Carry,
  over: AbortSignal,
): Promise<void> {
  const { kind } = act;
  const attempt = kind === 'snooze' ? snooze(person, act, carry) : answerModal(person, act, kind, carry);
  while (!over.aborted && !act.told) {
    await attempt().catch(unlessRefused);
    if (!act.told) await pause(BREATH_MS);
  }
}

/** One attempt after the other: they choose again while the DM does not show what they chose. */
function snooze(person: PersonDriver, act: Act, carry: Carry): () => Promise<void> {
  return async () => {
    await carry((times) => person.choose('Snooze', 'Until tomorrow', { times }), true);
    const isPutOff = (screen: Screen) => roundOn(screen)?.text.startsWith('Snoozed:');
    act.told = (await see(person, isPutOff, SHOWN_WITHIN_MS)) ?? false;
  };
}

/** One attempt after the other, from the same modal once it is filled in. */
function answerModal(
  person: PersonDriver,
  act: Act,
  kind: keyof typeof TITLES,
  carry: Carry,
): () => Promise<void> {
  let filled: string | undefined;
  return async () => {
    const viewId = await openModal(person, kind, carry);
    if (viewId === undefined) return;
    if (filled !== viewId) await fillIn(person, act);
    filled = viewId;
    const screen = await carry((times) => person.submit(times), true);
    if (screen?.modals.length !== 0) return;
    act.told = true;
    act.viewId = viewId;
  };
}

const TITLES = { 'check-in': 'Check in', skip: 'Skip this time', 'snooze-until': 'Snooze' };

/** The modal that is open, or opens now. Undefined when none does, or another one only says what is wrong: that they close. */
async function openModal(
  person: PersonDriver,
  kind: keyof typeof TITLES,
  carry: Carry,
): Promise<string | undefined> {
  if ((await person.screen()).modals.length === 0) {
    await carry(
      (times) =>
        kind === 'snooze-until'
          ? person.choose('Snooze', 'Pick a date…', { times })
          : person.press(TITLES[kind], { times }),
      false,
    );
  }
  const onTop = ({ modals }: Screen) => {
    const top = modals.at(-1);
    return top && 'title' in top.view && top.view.title?.text === TITLES[kind] && top.id;
  };
  const opened = await see(person, onTop, MODAL_WITHIN_MS);
  if (!opened && (await person.screen()).modals.length > 0) await person.closeModal();
  return opened;
}

/** Choosing how they know tells Rapport: where it does not answer, what is chosen stays chosen. */
async function fillIn(person: PersonDriver, { kind, words, promise }: Act): Promise<void> {
  if (kind === 'skip') await person.type('Why not this time?', words);
  if (kind !== 'check-in') return;
  await person.choose('How did you hear?', 'On a call').catch(unlessRefused);
  await person.choose('How did they say they feel?', 'Content');
  await person.choose('How do you think they really feel?', 'So-so');
  await person.type('Ask:', words);
  if (promise) await person.type('Did you promise anything?', promise);
}

/** Looks at the screen now and then until something is found on it. */
async function see<T>(
  person: PersonDriver,
  find: (screen: Screen) => T | undefined | false,
  withinMs: number,
): Promise<T | undefined> {
  const end = performance.now() + withinMs;
  for (;;) {
    const found = find(await person.screen());
    if (found) return found;
    if (performance.now() >= end) return undefined;
    await pause(LOOK_EVERY_MS);
  }
}
