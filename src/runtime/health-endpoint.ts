import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a supervisor may want to know. */
export interface HealthChecks {
  /** True when the database answers. */
  database(): Promise<boolean>;
  /** True when Slack can reach us. */
  slack(): boolean;
}

export interface HealthEndpoint {
  port: number;
  close(): Promise<void>;
}

/**
 * Serves `GET /health/live` (200 as long as the process answers) and `GET /health/ready` (200 when both the database and Slack
 * are reachable, otherwise 503), each with a small JSON object.
 */
export async function serveHealth(
  address: { host: string; port: number },
  checks: HealthChecks,
): Promise<HealthEndpoint> {
  const server = createServer(async (request, response) => {
    const { status, body } = await respond(request.method, request.url, checks);
    response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
    response.end(request.method === 'HEAD' ? undefined : JSON.stringify(body));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(address.port, address.host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function respond(method: string | undefined, url: string | undefined, checks: HealthChecks) {
  if (method !== 'GET' && method !== 'HEAD') return { status: 405, body: { error: 'Only GET' } };
  const path = url?.split('?')[0];
  if (path === '/health/live') return { status: 200, body: { live: true } };
  if (path !== '/health/ready')
    return { status: 404, body: { error: 'Only /health/live and /health/ready' } };
  const body = { database: await checks.database().catch(() => false), slack: checks.slack() };
  return { status: body.database && body.slack ? 200 : 503, body };
}
