import { setTimeout as pause } from 'node:timers/promises';
import type { PersonDriver } from '../../sandbox/driver/person-driver.ts';
import type { Screen, ScreenMessage } from '../../sandbox/protocol.ts';
import type { Act } from './acts.ts';
import { type DeliverAct, unlessRefused } from './deliver-act.ts';

/** How often a person looks at their screen, in milliseconds. */
const LOOK_EVERY_MS = 200;

/** How long they wait for a modal before they press again, in ms. */
const MODAL_WITHIN_MS = 2_000;

/** How long they wait for the DM to show their choice before they choose again, in ms. */
const SHOWN_WITHIN_MS = 4_000;

/** How long they wait before they try again, in milliseconds. */
const BREATH_MS = 1_000;

/** The round in the DM with Rapport; undefined before it has come. */
export function roundOn({ conversations, app }: Screen): ScreenMessage | undefined {
  const dm = conversations.find(({ withUserId }) => withUserId === app.botUserId);
  return dm?.messages.find(({ ephemeral }) => !ephemeral);
}

/**
 * Does what a person wants to do, again and again until they are told that it is done, or it is `over`. They submit what
 * they typed from the same modal.
 */
export async function actOnPrompt(
  person: PersonDriver,
  act: Act,
  deliver: DeliverAct,
  over: AbortSignal,
): Promise<void> {
  const { kind } = act;
  const attempt = kind === 'snooze' ? snooze(person, act, deliver) : answerModal(person, act, kind, deliver);
  while (!over.aborted && !act.told) {
    await attempt().catch(unlessRefused);
    if (!act.told) await pause(BREATH_MS);
  }
}

/** Each attempt chooses again, until the DM shows the choice. */
function snooze(person: PersonDriver, act: Act, deliver: DeliverAct): () => Promise<void> {
  return async () => {
    await deliver((times) => person.choose('Snooze', 'Until tomorrow', { times }), true);
    const isPutOff = (screen: Screen) => roundOn(screen)?.text.startsWith('Snoozed:');
    act.told = (await see(person, isPutOff, SHOWN_WITHIN_MS)) ?? false;
  };
}

/** Each attempt submits the same modal, once it is filled in. */
function answerModal(
  person: PersonDriver,
  act: Act,
  kind: keyof typeof TITLES,
  deliver: DeliverAct,
): () => Promise<void> {
  let filled: string | undefined;
  return async () => {
    const viewId = await openModal(person, kind, deliver);
    if (viewId === undefined) return;
    if (filled !== viewId) await fillIn(person, act);
    filled = viewId;
    const screen = await deliver((times) => person.submit(times), true);
    if (screen?.modals.length !== 0) return;
    act.told = true;
    act.viewId = viewId;
  };
}

const TITLES = { 'check-in': 'Check in', skip: 'Skip this time', 'snooze-until': 'Snooze' };

/** The open modal, or the one that opens now. Undefined if none does, or if one only says what is wrong (they close that). */
async function openModal(
  person: PersonDriver,
  kind: keyof typeof TITLES,
  deliver: DeliverAct,
): Promise<string | undefined> {
  if ((await person.screen()).modals.length === 0) {
    await deliver(
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

/** Choosing the source tells Rapport. If it does not answer, the choice stays. */
async function fillIn(person: PersonDriver, { kind, words, promise }: Act): Promise<void> {
  if (kind === 'skip') await person.type('Why not this time?', words);
  if (kind !== 'check-in') return;
  await person.choose('How did you hear?', 'On a call').catch(unlessRefused);
  await person.choose('How did they say they feel?', 'Content');
  await person.choose('How do you think they really feel?', 'So-so');
  await person.type('Ask:', words);
  if (promise) await person.type('Did you promise anything?', promise);
}

/** Looks at the screen until something is found on it. */
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
