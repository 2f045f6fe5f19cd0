import { describe, expect, test } from 'vitest';
import { renderBlocks } from '../../sandbox/driver/render-text.ts';
import { checkMessage } from '../../sandbox/server/checks/message.ts';
import { assess } from '../../src/health/score/assess.ts';
import type { AlertKind, AlertSubject } from '../../src/notifications/alerts/alert.ts';
import { type ALERT_KINDS, ALERTS } from '../../src/notifications/alerts/kinds.ts';
import { alertMessage } from '../../src/notifications/alerts/view.ts';
import type { Person } from '../../src/people/rules.ts';
import { aCheckIn, aClient, anOverview, daysAgo, NOW, PEOPLE, someFacts } from '../health/samples.ts';
import { HOSTILE } from '../health/shown.ts';

describe('the message of an alert', () => {
  const client = aClient({ name: HOSTILE, lastContactAt: daysAgo(40) });
  const overview = anOverview(client, [
    aCheckIn({ id: 'c9', clientSentiment: 1, ourImpression: 1, clientWords: '<!channel> '.repeat(300) }),
  ]);
  const toBen = { recipientId: 'UBEN', people: PEOPLE, now: NOW };
  const isAtRisk = { before: '🔴 ', after: ' is at risk.', saysAtRisk: true };

  const about = { clientId: client.id };
  const subjects: Record<keyof typeof ALERT_KINDS, AlertSubject & Record<string, unknown>> = {
    'may-leave': { ...about, checkInId: 'c9' },
    'at-risk': { ...about, before: 'healthy' },
    drop: { ...about, checkInId: 'c9', from: 5, to: 1 },
    silence: { ...about, longestGapDays: 30 },
  };

  test.each<AlertKind>([...ALERTS])('$name is one that Slack accepts', (kind) => {
    const subject = kind.subject.parse(subjects[kind.name as keyof typeof subjects]);
    const message = alertMessage(overview, kind.headline(subject, overview, NOW), toBen);
    expect(checkMessage(message)).toBeNull();
    expect(message.text).not.toContain('<!channel>');
    expect(message.text).toContain('Owner: Ana.');
  });

  test('names the owner without pinging anybody', () => {
    const ana = { ...PEOPLE.get('UANA'), name: '<!channel>' } as Person;
    const message = alertMessage(overview, isAtRisk, { ...toBen, people: new Map([['UANA', ana]]) });
    expect(message.text).toContain('Owner: &lt;!channel&gt;.');
  });

  test('gives the reason for an override first, but not on a lock screen', () => {
    const override = {
      band: 'at-risk',
      reason: 'Their board meets on Friday',
      by: 'UBEN',
      at: daysAgo(1),
      until: NOW.add({ hours: 24 }),
    } as const;
    const facts = someFacts({ client, override });
    const set = { ...overview, facts, health: assess(facts, NOW) };
    const message = alertMessage(set, isAtRisk, toBen);
    expect(renderBlocks(message.blocks)).toMatch(/^.*\n.*Set manually: “Their board meets on Friday”/);
    expect(message.text).not.toContain('board');
  });
});
