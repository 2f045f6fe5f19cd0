/** How long somebody looks at nothing, in ms, before something tells them to wait; a trigger lives 3 s. */
const SHOW_WITHIN_MS = 1_000;

/**
 * What `work` gives, where it is ready soon; null where it takes longer, and something has to stand in for it meanwhile.
 *
 * @throws what `work` throws soon. What it throws later is for whoever awaits it then, if anybody does.
 */
export async function soon<T>(work: Promise<T>): Promise<T | null> {
  work.catch(() => {});
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, SHOW_WITHIN_MS, null);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
