/** Run as a process of its own: stops for a first signal, but never gets done with it. */
import { createLog } from '../../src/runtime/log.ts';
import { stopSignal } from '../../src/runtime/stop-signal.ts';

const log = createLog();
stopSignal(log);
setInterval(() => {}, 60_000);
log.info({}, 'Waiting');
