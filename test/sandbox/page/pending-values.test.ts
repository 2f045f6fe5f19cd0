import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Field, PendingValues, type Sent } from '../../../sandbox/page/state/pending-values.ts';
import type { InputValue } from '../../../sandbox/protocol.ts';

const field: Field = { where: { in: 'modal', viewId: 'V1' }, blockId: 'words', actionId: 'a' };
const text = (value: string): InputValue => ({ type: 'plain_text_input', value });

/** Takes down what is sent; answers as `answer` says, when `release` is called if it holds. */
function recorder(answer: (value: InputValue) => Sent | Promise<Sent> = () => ({ taken: true })) {
  const sent: (string | null | undefined)[] = [];
  const pending = new PendingValues(async (_field, value) => {
    sent.push(value.value);
    return answer(value);
  });
  return { sent, pending };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('what is being typed', () => {
  test('goes to the server once, after a pause', async () => {
    const { sent, pending } = recorder();
    for (const value of ['H', 'Ha', 'Har']) pending.put(field, text(value), 300, true);
    await vi.advanceTimersByTimeAsync(299);
    expect(sent).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(sent).toEqual(['Har']);
  });

  test('stays on the screen while the field has the focus, and gives way to the server afterwards', async () => {
    const { pending } = recorder();
    pending.put(field, text('Harbor'), 300, true);
    await pending.flush(field.where);
    expect(pending.get(field)?.value.value).toBe('Harbor');
    pending.blur(field);
    await vi.runAllTimersAsync();
    expect(pending.get(field)).toBeUndefined();
  });

  test('is sent before a press, and the newest of it when more came meanwhile', async () => {
    let answer: (sent: Sent) => void = () => undefined;
    const { sent, pending } = recorder(
      () =>
        new Promise((resolve) => {
          answer = resolve;
        }),
    );
    pending.put(field, text('one'), 0, true);
    await vi.advanceTimersByTimeAsync(0);
    pending.put(field, text('two'), 300, true);
    const flushed = pending.flush(field.where);
    answer({ taken: true });
    await vi.advanceTimersByTimeAsync(0);
    answer({ taken: true });
    expect(await flushed).toEqual([]);
    expect(sent).toEqual(['one', 'two']);
    expect(pending.get(field)?.value.value).toBe('two');
  });

  test('is kept with the reason when the server does not take it, and sent again at the next flush', async () => {
    let up = false;
    const { sent, pending } = recorder(() =>
      up ? { taken: true } : { taken: false, problem: 'Try again.' },
    );
    pending.put(field, text('kept'), 0);
    const refused = await pending.flush(field.where);
    expect(refused.map(({ problem, value }) => [problem, value.value])).toEqual([['Try again.', 'kept']]);
    up = true;
    expect(await pending.flush(field.where)).toEqual([]);
    expect(sent.at(-1)).toBe('kept');
    expect(pending.get(field)).toBeUndefined();
  });

  test('is dropped when its field is gone', async () => {
    const { pending } = recorder(() => ({ taken: false, gone: true }));
    pending.put(field, text('late'), 0, true);
    await vi.runAllTimersAsync();
    expect(pending.get(field)).toBeUndefined();
  });

  test('in another place waits for its own flush', async () => {
    const { sent, pending } = recorder();
    pending.put(field, text('mine'), null, true);
    await pending.flush({ in: 'modal', viewId: 'V2' });
    expect(sent).toEqual([]);
    await pending.flush(field.where);
    expect(sent).toEqual(['mine']);
  });
});

test('everything that shows a field hears of every change', async () => {
  const { pending } = recorder();
  const seen: (string | null | undefined)[] = [];
  const stop = pending.subscribe(() => seen.push(pending.get(field)?.value.value));
  pending.put(field, text('a'), 0);
  await vi.runAllTimersAsync();
  stop();
  pending.put(field, text('b'), null);
  expect(seen[0]).toBe('a');
  expect(seen.at(-1)).toBeUndefined();
});
