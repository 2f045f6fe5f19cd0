import type { Act, ActAnswer, ActRequest } from '../../protocol.ts';
import { ActFailed, type Actor, type ActParts, notOnScreen } from './actor.ts';
import { press, set } from './interact.ts';
import { close, submit } from './modals.ts';
import { buildScreen } from './screen.ts';
import { command, open, openHome, say, shortcut } from './speak.ts';

/** Does what a person does, and returns what they see then. */
export async function performAct(parts: ActParts, request: ActRequest): Promise<ActAnswer> {
  const { state, delivery } = parts;
  const person = state.people.get(request.as);
  if (!person || person.kind === 'bot') throw notOnScreen(`a person ${request.as}`);
  const actor: Actor = { ...parts, person, times: request.times ?? 1 };
  const screen = () => buildScreen(state, person, delivery.connected());
  try {
    if (person.kind === 'deactivated') throw notOnScreen('anything: this account is deactivated');
    await perform(actor, request.act);
    return { ok: true, screen: screen() };
  } catch (error) {
    if (!(error instanceof ActFailed)) throw error;
    return { ok: false, failed: error.failed, message: error.message, screen: screen() };
  }
}

function perform(actor: Actor, act: Act): Promise<void> {
  switch (act.do) {
    case 'open':
      return open(actor, act);
    case 'openHome':
      return openHome(actor);
    case 'say':
      return say(actor, act);
    case 'command':
      return command(actor, act);
    case 'shortcut':
      return shortcut(actor, act);
    case 'press':
      return press(actor, act);
    case 'set':
      return set(actor, act);
    case 'submit':
      return submit(actor, act);
    case 'close':
      return close(actor, act);
  }
}
