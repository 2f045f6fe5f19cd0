import { Client, type ClientConfig } from 'pg';

/**
 * A pg client that survives the loss of its connection while it is in use: whoever waits for an answer gets the error.
 * pg would besides emit it as an event, and end the process where nobody listens; pools listen to idle clients only.
 */
export class SteadyClient extends Client {
  constructor(config?: string | ClientConfig) {
    super(config);
    this.on('error', () => {});
  }
}
