import type { Act, ActAnswer, ClockState, PersonInfo, Screen, SlackOption, Where } from '../../protocol.ts';

/** The sandbox's server did not answer properly: it is stopped, or restarting. */
export class Unreachable extends Error {
  constructor() {
    super('The sandbox isn’t answering. What you typed is still here. Trying again…');
    this.name = 'Unreachable';
  }
}

export interface Suggestions {
  options: SlackOption[];
  optionGroups: { label: { text: string }; options: SlackOption[] }[];
}

export async function fetchPeople(): Promise<PersonInfo[]> {
  return (await call<{ people: PersonInfo[] }>('people')).people;
}

export function fetchScreen(as: string): Promise<Screen> {
  return call<Screen>(`screen?${new URLSearchParams({ as })}`);
}

export function perform(as: string, act: Act): Promise<ActAnswer> {
  return call<ActAnswer>('act', { as, act });
}

export function fetchClock(): Promise<ClockState> {
  return call<ClockState>('clock');
}

/** Resolves once everything that falls due on the way has happened, which can take a while. */
export function moveClock(move: string): Promise<ClockState> {
  return call<ClockState>('clock', { move });
}

/** The app's options for an external select. */
export async function suggest(
  as: string,
  where: Where,
  blockId: string,
  actionId: string,
  query: string,
): Promise<Suggestions> {
  const place: Record<string, string> =
    where.in === 'message'
      ? { message: where.ts, channel: where.channel }
      : where.in === 'modal'
        ? { view: where.viewId }
        : { view: 'home' };
  const search = new URLSearchParams({ as, ...place, block: blockId, action: actionId, query });
  const answer = await call<Partial<Suggestions>>(`suggest?${search}`);
  return { options: answer.options ?? [], optionGroups: answer.optionGroups ?? [] };
}

/** Calls back whenever the person's screen may have changed, and with whether the connection is up. Returns a function that stops it. */
export function listen(
  as: string,
  heard: (revision: number) => void,
  lineChanged: (up: boolean) => void,
): () => void {
  const source = new EventSource(`/sandbox/events?${new URLSearchParams({ as })}`);
  source.onopen = () => lineChanged(true);
  source.onmessage = (event) => heard(revisionOf(event.data));
  source.onerror = () => lineChanged(false);
  return () => source.close();
}

function revisionOf(data: unknown): number {
  try {
    const { revision } = JSON.parse(String(data)) as { revision?: unknown };
    return typeof revision === 'number' ? revision : Number.POSITIVE_INFINITY;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

async function call<Answer>(path: string, body?: unknown): Promise<Answer> {
  let response: Response;
  let answer: unknown;
  try {
    response = await fetch(
      `/sandbox/${path}`,
      body === undefined
        ? {}
        : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) },
    );
    answer = await response.json();
  } catch {
    throw new Unreachable();
  }
  if (response.ok || isActAnswer(answer)) return answer as Answer;
  const { error, message } = answer as { error?: unknown; message?: unknown };
  throw new Error(String(message ?? error ?? `The sandbox answered with status ${response.status}.`));
}

function isActAnswer(answer: unknown): boolean {
  return typeof answer === 'object' && answer !== null && 'screen' in answer && 'ok' in answer;
}
