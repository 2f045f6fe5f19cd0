import type { ModalView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import { slackCode } from '../../runtime/errors.ts';
import type { Surface } from './surface.ts';

type Chosen = Extract<Surface, { kind: 'view' }>;

/** What this process has made of one open modal. */
interface ModalUpdateQueue {
  /** When the newest of the choices was made. */
  newest: string;
  /** Slack's hash of the modal as it is now, and those of what it was before. */
  hash: string;
  replaced: Set<string>;
  /** Settles when Slack has answered about the choices so far. */
  turn: Promise<void>;
}

const courses = new WeakMap<WebClient, Map<string, ModalUpdateQueue>>();
/** How many modals are remembered; it only matters for the second in which somebody chooses twice. */
const MOST_COURSES = 500;

/**
 * Shows an open modal as it is to be after what was chosen in it. People choose faster than Slack answers, and the last
 * choice is to stand: an older one is never shown in its place, whichever is ready first, here or in another process.
 *
 * @param chosen where; whoever has closed it meanwhile misses nothing.
 */
export async function changeModal(web: WebClient, chosen: Chosen, view: ModalView): Promise<void> {
  const course = courseOf(web, chosen);
  if (chosen.at < course.newest) return;
  course.newest = chosen.at;
  const turn = course.turn.then(async () => {
    if (chosen.at === course.newest) await show(web, chosen, course, view);
  });
  course.turn = turn.catch(() => {});
  await turn;
}

function courseOf(web: WebClient, { viewId, view, at }: Chosen): ModalUpdateQueue {
  const known = courses.get(web) ?? new Map<string, ModalUpdateQueue>();
  courses.set(web, known);
  const course = known.get(viewId) ?? {
    newest: at,
    hash: view.hash,
    replaced: new Set(),
    turn: Promise.resolve(),
  };
  known.delete(viewId);
  known.set(viewId, course);
  const [oldest] = known.keys();
  if (known.size > MOST_COURSES && oldest !== undefined) known.delete(oldest);
  return course;
}

async function show(
  web: WebClient,
  chosen: Chosen,
  course: ModalUpdateQueue,
  view: ModalView,
): Promise<void> {
  const seen = chosen.view.hash;
  const hash = course.replaced.has(seen) ? course.hash : seen;
  try {
    const shown = await web.views.update({ view_id: chosen.viewId, hash, view });
    course.replaced.add(hash);
    course.hash = shown.view?.hash ?? hash;
  } catch (error) {
    const code = slackCode(error);
    // On a conflict, another process has shown what was chosen since.
    if (code !== 'not_found' && code !== 'hash_conflict') throw error;
  }
}
