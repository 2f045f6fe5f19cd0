import { ZONES } from './population.ts';
import { announce, atTimes, later, moment, type Scene, times } from './scene.ts';

/** Journeys, and outages of Rapport and of Slack. */
export function addJourneysAndOutages(scene: Scene): void {
  const { agenda, clock, random, slack, notes } = scene;
  atTimes(scene, 24, () => journey(scene));
  for (const hours of [1, 5, 26, 24 * 9].slice(0, times(scene, 4))) {
    const run = async () => {
      const from = clock.at;
      clock.at = from.add({ hours });
      notes.isDown(from, clock.at);
    };
    agenda.add({ at: moment(scene), run });
  }
  atTimes(scene, 6, async () => {
    const hours = 1 + random.int(20);
    slack.isDown = true;
    notes.slackIsDown(clock.at.add({ hours }));
    later(scene, hours * 60, async () => {
      slack.isDown = false;
    });
  });
}

/** Slack knows right away that someone is in another zone; Rapport is told, or finds out when it next asks. */
async function journey(scene: Scene): Promise<void> {
  const { random, slack } = scene;
  const personId = random.pick(slack.accounts.present);
  slack.accounts.of(personId).zone = random.pick(ZONES);
  if (random.chance(0.7)) await announce(scene, personId);
}
