import type { IncomingMessage } from 'node:http';

const loopback = new Set(['127.0.0.1', 'localhost', '[::1]']);

/**
 * Whether a request to the control interface or the page comes from this machine's own page or tools. A DNS-rebinding name
 * fails by its `Host`, another site's script by its `Origin`.
 */
export function isLocal(request: IncomingMessage): boolean {
  const { host, origin } = request.headers;
  if (host === undefined || !loopback.has(hostname(`http://${host}`))) return false;
  return origin === undefined || origin === `http://${host}`;
}

function hostname(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname : '';
}
