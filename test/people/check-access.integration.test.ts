import { WebClient } from '@slack/web-api';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { AdjustableClock } from '../../sandbox/clock.ts';
import { connectSandbox, type SandboxDriver } from '../../sandbox/driver/sandbox-driver.ts';
import { type Sandbox, startSandbox } from '../../sandbox/server/start.ts';
import { createAreInsiders, createIdentify } from '../../src/people/check-access.ts';
import { loadPerson } from '../../src/people/load-person.ts';
import { savePerson } from '../../src/people/store.ts';
import { saveWorkspace } from '../../src/workspaces/store.ts';
import { cloneDatabase, type OwnDatabase } from '../support/database.ts';
import { readManifest } from '../support/rapport.ts';
import { ID, studio } from '../support/studio.ts';

let sandbox: Sandbox;
let driver: SandboxDriver;
let web: WebClient;
let own: OwnDatabase;
let clock: AdjustableClock;

beforeAll(async () => {
  clock = new AdjustableClock(Temporal.Instant.from('2026-03-02T08:00:00Z'));
  sandbox = await startSandbox({ world: studio, manifest: await readManifest(), clock, rateLimits: 'off' });
  driver = connectSandbox(sandbox.url);
  web = new WebClient(sandbox.botToken, {
    slackApiUrl: sandbox.slackApiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
  });
});

afterAll(() => sandbox.stop());

/** Every test starts with a Rapport that has met nobody. */
async function meetNobody(): Promise<void> {
  own = await cloneDatabase();
  const installation = { workspaceId: ID.team, workspaceName: 'Studio', botUserId: 'U0BOT' };
  await saveWorkspace(own.db, installation, clock.now());
}

afterEach(async () => {
  await driver.clearFaults();
  await own.drop();
});

const deps = () => ({ db: own.db, web, clock });
const load = (id: string) => loadPerson(deps(), ID.team, id);
const timesAsked = async () => (await driver.calls('users.info')).length;

describe('loadPerson', () => {
  test('asks Slack once, and again after a day', async () => {
    await meetNobody();
    const before = await timesAsked();
    const ana = await load(ID.ana);
    expect(ana).toMatchObject({ id: ID.ana, kind: 'member', timeZone: 'Europe/London' });
    expect(await load(ID.ana)).toEqual(ana);
    expect(await timesAsked()).toBe(before + 1);
    clock.moveTo(clock.now().add({ hours: 25 }));
    await load(ID.ana);
    expect(await timesAsked()).toBe(before + 2);
  });

  test('uses the database while Slack is away', async () => {
    await meetNobody();
    const ana = await load(ID.ana);
    clock.moveTo(clock.now().add({ hours: 25 }));
    await driver.fault({ method: 'users.info', fault: { kind: 'status', status: 500 } });
    expect(await load(ID.ana)).toEqual(ana);
  });

  test('fails for somebody new while Slack is away', async () => {
    await meetNobody();
    await driver.fault({ method: 'users.info', fault: { kind: 'status', status: 500 } });
    await expect(load(ID.ana)).rejects.toMatchObject({ code: 'slack_webapi_http_error' });
  });

  test('refuses somebody whom Slack does not show', async () => {
    await meetNobody();
    await expect(load('U0NOBODY')).rejects.toMatchObject({ name: 'UserError' });
  });
});

describe('Rapport lets in', () => {
  const identify = (id: string, teamId: string | undefined = ID.team) =>
    createIdentify(deps(), ID.team)(id, teamId);

  test('a member, with their own zone', async () => {
    await meetNobody();
    expect(await identify(ID.ben)).toMatchObject({
      workspaceId: ID.team,
      userId: ID.ben,
      timeZone: 'America/New_York',
    });
  });

  test('a member about whose team Slack says nothing', async () => {
    await meetNobody();
    const person = await createIdentify(deps(), ID.team)(ID.ana, undefined);
    expect(person.userId).toBe(ID.ana);
  });

  test.each([
    ['a guest', ID.gus],
    ['somebody of another company', ID.olga],
    ['an app', ID.robot],
    ['somebody who left', ID.gone],
  ])('not %s', async (_, id) => {
    await meetNobody();
    await expect(identify(id)).rejects.toThrow('Rapport is only for members of Studio.');
  });

  test('nobody from another company’s team, without asking Slack', async () => {
    await meetNobody();
    const before = await timesAsked();
    await expect(identify(ID.ana, ID.otherTeam)).rejects.toThrow('only for members of Studio');
    expect(await timesAsked()).toBe(before);
  });
});

describe('clients may be shown in a channel with', () => {
  const areInsiders = (...ids: string[]) =>
    createAreInsiders(deps(), { workspaceId: ID.team, botUserId: 'U0BOT' })(ids);

  test('members, our own apps, and Rapport itself, without asking Slack about Rapport', async () => {
    await meetNobody();
    expect(await areInsiders(ID.ana, ID.ben, ID.robot, 'U0BOT')).toBe(true);
    expect(await areInsiders()).toBe(true);
  });

  test.each([
    ['a guest', ID.gus],
    ['somebody of another company', ID.olga],
    ['somebody whom Slack does not show', 'U0NOBODY'],
  ])('not %s', async (_, id) => {
    await meetNobody();
    expect(await areInsiders(ID.ana, id)).toBe(false);
  });

  test('nobody because of an answer that is more than a day old', async () => {
    await meetNobody();
    const seen = { id: ID.gus, name: 'Gus', kind: 'member', timeZone: null } as const;
    await savePerson(own.db, ID.team, seen, clock.now().subtract({ hours: 25 }));
    expect(await areInsiders(ID.gus)).toBe(false);
  });

  test('nobody while Slack cannot be asked', async () => {
    await meetNobody();
    const seen = { id: ID.ana, name: 'Ana', kind: 'member', timeZone: null } as const;
    await savePerson(own.db, ID.team, seen, clock.now().subtract({ hours: 25 }));
    await driver.fault({ method: 'users.info', fault: { kind: 'status', status: 500 } });
    await expect(areInsiders(ID.ana)).rejects.toThrow();
  });

  test('many people after one question to Slack about each', async () => {
    await meetNobody();
    const before = await timesAsked();
    const many = Array.from({ length: 40 }, (_, i) => (i % 2 ? ID.ana : ID.ben));
    expect(await areInsiders(...many)).toBe(true);
    expect(await timesAsked()).toBe(before + 2);
  });
});
