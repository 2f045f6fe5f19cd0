/**
 * What `work` gives or, once `ms` have passed, what `onTimeout` gives or throws. The work itself goes on; an error that it
 * throws too late is for those who still await it.
 */
export async function withTimeout<T, U>(work: Promise<T>, ms: number, onTimeout: () => U): Promise<T | U> {
  const late = Promise.withResolvers<void>();
  const timer = setTimeout(late.resolve, ms);
  work.catch(() => {});
  try {
    return await Promise.race([work, late.promise.then(onTimeout)]);
  } finally {
    clearTimeout(timer);
  }
}
