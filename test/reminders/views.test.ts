import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkMessage } from '../../sandbox/server/checks/message.ts';
import { checkView } from '../../sandbox/server/checks/views.ts';
import { type CheckIn, UNANSWERED } from '../../src/check-ins/rules.ts';
import type { Client } from '../../src/clients/rules.ts';
import {
  parseSkip,
  parseSnooze,
  skipForm,
  skipModal,
  snoozeForm,
  snoozeModal,
} from '../../src/reminders/answers/modal.ts';
import { nudgeMessage } from '../../src/reminders/nudges/view.ts';
import type { Prompt } from '../../src/reminders/prompts/rules.ts';
import { promptChoices } from '../../src/reminders/rounds/controls-view.ts';
import type { PromptItem } from '../../src/reminders/rounds/rules.ts';
import { closedPromptMessage, roundMessage } from '../../src/reminders/rounds/view.ts';
import { InvalidFields } from '../../src/runtime/errors.ts';
import type { Message } from '../../src/slack/blocks/blocks.ts';
import { aClient } from '../support/a-client.ts';

const now = Temporal.Instant.from('2026-03-03T09:00:00Z');
const viewer = { userId: 'U0ANA', timeZone: 'Europe/London' };

function uuid(n: number): string {
  return `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
}

interface Made {
  prompt?: Partial<Prompt>;
  client?: Partial<Client>;
  checkIns?: CheckIn[];
  isAskedAgain?: boolean;
}

function item(name: string, { prompt, client, checkIns, isAskedAgain }: Made = {}, n = 1): PromptItem {
  return {
    prompt: {
      id: uuid(n),
      workspaceId: 'T0STUDIO',
      clientId: uuid(1000 + n),
      assigneeId: viewer.userId,
      occurrenceAt: now,
      status: 'open',
      missedReason: null,
      coveringFor: null,
      askAt: null,
      skipReason: null,
      closedAt: null,
      closedBy: null,
      ...prompt,
    },
    client: aClient({
      id: uuid(1000 + n),
      name,
      ownerId: viewer.userId,
      cadence: { every: 1, unit: 'week', weekdays: [2], time: Temporal.PlainTime.from('09:00') },
      nextDueAt: null,
      lastContactAt: now.subtract({ hours: 24 * 12 }),
      createdAt: now,
      ...client,
    }),
    checkIns: checkIns ?? [],
    isAskedAgain: isAskedAgain ?? false,
  };
}

function checkIn(more: Partial<CheckIn> = {}): CheckIn {
  return {
    id: uuid(5000),
    workspaceId: 'T0STUDIO',
    clientId: uuid(1001),
    authorId: viewer.userId,
    promptId: null,
    ...UNANSWERED,
    source: 'call',
    clientSentiment: 4,
    ourImpression: 3,
    clientWords: 'The new site loads fast.',
    spokeAt: now.subtract({ hours: 24 * 12 }),
    createdAt: now.subtract({ hours: 24 * 12 }),
    editedAt: null,
    ...more,
  };
}

/** All that a reader reads, with what is struck through between tildes. */
function readable(message: Message): string {
  const texts: string[] = [];
  const walk = (value: unknown, key = ''): void => {
    if (Array.isArray(value)) for (const inner of value) walk(inner, key);
    else if (typeof value === 'object' && value !== null) {
      const { type, text, style, user_id: user } = value as Record<string, unknown>;
      if (type === 'text' && typeof text === 'string') {
        texts.push((style as { strike?: boolean } | undefined)?.strike ? `~${text}~` : text);
      } else if (typeof user === 'string') texts.push(`@${user}`);
      else for (const [name, inner] of Object.entries(value)) walk(inner, name);
    } else if (typeof value === 'string' && key === 'text') texts.push(value);
  };
  walk(message.blocks);
  return texts.join(' ');
}

const buttons = (message: Message) =>
  message.blocks
    .flatMap((block) => (block.type === 'actions' ? block.elements : []))
    .map(
      (element) =>
        ('text' in element ? element.text?.text : 'placeholder' in element && element.placeholder?.text) ||
        '',
    );

describe('a round', () => {
  test('names the client, what they said last and how long ago', () => {
    const message = roundMessage(
      { prompts: [item('Acme', { checkIns: [checkIn()] })], followUps: [] },
      viewer,
      now,
    );
    expect(message.text).toBe('Time to check in with Acme.');
    expect(readable(message)).toContain('Last contact 12 days ago · 🙂 Content (they told us)');
    expect(readable(message)).toContain('They said, 12 days ago: The new site loads fast.');
    expect(buttons(message)).toEqual(['Check in', 'I already spoke to them', 'Snooze', 'Skip this time']);
  });

  test('shows what a client said last though the newest check-in has no words', () => {
    const silent = checkIn({ clientWords: null, clientSentiment: null, ourImpression: 2, createdAt: now });
    const message = roundMessage(
      { prompts: [item('Acme', { checkIns: [silent, checkIn()] })], followUps: [] },
      viewer,
      now,
    );
    expect(readable(message)).toContain('🙁 Not quite happy (our impression)');
    expect(readable(message)).toContain('They said, 12 days ago: The new site loads fast.');
  });

  test('says that a new client has had no contact yet, and whom to speak with', () => {
    const contact = { name: 'Maria', salutation: null, preferredChannel: 'phone, mornings' };
    const message = roundMessage(
      { prompts: [item('Acme', { client: { lastContactAt: null, contact } })], followUps: [] },
      viewer,
      now,
    );
    expect(readable(message)).toContain('No contact yet');
    expect(readable(message)).toContain('Speak with Maria · best by: phone, mornings');
  });

  test('says since when a client has been waiting that was due days ago', () => {
    const occurrenceAt = Temporal.Instant.from('2026-02-24T09:00:00Z');
    const message = roundMessage(
      { prompts: [item('Acme', { prompt: { occurrenceAt } })], followUps: [] },
      viewer,
      now,
    );
    expect(readable(message)).toContain('Waiting since Tuesday 24 February');
  });

  test('strikes through a client that was checked in on, says by whom, and lets the author edit it', () => {
    const prompt = { status: 'answered' as const, closedBy: 'U0ANA', closedAt: now };
    const answered = item('Acme', { prompt, checkIns: [checkIn({ promptId: uuid(1), createdAt: now })] });
    const message = roundMessage({ prompts: [answered, item('Beta', {}, 2)], followUps: [] }, viewer, now);
    expect(readable(message)).toContain('~Acme~   ✓ checked in  by  @U0ANA : 🙂 Content (they told us)');
    expect(message.text).toBe('Time to check in with Beta. Checked in: Acme.');
    expect(buttons(message)).toEqual([
      'Edit',
      'Check in',
      'I already spoke to them',
      'Snooze',
      'Skip this time',
    ]);
  });

  test('lets nobody edit somebody else’s check-in', () => {
    const prompt = { status: 'answered' as const, closedBy: 'U0BEN', closedAt: now };
    const theirs = checkIn({ promptId: uuid(1), authorId: 'U0BEN' });
    expect(
      buttons(
        roundMessage({ prompts: [item('Acme', { prompt, checkIns: [theirs] })], followUps: [] }, viewer, now),
      ),
    ).toEqual([]);
  });

  test('strikes through a client that was skipped, with the reason', () => {
    const prompt = { status: 'skipped' as const, closedBy: 'U0ANA', skipReason: 'On holiday' };
    const message = roundMessage({ prompts: [item('Acme', { prompt })], followUps: [] }, viewer, now);
    expect(readable(message)).toContain('~Acme~   Skipped this time  by  @U0ANA : On holiday');
    expect(message.text).toBe('Skipped: Acme.');
  });

  test('says until when a client is snoozed, in the recipient’s zone, and still offers to check in', () => {
    const prompt = { askAt: Temporal.Instant.from('2026-07-01T08:00:00Z') };
    const message = roundMessage({ prompts: [item('Acme', { prompt })], followUps: [] }, viewer, now);
    expect(readable(message)).toContain('Snoozed until Wednesday 1 July, 09:00.');
    expect(message.text).toBe('Snoozed: Acme.');
    expect(buttons(message)).toEqual(['Check in', 'Skip this time']);
  });

  test.each([
    ['was ended', { status: 'dropped' as const }, { status: 'ended' as const }, 'No longer needed (ended)'],
    [
      'was paused',
      { status: 'dropped' as const },
      { status: 'paused' as const },
      'No longer needed (paused)',
    ],
    [
      'has another owner by now',
      { status: 'dropped' as const },
      { ownerId: 'U0BEN' },
      'Handed over to  @U0BEN',
    ],
    ['was handed over', {}, { ownerId: 'U0BEN' }, 'Handed over to  @U0BEN'],
    ['is with the cover by now', { assigneeId: 'U0BEN', coveringFor: viewer.userId }, {}, 'Now with  @U0BEN'],
    [
      'was not answered in time',
      { status: 'missed' as const, missedReason: 'not-answered' as const },
      {},
      'Missed: no answer before the next check-in was due',
    ],
  ])('has no button for a client that %s', (_, prompt, client, words) => {
    const message = roundMessage({ prompts: [item('Acme', { prompt, client })], followUps: [] }, viewer, now);
    expect(readable(message)).toContain(words);
    expect(buttons(message)).toEqual([]);
  });

  test('has no buttons once a newer message asks about the client again', () => {
    const message = roundMessage(
      { prompts: [item('Acme', { isAskedAgain: true })], followUps: [] },
      viewer,
      now,
    );
    expect(readable(message)).toContain('Continued below.');
    expect(buttons(message)).toEqual([]);
  });

  test('of clients whose names look like mentions pings nobody', () => {
    const message = roundMessage(
      { prompts: [item('<!channel> & *Co*'), item('<@U0BEN>', {}, 2)], followUps: [] },
      viewer,
      now,
    );
    expect(message.text).toBe('Time to check in with &lt;!channel&gt; &amp; *Co* and &lt;@U0BEN&gt;.');
    expect(JSON.stringify(message.blocks)).not.toContain('mrkdwn');
  });

  test.each([1, 2, 24, 25, 47, 48, 120])('of %i clients is a message that Slack takes', (many) => {
    const words = 'Long words. '.repeat(250);
    const items = Array.from({ length: many }, (_, n) =>
      item('🙂'.repeat(40), { checkIns: [checkIn({ clientWords: words })] }, n),
    );
    const message = roundMessage({ prompts: items, followUps: [] }, viewer, now);
    expect(checkMessage(message)).toBeNull();
    const listed = message.blocks.filter(({ block_id: id }) => id?.startsWith('prompt-')).length;
    const counted = /And (\d+) more client/.exec(readable(message))?.[1] ?? '0';
    expect(listed + Number(counted)).toBe(many);
  });

  test('of too many clients for buttons has a menu for each', () => {
    const items = Array.from({ length: 30 }, (_, n) => item(`Client ${n}`, {}, n));
    const menus = roundMessage({ prompts: items, followUps: [] }, viewer, now).blocks.flatMap((block) =>
      block.type === 'section' && block.accessory?.type === 'overflow' ? [block.accessory] : [],
    );
    expect(menus).toHaveLength(30);
    expect(menus[7]?.options.map(({ value }) => promptChoices.parse(value ?? ''))).toEqual([
      { choice: 'check-in', id: uuid(7) },
      { choice: 'spoke', id: uuid(7) },
      { choice: 'hour', id: uuid(7) },
      { choice: 'date', id: uuid(7) },
      { choice: 'skip', id: uuid(7) },
    ]);
  });

  test('tells a cover whom they are covering for', () => {
    const covering = item('Acme', { prompt: { coveringFor: 'U0BEN' }, client: { ownerId: 'U0BEN' } });
    const message = roundMessage({ prompts: [covering], followUps: [] }, viewer, now);
    expect(readable(message)).toContain('Acme   covering for  @U0BEN');
    expect(buttons(message)).toContain('Check in');
  });

  test('of clients with any names and words is a message that Slack takes', () => {
    const made = fc.record({
      name: fc.string({ minLength: 1, maxLength: 80, unit: 'grapheme' }).filter((name) => name.length <= 80),
      words: fc.option(fc.string({ minLength: 1, maxLength: 3000, unit: 'binary' })),
      status: fc.constantFrom('open', 'answered', 'skipped', 'dropped', 'missed'),
      again: fc.boolean(),
      snoozed: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(made, { minLength: 1, maxLength: 60 }), (all) => {
        const items = all.map(({ name, words, status, again, snoozed }, n) =>
          item(
            name,
            {
              prompt: {
                status,
                askAt: snoozed && status === 'open' ? now.add({ hours: 1 }) : null,
                skipReason: status === 'skipped' ? (words?.slice(0, 200) ?? 'x') : null,
              },
              isAskedAgain: again,
              checkIns: [checkIn({ clientWords: words, promptId: uuid(n) })],
            },
            n,
          ),
        );
        const message = roundMessage({ prompts: items, followUps: [] }, viewer, now);
        expect(checkMessage(message)).toBeNull();
        expect(message.text).not.toMatch(/<|>/);
      }),
      { numRuns: 60 },
    );
  });
});

describe('a press on a button of a prompt that is closed', () => {
  test.each([
    ['answered', 'active', 'Acme has been checked in on already'],
    ['skipped', 'active', 'Acme was already skipped this time'],
    ['dropped', 'ended', 'Acme was ended, so there are no more check-ins. Resume it first.'],
    ['dropped', 'paused', 'Acme needs no check-in at the moment'],
  ] as const)('that is %s, of a client that is %s, is answered with what to do', (status, client, words) => {
    const { prompt, client: asked } = item('Acme', { prompt: { status }, client: { status: client } });
    expect(closedPromptMessage(prompt, asked, null).text).toContain(words);
  });

  test('lets the author of its answer edit that', () => {
    const { prompt, client } = item('Acme', { prompt: { status: 'answered' } });
    expect(buttons(closedPromptMessage(prompt, client, checkIn()))).toEqual(['Edit']);
  });
});

describe('the modal that asks why a client is skipped', () => {
  const typed = (value: string | null) => ({
    private_metadata: skipModal(uuid(1), 'Acme').private_metadata ?? '',
    state: {
      values: {
        [skipForm.blockId('reason')]: { [skipForm.actionId('reason')]: { type: 'plain_text_input', value } },
      },
    },
  });

  test('is one that Slack takes, whatever the client is called', () => {
    expect(checkView(skipModal(uuid(1), '<!channel>'), 'modal')).toBeNull();
  });

  test('takes the reason, tidied to one line', () => {
    expect(parseSkip(typed('  On\n holiday '))).toEqual({ promptId: uuid(1), reason: 'On holiday' });
  });

  test.each([null, '', '   ', '\u202E'])('does not take %j for a reason', (value) => {
    expect(() => parseSkip(typed(value))).toThrow(InvalidFields);
  });

  test('takes no reason that the database would refuse', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 600, unit: 'binary' }), (value) => {
        try {
          const { reason } = parseSkip(typed(value));
          expect(reason.length).toBeLessThanOrEqual(200);
          expect(reason).not.toContain('\u0000');
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidFields);
        }
      }),
    );
  });
});

test('a menu’s value that Rapport did not write is an error, not a guess', () => {
  for (const value of ['', 'hour', 'hours abc', 'toString abc', ' abc']) {
    expect(() => promptChoices.parse(value)).toThrow('not written by Rapport');
  }
});

test('a nudge about clients with any names is a message that Slack takes', () => {
  const names = fc
    .string({ minLength: 1, maxLength: 80, unit: 'grapheme' })
    .filter((name) => name.length <= 80);
  fc.assert(
    fc.property(fc.array(names, { maxLength: 60 }), fc.constantFrom(1, 2), (all, number) => {
      const open = all.map((name, n) => item(name, {}, n));
      expect(checkMessage(nudgeMessage(open, number))).toBeNull();
    }),
  );
});

describe('the modal that asks until when to snooze', () => {
  const today = Temporal.PlainDate.from('2026-03-03');
  const submitted = (selected_date: string | null) => ({
    private_metadata: snoozeModal(uuid(1), 'Acme', today).private_metadata ?? '',
    state: { values: { [snoozeForm.blockId('day')]: { [snoozeForm.actionId('day')]: { selected_date } } } },
  });

  test('is one that Slack takes, and gives the day', () => {
    expect(checkView(snoozeModal(uuid(1), '<!channel>', today), 'modal')).toBeNull();
    expect(parseSnooze(submitted('2026-03-04'), today)).toEqual({
      promptId: uuid(1),
      day: Temporal.PlainDate.from('2026-03-04'),
    });
  });

  test.each([
    [null, /Choose a day/],
    ['2026-03-03', /after today/],
    ['2026-06-02', /within the next 90 days/],
  ])('refuses %s at the field', (date, why) => {
    expect(() => parseSnooze(submitted(date), today)).toThrow(
      expect.objectContaining({ fields: { [snoozeForm.blockId('day')]: expect.stringMatching(why) } }),
    );
  });
});
