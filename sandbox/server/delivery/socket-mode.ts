import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { isRaw, type Raw, textOrEmpty } from '../../raw.ts';
import { newId, secret } from '../state/ids.ts';
import type { Delivery, EnvelopeKind, Reply, Retry } from './delivery.ts';

interface Awaited {
  socket: WebSocket;
  settle: (reply: Reply) => void;
}

const pingEveryMs = 10_000;
const refreshGraceMs = 10_000;
const maxConnections = 10;
const goodbyeMs = 500;

/** Slack's end of Socket Mode: up to ten connections, each envelope to one of them in turn. */
export class SocketMode implements Delivery {
  #server = new WebSocketServer({ noServer: true });
  #tickets = new Set<string>();
  #open: WebSocket[] = [];
  #awaited = new Map<string, Awaited>();
  #callbacks: (() => void)[] = [];
  #lostCallbacks: (() => void)[] = [];
  #acksToLose = 0;
  #appId: string;
  #ackMs: number;

  constructor(appId: string, ackMs: number) {
    this.#appId = appId;
    this.#ackMs = ackMs;
  }

  /** The address that `apps.connections.open` answers with; it is good for one connection. */
  issueUrl(baseUrl: string): string {
    const ticket = secret(16);
    this.#tickets.add(ticket);
    return `${baseUrl.replace(/^http/, 'ws')}/link/?ticket=${ticket}&app_id=${this.#appId}`;
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const url = new URL(request.url ?? '/', 'http://sandbox');
    if (!this.#tickets.delete(url.searchParams.get('ticket') ?? '')) {
      socket.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\n\r\n');
      return;
    }
    this.#server.handleUpgrade(request, socket, head, (connection) => this.#accept(connection));
  }

  connected(): boolean {
    return this.#open.length > 0;
  }

  onConnected(callback: () => void): void {
    this.#callbacks.push(callback);
  }

  onDisconnected(callback: () => void): void {
    this.#lostCallbacks.push(callback);
  }

  send(kind: EnvelopeKind, payload: Raw, retry?: Retry): Promise<Reply> {
    const socket = this.#open.shift();
    if (!socket) return Promise.resolve({ outcome: 'not_connected' });
    this.#open.push(socket);
    const id = randomUUID();
    const isEvent = kind === 'events_api';
    const envelope = {
      envelope_id: id,
      payload,
      type: kind,
      accepts_response_payload: !isEvent,
      ...(isEvent ? { retry_attempt: retry?.attempt ?? 0, retry_reason: retry?.reason ?? '' } : {}),
    };
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#settle(id, { outcome: 'timeout' }), this.#ackMs);
      this.#awaited.set(id, {
        socket,
        settle: (reply) => {
          clearTimeout(timer);
          resolve(reply);
        },
      });
      socket.send(JSON.stringify(envelope));
    });
  }

  /** Loses the next acknowledgements. */
  loseAcks(times: number): void {
    this.#acksToLose += times;
  }

  /** `refresh` asks the app to reconnect, as Slack does every few hours; `abrupt` cuts the line. */
  drop(how: 'refresh' | 'abrupt'): void {
    for (const socket of [...this.#open]) {
      if (how === 'abrupt') {
        socket.terminate();
        this.#forget(socket);
      } else {
        socket.send(
          JSON.stringify({ type: 'disconnect', reason: 'warning', debug_info: { host: 'sandbox' } }),
        );
        const timer = setTimeout(() => {
          socket.send(JSON.stringify({ type: 'disconnect', reason: 'refresh_requested' }));
          socket.close();
        }, refreshGraceMs);
        socket.once('close', () => clearTimeout(timer));
      }
    }
  }

  /** Closes every connection politely, and cuts those that do not answer soon. */
  async stop(): Promise<void> {
    const goodbyes = [...this.#server.clients].map((socket) => {
      const closed = new Promise((resolve) => socket.once('close', resolve));
      const timer = setTimeout(() => socket.terminate(), goodbyeMs);
      socket.close(1001);
      return closed.finally(() => clearTimeout(timer));
    });
    await Promise.all(goodbyes);
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #accept(socket: WebSocket): void {
    if (this.#open.length >= maxConnections) {
      socket.send(JSON.stringify({ type: 'disconnect', reason: 'too_many_websockets' }));
      socket.close();
      return;
    }
    this.#open.push(socket);
    const pings = setInterval(() => socket.ping(), pingEveryMs);
    socket.on('message', (data) => this.#receive(String(data)));
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      clearInterval(pings);
      this.#forget(socket);
    });
    socket.send(
      JSON.stringify({
        type: 'hello',
        num_connections: this.#open.length,
        debug_info: { host: newId('applink-'), build_number: 1, approximate_connection_time: 18_060 },
        connection_info: { app_id: this.#appId },
      }),
    );
    for (const callback of this.#callbacks) callback();
  }

  #receive(text: string): void {
    let message: unknown;
    try {
      message = JSON.parse(text);
    } catch {
      return;
    }
    if (!isRaw(message)) return;
    if (this.#acksToLose > 0) {
      this.#acksToLose -= 1;
      return;
    }
    this.#settle(textOrEmpty(message.envelope_id), { outcome: 'acked', body: message.payload });
  }

  #settle(envelopeId: string, reply: Reply): void {
    this.#awaited.get(envelopeId)?.settle(reply);
    this.#awaited.delete(envelopeId);
  }

  #forget(socket: WebSocket): void {
    if (!this.#open.includes(socket)) return;
    this.#open = this.#open.filter((other) => other !== socket);
    for (const [id, awaited] of this.#awaited) {
      if (awaited.socket === socket) this.#settle(id, { outcome: 'dropped' });
    }
    for (const callback of this.#lostCallbacks) callback();
  }
}
