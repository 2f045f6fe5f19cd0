import type { Logger } from './log.ts';

/** npm passes the terminal's Ctrl-C on to us, though the terminal has sent it to us already. */
const ECHO_MS = 1_000;

/**
 * An AbortSignal that SIGINT and SIGTERM abort. A second signal, later than npm's echo of the first, ends the process at
 * once with 130.
 */
export function stopSignal(log: Logger): AbortSignal {
  const controller = new AbortController();
  let first = 0;
  const onSignal = (signal: NodeJS.Signals) => {
    if (!controller.signal.aborted) {
      first = performance.now();
      log.info({ signal }, 'Stopping. Press Ctrl-C again to stop at once');
      controller.abort();
    } else if (performance.now() - first > ECHO_MS) {
      log.warn({ signal }, 'Stopped at once');
      process.exit(130);
    }
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return controller.signal;
}
