/**
 * Something that the person who starts Rapport can mend: a missing token, an unreachable database, a data directory
 * of another version. `main.ts` prints its message alone, without a stack, and exits with 1.
 * The message names what is wrong and what to do next, and holds no secret.
 */
export class StartError extends Error {
  override name = 'StartError';
}
