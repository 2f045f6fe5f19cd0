/**
 * Something that the person who starts Rapport can fix: a missing token, an unreachable database, a data directory of
 * another version. `main.ts` prints only its message and exits with 1. The message says what is wrong and what to do next,
 * and holds no secret.
 */
export class StartError extends Error {
  override name = 'StartError';
}
