import type { Logger } from './log.ts';

/** npm passes the terminal's Ctrl-C on to us, who have had it from the terminal already. */
const echoMs = 1_000;

/**
 * An AbortSignal that SIGINT and SIGTERM abort. A second one, later than npm's echo of the first, ends the process at
 * once with 130.
 */
export function stopSignal(log: Logger): AbortSignal {
  const controller = new AbortController();
  let first = 0;
  const onSignal = (signal: NodeJS.Signals) => {
    if (!controller.signal.aborted) {
      first = performance.now();
      log.info({ signal }, 'Stopping; once more to stop at once');
      controller.abort();
    } else if (performance.now() - first > echoMs) {
      log.warn({ signal }, 'Stopped at once');
      process.exit(130);
    }
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return controller.signal;
}
