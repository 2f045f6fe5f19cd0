import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkBlocks } from '../../../sandbox/server/checks/blocks.ts';
import {
  actions,
  bullets,
  button,
  context,
  escapeText,
  header,
  named,
  option,
  paragraph,
  plain,
  quotation,
  richText,
  section,
} from '../../../src/slack/blocks/blocks.ts';

const words = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 });
const long = words.map((text) => text.repeat(40));

const anything = fc.string({ unit: 'binary', maxLength: 200 });

describe('escapeText', () => {
  test('takes the ping out of a mention', () => {
    expect(escapeText('<!channel> & <@U1>')).toBe('&lt;!channel&gt; &amp; &lt;@U1&gt;');
  });

  test('leaves nothing that Slack would parse as a link or mention', () => {
    fc.assert(fc.property(anything, (text) => !/[<>]/.test(escapeText(text))));
  });

  test('can be read back as it was typed', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const back = escapeText(text)
          .replaceAll('&lt;', '<')
          .replaceAll('&gt;', '>')
          .replaceAll('&amp;', '&');
        expect(back).toBe(text);
      }),
    );
  });
});

describe('Slack accepts, whatever was typed,', () => {
  test('headers, sections, contexts and buttons', () => {
    fc.assert(
      fc.property(long, (text) => {
        const blocks = [
          header(text),
          section(plain(text)),
          named(text, [text]),
          context(...Array.from({ length: 12 }, () => plain(text))),
          actions('a', [button(text, 'act', 'value', { label: text, style: 'danger' })]),
        ];
        expect(checkBlocks(blocks, 'message')).toEqual([]);
      }),
    );
  });

  test('options', () => {
    fc.assert(
      fc.property(long, (text) => {
        const menu = {
          type: 'static_select' as const,
          action_id: 'pick',
          options: [option(text, 'id', text)],
        };
        expect(checkBlocks([section(plain('Pick'), menu)], 'message')).toEqual([]);
      }),
    );
  });

  test('rich text, even when some of it is empty', () => {
    const run = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 20 }),
      fc.string({ maxLength: 5 }).map((bold) => ({ bold })),
      fc.string({ maxLength: 5 }).map((italic) => ({ italic })),
      fc.string({ maxLength: 5 }).map((strike) => ({ strike })),
    );
    fc.assert(
      fc.property(fc.array(run, { maxLength: 5 }), words, (runs, text) => {
        const block = richText(paragraph(text, ...runs), quotation(text, ...runs), bullets([text, ...runs]));
        expect(checkBlocks([block], 'message')).toEqual([]);
        expect(JSON.stringify(block)).not.toContain('"text":""');
      }),
    );
  });
});

test('only a mention that we made becomes a mention in a paragraph', () => {
  const [section] = richText(paragraph('<@U0BEN>', { user: 'U0ANA' })).elements;
  expect(section).toMatchObject({
    elements: [
      { type: 'text', text: '<@U0BEN>' },
      { type: 'user', user_id: 'U0ANA' },
    ],
  });
});

describe('a name beside a button', () => {
  const shown = (name: string, line = 'Healthy') => named(name, [line]).text;

  test('is bold, and pings nobody', () => {
    expect(shown('Pine & <!channel>')).toEqual({
      type: 'mrkdwn',
      text: '*Pine &amp; &lt;!channel&gt;*\nHealthy',
      verbatim: true,
    });
  });

  test.each(['*Stars*', 'snake_case', '~gone~', '`code`'])('stays as it was typed where it is %s', (name) => {
    expect(shown(name)).toMatchObject({ type: 'plain_text', text: `${name}\nHealthy` });
    expect(shown('Acme', name)).toMatchObject({ type: 'plain_text', text: `Acme\n${name}` });
  });
});
