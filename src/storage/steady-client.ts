import pg, { type ClientConfig } from 'pg';

/**
 * A pg client that survives the loss of its connection while it is in use: whoever waits for an answer gets the error.
 * pg would besides emit it as an event, and end the process where nobody listens; pools listen to idle clients only.
 */
export class SteadyClient extends pg.Client {
  constructor(config?: string | ClientConfig) {
    super(config);
    this.on('error', () => {});
  }
}

/**
 * Makes every client steady that others make of pg. BullMQ opens one to hear of new jobs, takes no class for it, and listens
 * to it only once it is connected: a server that stops in that moment would end the process.
 */
export function steadyAllClients(): void {
  pg.Client = SteadyClient;
}
