import { describe, expect, test } from 'vitest';
import { checkBlocks } from '../../sandbox/server/checks/blocks.ts';
import { SENTIMENT_WORDS, SIGN_WORDS, type Sign } from '../../src/check-ins/rules.ts';
import { describeCheckIn, savedMessage } from '../../src/check-ins/view.ts';
import { aCheckIn, aClient, NOW } from './samples.ts';

/** What a reader reads, one part after the other. */
function textIn(value: unknown): string {
  if (Array.isArray(value)) return value.map(textIn).filter(Boolean).join(' ');
  if (typeof value !== 'object' || value === null) return '';
  return Object.entries(value)
    .map(([key, inner]) => (key === 'text' && typeof inner === 'string' ? inner : textIn(inner)))
    .filter(Boolean)
    .join(' ');
}

function described(but: Parameters<typeof aCheckIn>[0] = {}): string {
  return textIn(describeCheckIn(aCheckIn(but), 'Ana', 'Europe/London', NOW));
}

describe('a check-in on a card', () => {
  test('says in words who felt what, who noted it, and how long ago', () => {
    expect(described()).toMatch(/They feel: .*Content.*Our impression: .*So-so/s);
    expect(described()).toContain('Ana, after a call, 12 days ago (Wednesday 18 February, 09:00)');
  });

  test('quotes the client’s words under the question', () => {
    const [block] = describeCheckIn(aCheckIn(), 'Ana', 'Europe/London', NOW);
    const parts = block?.type === 'rich_text' ? block.elements : [];
    const quote = parts.findIndex((part) => part.type === 'rich_text_quote');
    expect(textIn(parts[quote])).toBe('Good, but slow to answer');
    expect(textIn(parts[quote - 1])).toContain('How do you think this is going?');
  });

  test('says nothing about the client’s own feelings where it is our impression', () => {
    const text = described({ source: 'own-impression', clientSentiment: null, clientWords: null });
    expect(text).toContain('Our impression');
    expect(text).not.toMatch(/They feel|They didn’t say/);
  });

  test('says that it was edited only if it was', () => {
    expect(described({ editedAt: NOW.subtract({ hours: 2 }) })).toContain('edited 2 hours ago');
    expect(described()).not.toContain('edited');
  });

  test('lists what else was noted', () => {
    const text = described({
      wentWell: 'The launch',
      betterOurs: 'Answer sooner',
      betterTheirs: 'Texts in time',
      effort: 'more',
      hours: 1,
      signs: ['may-leave', 'praised-us'],
    });
    expect(text).toMatch(/Went well: +The launch/);
    expect(text).toMatch(/We could do better: +Answer sooner/);
    expect(text).toMatch(/They could do better: +Texts in time/);
    expect(text).toMatch(/Effort: +more than agreed, 1 hour that month/);
    expect(text).toMatch(/Signs: +might leave, praised us/);
  });

  test('is one block that Slack takes, however much and whatever was typed', () => {
    const much = '<!channel> *_~ مرحبا 👩‍👩‍👧‍👦 '.repeat(120).slice(0, 3000);
    const blocks = describeCheckIn(
      aCheckIn({
        clientWords: much,
        wentWell: much,
        betterOurs: much,
        betterTheirs: much,
        signs: Object.keys(SIGN_WORDS) as Sign[],
      }),
      much,
      'Asia/Kolkata',
      NOW,
    );
    expect(blocks).toHaveLength(1);
    expect(checkBlocks(blocks, 'message')).toEqual([]);
    expect(checkBlocks(blocks, 'home')).toEqual([]);
  });
});

test('every sentiment has a word of its own beside its face', () => {
  const words = Object.values(SENTIMENT_WORDS).map(({ word }) => word);
  expect(new Set(words).size).toBe(5);
  for (const { face, word } of Object.values(SENTIMENT_WORDS)) expect(word).not.toContain(face);
});

describe('the message after saving', () => {
  const at = Temporal.Instant.from('2026-03-17T09:00:00Z');
  const asked = (id: string, name: string, coveringFor: string | null = null) => ({
    at,
    personId: id,
    coveringFor,
    person: { workspaceId: 'T1', id, name, kind: 'member' as const, timeZone: 'Etc/UTC', remindAt: null },
  });

  const saved = (userId: string, next: ReturnType<typeof asked> | null, timeZone = 'Etc/UTC') =>
    savedMessage({ checkIn: aCheckIn({ authorId: userId }), client: aClient(), next }, { timeZone }, NOW);

  test('tells the author when they are asked again', () => {
    const { text } = saved('UBEN', asked('UBEN', 'Ben'), 'Europe/London');
    expect(text).toBe('Saved your check-in on Acme. I’ll ask you again on Tuesday 17 March, 09:00.');
  });

  test('tells somebody else who is asked, in their own zone', () => {
    const { text } = saved('UBEN', asked('UANA', 'Ana'), 'America/New_York');
    expect(text).toContain('I’ll ask Ana again on Tuesday 17 March, 05:00.');
    const covered = saved('UBEN', asked('UCLEO', 'Cleo', 'UANA'));
    expect(covered.text).toContain('I’ll ask Cleo (covering) on Tuesday 17 March, 09:00.');
  });

  test('says that nobody is asked about a paused client', () => {
    const client = aClient({ status: 'paused' });
    const { text, blocks } = savedMessage(
      { checkIn: aCheckIn(), client, next: null },
      { timeZone: 'UTC' },
      NOW,
    );
    expect(text).toContain('paused');
    expect(checkBlocks(blocks, 'message')).toEqual([]);
  });
});
