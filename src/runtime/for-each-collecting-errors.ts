/**
 * Does `work` for each of `items`, one after another; when one fails, the others are still done.
 *
 * @param message the error's, such as "Some digests could not be planned".
 * @throws AggregateError with what failed, once all are done.
 */
export async function forEachCollectingErrors<T>(
  items: Iterable<T>,
  work: (item: T) => Promise<unknown>,
  message: string,
): Promise<void> {
  const failures: unknown[] = [];
  for (const item of items) {
    try {
      await work(item);
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, message);
}
