import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json; charset=utf-8',
  '.woff2': 'font/woff2',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
};

/** Serves the built page; an address that names no file gets `index.html`. */
export async function serveStatic(
  dir: string | null,
  pathname: string,
  response: ServerResponse,
): Promise<void> {
  if (dir === null) {
    response.writeHead(404, { 'Content-Type': 'text/plain; charset=utf-8' });
    response.end('This sandbox was started without its page.\n');
    return;
  }
  const root = normalize(dir.endsWith(sep) ? dir : dir + sep);
  const wanted = join(root, decoded(pathname));
  const isFile = extname(wanted) !== '' && wanted.startsWith(root);
  const body = isFile
    ? await readFile(wanted).catch(() => null)
    : await readFile(join(root, 'index.html')).catch(() => null);
  if (body === null) {
    response.writeHead(404, { 'Content-Type': 'text/plain; charset=utf-8' });
    response.end('Not found\n');
    return;
  }
  response.writeHead(200, {
    'Content-Type': isFile ? (types[extname(wanted)] ?? 'application/octet-stream') : types['.html'],
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    'Cache-Control': pathname.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
  });
  response.end(body);
}

function decoded(pathname: string): string {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return '/';
  }
}
