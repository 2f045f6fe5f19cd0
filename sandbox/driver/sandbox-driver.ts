import type { ApiCall, ClockState, Fault, PersonInfo, WorldChange } from '../protocol.ts';
import { PersonDriver } from './person-driver.ts';

/** A running sandbox, driven over HTTP, so it may run in another process. */
export class SandboxDriver {
  readonly #url: string;

  constructor(url: string) {
    this.#url = url.replace(/\/$/, '');
  }

  async people(): Promise<PersonInfo[]> {
    return (await this.get<{ people: PersonInfo[] }>('/people')).people;
  }

  /** This person, by id. */
  as(userId: string): PersonDriver {
    return new PersonDriver(this, userId);
  }

  async fault(fault: Fault): Promise<void> {
    await this.post('/faults', fault);
  }

  async clearFaults(): Promise<void> {
    await this.#send('/faults', { method: 'DELETE' });
  }

  /** What the app has called, oldest first: one method, or all. */
  async calls(method?: string): Promise<ApiCall[]> {
    const query = method === undefined ? '' : `?method=${encodeURIComponent(method)}`;
    return (await this.get<{ calls: ApiCall[] }>(`/calls${query}`)).calls;
  }

  clock(): Promise<ClockState> {
    return this.get('/clock');
  }

  /** Takes one of the clock's moves, by its id. Resolves once everything that falls due on the way has happened. */
  moveClock(move: string): Promise<ClockState> {
    return this.post('/clock', { move });
  }

  /** Changes people and channels as an admin would. */
  async change(change: WorldChange): Promise<void> {
    await this.post('/world', change);
  }

  get<T>(path: string): Promise<T> {
    return this.#send(path, {});
  }

  post<T>(path: string, body: unknown): Promise<T> {
    const headers = { 'Content-Type': 'application/json' };
    return this.#send(path, { method: 'POST', headers, body: JSON.stringify(body) });
  }

  async #send<T>(path: string, init: RequestInit): Promise<T> {
    const response = await fetch(`${this.#url}/sandbox${path}`, init);
    const body = (await response.json()) as T & { error?: string };
    if (!response.ok) throw new Error(`The sandbox refused ${path}: ${body.error ?? response.status}`);
    return body;
  }
}

export function connectSandbox(url: string): SandboxDriver {
  return new SandboxDriver(url);
}
