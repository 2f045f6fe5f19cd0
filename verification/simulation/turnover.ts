import { handOverClients } from '../../src/hand-overs/hand-over-clients.ts';
import type { HandOverRequest } from '../../src/hand-overs/modal.ts';
import { InvalidFields, UserError } from '../../src/runtime/errors.ts';
import { WORKSPACE, ZONES } from './population.ts';
import { announce, atTimes, later, type Scene } from './scene.ts';

/** In minutes. */
const DAY = 24 * 60;

/** Owners change: clients are handed over, people leave, newcomers replace them, some come back. */
export function addTurnover(scene: Scene, clientIds: readonly string[]): void {
  const { random, slack } = scene;
  atTimes(scene, 40, async () => {
    const toId = random.pick(slack.accounts.present);
    await handOver(scene, { clientId: random.pick(clientIds), fromId: null, toId });
  });
  atTimes(scene, 5, async () => {
    const fromId = random.pick(slack.accounts.present);
    await handOver(scene, { clientId: null, fromId, toId: random.pick(slack.accounts.present) });
  });
  atTimes(scene, 6, () => leave(scene));
}

/** Someone hands clients over, sometimes pressing twice. @returns false if they have to try again later */
async function handOver(scene: Scene, wish: HandOverRequest): Promise<boolean> {
  const { db, slack, clock, random, notes } = scene;
  const by = { workspaceId: WORKSPACE, userId: random.pick(slack.accounts.present) };
  const viewId = `VGIVE${notes.number()}`;
  const presses = random.chance(0.2) ? 2 : 1;
  for (let press = 0; press < presses; press += 1) {
    try {
      const { clients, fromId, to } = await handOverClients({ db, web: slack.web, clock }, by, wish, viewId);
      if (press === 0) {
        const clientIds = clients.map(({ id }) => id);
        notes.handedOver({ clientIds, fromId, toId: to.id, key: `handed-over view:${viewId}` });
      }
    } catch (error) {
      // They already own it, or own none.
      if (error instanceof InvalidFields || error instanceof UserError) return true;
      // Whether the new owner is still there cannot be told while Slack is away.
      if (slack.isDown) return false;
      throw error;
    }
  }
  return true;
}

/** Someone leaves: Rapport is told, or finds out when it next asks Slack. A newcomer gets the rest of their clients. */
async function leave(scene: Scene): Promise<void> {
  const { clock, random, slack, notes, leadId } = scene;
  const personId = random.pick(slack.accounts.present.filter((id) => id !== leadId));
  slack.accounts.of(personId).hasLeft = true;
  notes.left(personId, clock.at);
  if (random.chance(0.5)) await announce(scene, personId);
  const newcomerId = `UNEW${notes.number()}`;
  slack.accounts.add(newcomerId, { name: 'Newcomer', zone: random.pick(ZONES), nightly: null });
  later(scene, DAY + random.int(6 * DAY), () => replace(scene, personId, newcomerId));
  if (random.chance(0.3)) {
    later(scene, 20 * DAY + random.int(20 * DAY), async () => {
      slack.accounts.of(personId).hasLeft = false;
      notes.cameBack(personId);
      await announce(scene, personId);
    });
  }
}

async function replace(scene: Scene, leaverId: string, newcomerId: string): Promise<void> {
  const isDone = await handOver(scene, { clientId: null, fromId: leaverId, toId: newcomerId });
  if (!isDone) later(scene, DAY, () => replace(scene, leaverId, newcomerId));
}
