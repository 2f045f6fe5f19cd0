import fc from 'fast-check';
import { createElement, Fragment } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { type Inline, parseInline, parseMrkdwn, safeUrl } from '../../../sandbox/page/text/mrkdwn.ts';
import { type Reader, showParagraphs } from '../../../sandbox/page/text/show-mrkdwn.ts';

const reader: Reader = {
  userName: (id) => `Person ${id}`,
  channelName: (id) => `channel-${id}`,
  timeZone: 'Europe/Berlin',
  now: Date.parse('2026-11-21T12:00:00Z'),
};

/** Text that is full of what mrkdwn and HTML give a meaning to. */
const marked = fc
  .array(
    fc.oneof(
      fc.string(),
      fc.constantFrom(
        '*',
        '_',
        '~',
        '`',
        '```',
        '<',
        '>',
        '&lt;',
        '&gt;',
        '&amp;',
        '|',
        ':',
        ' ',
        '\n',
        '> ',
      ),
      fc.constantFrom('<@U1>', '<#C1|x>', '<!channel>', '<!date^1^{date}|f>', '<https://a.example|b>'),
      fc.constantFrom(
        '<script>alert(1)</script>',
        '<img src=x onerror=alert(1)>',
        '"',
        "'",
        'javascript:',
        'a',
      ),
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(''));

function markup(source: string, options?: { verbatim?: boolean }): string {
  return renderToStaticMarkup(
    createElement(Fragment, null, showParagraphs(parseMrkdwn(source, options), reader)),
  );
}

describe('what a person typed', () => {
  test('is shown without ever becoming HTML of its own', () => {
    const ours =
      /<\/?(?:p|blockquote|pre|code|strong|em|s|br)\/?>|<span class="mention(?: mention-all)?">|<\/span>|<a href="(?:https?:|mailto:|tel:)[^"<>]*" target="_blank" rel="noopener noreferrer">|<\/a>|<time dateTime="[\dTZ:.-]+">|<\/time>/g;
    fc.assert(
      fc.property(marked, (source) => {
        expect(markup(source).replace(ours, '')).not.toMatch(/[<>]/);
      }),
      { numRuns: 500 },
    );
  });

  test('comes back letter for letter once escaped, whatever it was, when nothing in it is a mark', () => {
    fc.assert(
      fc.property(
        fc.string().filter((text) => !/[*_~`:\n]/.test(text)),
        (text) => {
          const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
          fc.pre(!escaped.startsWith('&gt;'));
          expect(plain(parseInline(escaped, { verbatim: true }))).toBe(text);
        },
      ),
    );
  });

  test('never leads to an address that runs script', () => {
    const scheme = fc.constantFrom(
      '',
      'javascript:',
      'JavaScript:',
      'data:',
      ' https://',
      'https://',
      'mailto:',
      'vbscript:',
    );
    fc.assert(
      fc.property(scheme, fc.string(), (start, rest) => {
        const safe = safeUrl(start + rest);
        expect(safe === null || /^(https?:\/\/|mailto:|tel:)/i.test(safe)).toBe(true);
      }),
    );
    expect(safeUrl('javascript:alert(1)')).toBeNull();
    expect(markup('<javascript:alert(1)|press me>')).toBe('<p>press me</p>');
  });

  test('nested a thousand times over is parsed in no time', () => {
    const started = performance.now();
    for (const mark of ['*', '_', '~', '`', '<', '*_', '*_~', ':a']) parseMrkdwn(mark.repeat(3000));
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

describe('mrkdwn', () => {
  test.each([
    [
      '*bold* and _italic_ and ~struck~',
      '<p><strong>bold</strong> and <em>italic</em> and <s>struck</s></p>',
    ],
    ['*_both_*', '<p><strong><em>both</em></strong></p>'],
    ['2 * 3 * 4 and snake_case_name', '<p>2 * 3 * 4 and snake_case_name</p>'],
    ['* not bold*', '<p>* not bold*</p>'],
    ['`code *plain*`', '<p><code>code *plain*</code></p>'],
    ['before\n```\nx &lt; 1\n```\nafter', '<p>before</p><pre><code>x &lt; 1</code></pre><p>after</p>'],
    ['```never closed', '<p>```never closed</p>'],
    ['> said\n> twice\nthen', '<blockquote>said<br/>twice</blockquote><p>then</p>'],
    ['&gt; said', '<blockquote>said</blockquote>'],
    ['R&amp;D &lt;b&gt; &amp;lt;', '<p>R&amp;D &lt;b&gt; &amp;lt;</p>'],
    [
      '<@U1> <#C1> <#C2|random> <!channel>',
      '<p><span class="mention">@Person U1</span> <span class="mention">#channel-C1</span> <span class="mention">#random</span> <span class="mention mention-all">@channel</span></p>',
    ],
    [':tada: :no_such_thing: 10:30:00', '<p>🎉 :no_such_thing: 10:30:00</p>'],
    [
      '<!date^0^{nonsense} on {date_num}|then>',
      '<p><time dateTime="1970-01-01T00:00:00.000Z">{nonsense} on 1970-01-01</time></p>',
    ],
  ])('shows %j', (source, html) => {
    expect(markup(source)).toBe(html);
  });

  test('makes a link of a bare address, without the full stop behind it, and not where it is verbatim', () => {
    const link =
      '<a href="https://a.example/x?y=1&amp;z=2" target="_blank" rel="noopener noreferrer">https://a.example/x?y=1&amp;z=2</a>';
    expect(markup('See https://a.example/x?y=1&amp;z=2.')).toBe(`<p>See ${link}.</p>`);
    expect(markup('See https://a.example.', { verbatim: true })).toBe('<p>See https://a.example.</p>');
  });
});

function plain(nodes: readonly Inline[]): string {
  return nodes
    .map((node) => ('text' in node ? node.text : 'children' in node ? plain(node.children) : ''))
    .join('');
}
