import type { PersonDriver } from '../../sandbox/driver/person-driver.ts';
import { renderView } from '../../sandbox/driver/render-text.ts';
import type { Screen } from '../../sandbox/protocol.ts';
import { CLIENT_EDIT } from '../../src/clients/view.ts';
import { COMMAND } from '../../src/slack/inbound/rules.ts';

export async function closeAll(person: PersonDriver): Promise<void> {
  for (let open = (await person.screen()).modals.length; open > 0; open -= 1) await person.closeModal();
}

/** Opens the modal with the sub-command, in the DM with Rapport. */
export async function openAdd(person: PersonDriver, name = ''): Promise<void> {
  await closeAll(person);
  await person.command(`${COMMAND} add ${name}`.trim());
  await person.waitForModal('Add a client');
}

export async function add(person: PersonDriver, name: string): Promise<Screen> {
  await openAdd(person, name);
  return person.submit();
}

/** Chooses how often in the open modal, and waits for the field that belongs to it. */
export async function chooseHowOften(person: PersonDriver, choice: string, label: string): Promise<void> {
  await person.choose('How often', choice);
  await person.waitFor(`the field ${label}`, (screen) => top(screen).includes(label));
}

/** What the topmost modal says, in plain text. */
export function top(screen: Screen): string {
  const modal = screen.modals.at(-1);
  return modal ? renderView(modal) : 'no modal';
}

export const errorsOf = (screen: Screen) => Object.values(screen.modals.at(-1)?.errors ?? {});

type Button = { in: 'message'; channel: string; ts: string; blockId: string; actionId: string };

/** This button for the client, in the newest message that has it. */
function buttonOf(screen: Screen, actionId: string, name: string): Button | undefined {
  const messages = screen.conversations.flatMap((conversation) => conversation.messages);
  const buttons = messages.flatMap(({ channel, ts, blocks }) =>
    blocks.flatMap((block) =>
      block.type === 'actions' &&
      block.elements.some(
        (one) =>
          one.type === 'button' &&
          one.action_id === actionId &&
          one.accessibility_label?.endsWith(`: ${name}`),
      )
        ? [{ in: 'message' as const, channel, ts, blockId: block.block_id ?? '', actionId }]
        : [],
    ),
  );
  return buttons.toSorted((a, b) => Number(a.ts) - Number(b.ts)).at(-1);
}

/** Opens the client's card, and finds one of its buttons. */
export async function onCard(person: PersonDriver, name: string, actionId: string): Promise<Button> {
  await closeAll(person);
  const before = (await person.dm()).messages.at(-1)?.ts ?? '0';
  await person.command(`${COMMAND} ${name}`);
  return person.waitFor(`the card of ${name}`, (screen) => {
    const button = buttonOf(screen, actionId, name);
    return button && Number(button.ts) > Number(before) ? button : undefined;
  });
}

export function press(
  person: PersonDriver,
  { blockId, actionId, ...where }: Button,
  times?: number,
): Promise<Screen> {
  return person.act({ do: 'press', where, blockId, actionId }, times);
}

export async function openEdit(person: PersonDriver, name: string): Promise<void> {
  await press(person, await onCard(person, name, CLIENT_EDIT));
  await person.waitForModal('Edit client');
}

/** Presses a button of the client's card, and waits for the answer. */
export async function change(
  person: PersonDriver,
  name: string,
  actionId: string,
  said: string,
): Promise<void> {
  await press(person, await onCard(person, name, actionId));
  await person.waitForMessage(`${name} ${said}`);
}
