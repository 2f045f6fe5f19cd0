import type { IncomingMessage, ServerResponse } from 'node:http';
import { isRaw, type Raw } from '../../raw.ts';
import { receiveUpload } from '../api/methods/files.ts';
import type { CallLog } from '../calls.ts';
import type { Announcer } from '../delivery/message-events.ts';
import { respond } from '../delivery/respond.ts';
import type { ResponseUrls } from '../delivery/response-urls.ts';
import type { Faults } from '../faults.ts';
import { SlackError } from '../slack-error.ts';
import type { SandboxState } from '../state/state.ts';
import { readBody, sendJson } from './io.ts';

interface ResponseParts extends Announcer {
  responseUrls: ResponseUrls;
  calls: CallLog;
  faults: Faults;
}

/** What an app sends to a `response_url`. It needs no token: knowing the address is enough. */
export async function serveResponseUrl(
  parts: ResponseParts,
  id: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { responseUrls, calls, faults } = parts;
  const body = parsed(await readBody(request));
  const finish = (status: number, error: string | null) => {
    calls.record('response_url', body ?? {}, error ?? 'ok');
    sendJson(response, status, error === null ? { ok: true } : { ok: false, error });
  };
  if (!body) return finish(400, 'invalid_payload');
  const target = responseUrls.use(id);
  if (typeof target === 'string') return finish(404, target);
  if (faults.refusedBlocks('response_url', body).length > 0) return finish(400, 'invalid_blocks');
  try {
    respond(parts, target, body);
    finish(200, null);
  } catch (error) {
    if (!(error instanceof SlackError)) throw error;
    finish(400, error.code);
  }
}

/** The bytes of a file, sent to the address that `files.getUploadURLExternal` gave. */
export async function serveUpload(
  state: SandboxState,
  upload: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const bytes = (await readBody(request)).length;
  const known = receiveUpload(state, upload, bytes);
  response.writeHead(known ? 200 : 404, { 'Content-Type': 'text/plain' });
  response.end(known ? `OK - ${bytes}` : 'Not found');
}

function parsed(body: Buffer): Raw | null {
  try {
    const value: unknown = JSON.parse(body.toString());
    return isRaw(value) ? value : null;
  } catch {
    return null;
  }
}
