/**
 * A setup file of the unit tests, which start nothing: no database, no server, no other process. A test that tries fails
 * with an error that says where it belongs, even where the code under test swallows it.
 */
import { ChildProcess } from 'node:child_process';
import { Server, Socket } from 'node:net';
import { relative } from 'node:path';
import { afterEach, expect } from 'vitest';

let refused: Error | undefined;

refuse(Server.prototype, 'listen', 'start a server');
refuse(Socket.prototype, 'connect', 'connect to a server');
refuse(ChildProcess.prototype, 'spawn' as keyof ChildProcess, 'start a process');

afterEach(() => {
  const error = refused;
  refused = undefined;
  if (error) throw error;
});

function refuse<Target>(target: Target, method: keyof Target, what: string): void {
  Object.defineProperty(target, method, {
    value: () => {
      const file = relative('', expect.getState().testPath ?? '');
      refused = new Error(`A unit test may not ${what}. Rename ${file} to *.integration.test.ts.`);
      throw refused;
    },
  });
}
