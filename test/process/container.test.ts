import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { readConfig } from '../../src/config.ts';
import { readDockerfile } from '../support/dockerfile.ts';

const root = new URL('../../', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, root), 'utf8');

describe('the Dockerfile', () => {
  const steps = readDockerfile();
  const of = (instruction: string) =>
    steps.filter((step) => step.instruction === instruction).map((step) => step.rest);

  test('uses the same Node as the project’s tests', () => {
    const { devDependencies } = z
      .object({ devDependencies: z.object({ node: z.string() }) })
      .parse(JSON.parse(read('package.json')));
    expect(of('FROM')).toEqual([`node:${devDependencies.node.split('.')[0]}-slim`]);
  });

  test('runs the bot as an ordinary user, with no shell between it and its signals', () => {
    expect(of('CMD')).toEqual(['["node", "src/main.ts"]']);
    expect(of('USER').at(-1)).toBe('node');
    const order = steps.map((step) => step.instruction);
    expect(order.lastIndexOf('COPY')).toBeLessThan(order.indexOf('USER'));
  });

  test('copies only what .dockerignore lets through, and no secrets', () => {
    const allowed = read('.dockerignore')
      .split('\n')
      .filter((line) => line.startsWith('!'))
      .map((line) => line.slice(1));
    const copied = of('COPY').flatMap((rest) => rest.split(/\s+/).slice(0, -1));
    expect(copied.sort()).toEqual(allowed.sort());
    expect(copied).not.toContain('.env');
  });

  test('checks the bot’s health where the bot serves it', () => {
    const environment = Object.fromEntries(of('ENV').map((rest) => rest.split('=')));
    const config = readConfig(
      { ...environment, SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' },
      machine,
    );
    expect(config.health).toEqual({ host: '0.0.0.0', port: 8080 });
    expect(of('HEALTHCHECK')[0]).toContain('/health/ready');
    expect(of('EXPOSE')).toEqual(['3000 8080']);
  });
});

const machine = { platform: 'linux', uid: 1000, home: '/home/node' } as const;

const serviceSchema = z.object({
  environment: z.record(z.string(), z.coerce.string()).optional(),
  command: z.array(z.string()).optional(),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).optional(),
  healthcheck: z.object({ test: z.array(z.string()) }).optional(),
  volumes: z.array(z.string()).optional(),
  ports: z.array(z.string()).optional(),
  restart: z.string(),
});
const composeSchema = z.object({
  services: z.object({ bot: serviceSchema, postgres: serviceSchema, redis: serviceSchema }),
  volumes: z.record(z.string(), z.null()),
});

describe('docker-compose.yml', () => {
  const { services, volumes } = composeSchema.parse(parse(read('docker-compose.yml')));

  test('starts the bot once both servers report that they are healthy', () => {
    expect(services.bot.depends_on).toEqual({
      postgres: { condition: 'service_healthy' },
      redis: { condition: 'service_healthy' },
    });
    expect(services.postgres.healthcheck?.test[1]).toBe('pg_isready');
    expect(services.redis.healthcheck?.test).toEqual(['CMD', 'redis-cli', 'ping']);
  });

  test('keeps Redis’s data, and evicts nothing from the queue', () => {
    expect(services.redis.command?.join(' ')).toBe(
      'redis-server --appendonly yes --maxmemory-policy noeviction',
    );
    expect(services.redis.volumes).toEqual(['redis:/data']);
    expect(services.postgres.volumes).toEqual(['postgres:/var/lib/postgresql']);
    expect(Object.keys(volumes).sort()).toEqual(['postgres', 'redis']);
  });

  test('gives the bot both addresses, in settings that it accepts', () => {
    const filled = Object.entries(services.bot.environment ?? {}).map(([key, value]) => [
      key,
      value.replace(/\$\{POSTGRES_PASSWORD:\?[^}]*\}/, 'hush'),
    ]);
    const config = readConfig(
      { ...Object.fromEntries(filled), SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' },
      machine,
    );
    expect(config.database).toEqual({ url: 'postgres://rapport:hush@postgres:5432/rapport' });
    expect(config.redisUrl).toBe('redis://redis:6379');
  });

  test('exposes neither server, and restarts all three', () => {
    expect([services.postgres.ports, services.redis.ports]).toEqual([undefined, undefined]);
    expect(Object.values(services).map((service) => service.restart)).toEqual(
      Array(3).fill('unless-stopped'),
    );
  });
});
