import { readFileSync } from 'node:fs';

export interface DockerStep {
  instruction: string;
  /** What follows it, with continued lines joined. */
  rest: string;
}

/** The Dockerfile's instructions, in order. */
export function readDockerfile(): DockerStep[] {
  const text = readFileSync(new URL('../../Dockerfile', import.meta.url), 'utf8');
  const lines = text.replaceAll(/\\\n/g, ' ').split('\n');
  return lines.flatMap((line) => {
    const [, instruction, rest] = /^([A-Z]+)\s+(.*)$/.exec(line) ?? [];
    return instruction && rest ? [{ instruction, rest: rest.trim() }] : [];
  });
}
