import type { ServerResponse } from 'node:http';
import type { SandboxState } from '../state/state.ts';

/** Waits until the revision is above `after`, at most `waitMs`. */
export function untilChanged(state: SandboxState, after: number, waitMs: number): Promise<void> {
  if (state.revision > after) return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      state.watchers.delete(done);
      resolve();
    };
    const timer = setTimeout(done, waitMs);
    timer.unref();
    state.watchers.add(done);
  });
}

/** Server-sent events: one for each new revision, many changes in a moment as one. */
export function streamRevisions(state: SandboxState, response: ServerResponse): void {
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
  let pending: NodeJS.Immediate | null = null;
  const send = () => {
    pending = null;
    response.write(`data: ${JSON.stringify({ revision: state.revision })}\n\n`);
  };
  const notice = () => {
    pending ??= setImmediate(send);
  };
  send();
  state.watchers.add(notice);
  response.on('close', () => {
    state.watchers.delete(notice);
    if (pending) clearImmediate(pending);
  });
}
