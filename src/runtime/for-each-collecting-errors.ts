/**
 * Does `work` for each of `items`, one after another. One's failure keeps none of the others from their turn.
 *
 * @param complaint what the error says, such as "Some digests could not be planned".
 * @throws AggregateError with what failed, once all had their turn.
 */
export async function forEachCollectingErrors<T>(
  items: Iterable<T>,
  work: (item: T) => Promise<unknown>,
  complaint: string,
): Promise<void> {
  const failures: unknown[] = [];
  for (const item of items) {
    try {
      await work(item);
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, complaint);
}
