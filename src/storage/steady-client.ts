import pg, { type ClientConfig } from 'pg';

/**
 * A pg client that survives the loss of its connection while it is in use: the query that is running gets the error. pg also
 * emits it as an event, which ends the process where nothing listens, and pools listen to idle clients only.
 */
export class SteadyClient extends pg.Client {
  constructor(config?: string | ClientConfig) {
    super(config);
    this.on('error', () => {});
  }
}

/**
 * Makes every client that other libraries create with pg a steady one. BullMQ opens one to hear of new jobs, takes no class
 * for it, and listens to it only once it is connected: a server that stops at that moment would end the process.
 */
export function steadyAllClients(): void {
  pg.Client = SteadyClient;
}
