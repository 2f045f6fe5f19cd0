import { expect, test } from 'vitest';
import { withTimeout } from '../../src/runtime/with-timeout.ts';

const never = new Promise<string>(() => {});

test('work that is done in time gives its result', async () => {
  expect(await withTimeout(Promise.resolve('done'), 60_000, () => 'late')).toBe('done');
});

test('work that fails in time throws its own error', async () => {
  const failing = Promise.reject(new Error('failed'));
  await expect(withTimeout(failing, 60_000, () => 'late')).rejects.toThrow('failed');
});

test('work that takes too long is given up for what takes its place', async () => {
  expect(await withTimeout(never, 1, () => 'late')).toBe('late');
});

test('work that takes too long can end in an error', async () => {
  const onTimeout = () => {
    throw new Error('too late');
  };
  await expect(withTimeout(never, 1, onTimeout)).rejects.toThrow('too late');
});

test('work that fails after its time is no unhandled rejection, and can still be awaited', async () => {
  const { promise: work, reject } = Promise.withResolvers<string>();
  expect(await withTimeout(work, 1, () => 'late')).toBe('late');
  reject(new Error('failed late'));
  await expect(work).rejects.toThrow('failed late');
});
